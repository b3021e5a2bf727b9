"""Closures of a factory: recorded, ended, and month by month what workers or their federation say of the wages."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import NumberRange, Optional

from accord.casework.desk.things import thing_of_factory
from accord.casework.orders import closures
from accord.casework.orders.care_refused import AskTheWorkers
from accord.casework.orders.closures import WagesSaid, months_of, months_unchecked, orders_at
from accord.casework.refusals import N_, Refused
from accord.gateways.formats import format_month
from accord.records.factory import Factory
from accord.records.order_care import Closure
from accord.rules.desk.access import Thing
from accord.rules.orders.words import Asked, Extent, Wages
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, Ticked, stripped
from accord.web.desk.ordering.closures_page import evacuation_without_closure, rows_of
from accord.web.desk.people_forms import WordsField
from accord.web.desk.things import factory_or_404, require
from accord.web.desk.visiting.fields import ID, CountField, DayField, OneOf, offered
from accord.web.filters import named, word
from accord.web.language import gettext, language
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("closures", __name__)
HERE = "/desk/factories/<factory:number>/closures"
MOST_WORKERS = 100_000
"""Ours: the largest factory has a fifth of that; a larger number is a slip."""


class CloseForm(DeskForm):
    """That a factory is closed."""

    extent = OneOf(N_("How much is closed"), [REQUIRED])
    from_on = DayField(N_("Closed from"), [REQUIRED])
    workers = CountField(N_("How many workers it concerns"), [Optional(), NumberRange(1, MOST_WORKERS)])
    order = OneOf(N_("By which order"), [Optional()])

    def offer(self, factory: Factory) -> None:
        """Offer what can be chosen for this factory."""
        self.extent.choices = offered(Extent)
        orders = [(str(each.id), f"{word(each.kind)} · {named(each.building)}") for each in orders_at(db(), factory)]
        self.order.choices = [("", gettext("nobody ordered it")), *orders]


class WagesForm(DeskForm):
    """What was said of the wages of a month."""

    month = OneOf(N_("Month"), [REQUIRED])
    wages = OneOf(N_("Were wages paid?"), [REQUIRED])
    asked = WordsField(
        N_("Who was asked"),
        [Ticked(AskTheWorkers.sentence)],
        choices=[],
        validate_choice=False,
        description=N_("Workers or their federation; the owner alone is not enough."),
    )
    workers_asked = CountField(N_("How many workers were asked"), [Optional(), NumberRange(1, MOST_WORKERS)])
    note = TextAreaField(
        N_("In words"),
        [Longest(2000)],
        filters=[stripped],
        description=N_("No worker's name, and nothing copied from a payroll."),
    )

    def offer(self, closure: Closure) -> None:
        """Offer the months of the closure, and begin with the first of which nobody has said anything."""
        months = months_of(closure, today=site().today)
        self.month.choices = [(each.isoformat(), format_month(each, language())) for each in reversed(months)]
        self.wages.choices = offered(Wages)
        # Said of the whole: a flag of its check would have browsers ask for every single box.
        self.asked.flags.required = True
        self.asked.choices = [SelectChoice(each.value, word(each)) for each in Asked]
        if not self.month.data:
            self.month.data = next(iter(months_unchecked(closure, today=site().today)), months[-1]).isoformat()

    @property
    def said(self) -> WagesSaid:
        """What was typed, once the form is valid."""
        return WagesSaid(
            date.fromisoformat(self.month.data),
            Wages(self.wages.data),
            asked=[each for each in Asked if each.value in (self.asked.data or ())],
            workers_asked=self.workers_asked.data,
            note=self.note.data,
        )


class EndForm(DeskForm):
    """That a factory works again."""

    to_on = DayField(N_("First day on which it works again"), [REQUIRED])


@bp.get(HERE)
@serves(Action.READ_CLOSURES)
def show(number: int) -> str:
    """Show the closures of a factory, and what is known of the wages of each month."""
    return _page(factory_or_404(number))


@bp.post(HERE)
@serves(Action.KEEP_CLOSURES)
def close(number: int) -> Response | tuple[str, int]:
    """Record that the factory is closed."""
    factory, form = factory_or_404(number), CloseForm(prefix="close-")
    form.offer(factory)
    if form.validate():
        order = next((each for each in orders_at(db(), factory) if str(each.id) == form.order.data), None)
        try:
            closures.close_factory(
                db(),
                factory,
                extent=Extent(form.extent.data),
                from_on=form.from_on.day,
                workers=form.workers.data,
                order=order,
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(number)
    db().rollback()
    return _page(factory_or_404(number), close_form=form), 422


@bp.post(f"/desk/closures/<{ID}:closure_id>/end")
@serves(Action.KEEP_CLOSURES)
def end(closure_id: int) -> Response | tuple[str, int]:
    """Record that the factory works again."""
    closure = _closure_or_404(closure_id)
    number, form = closure.factory.number, EndForm(prefix=f"end-{closure.id}-")
    if form.validate():
        try:
            closures.end_closure(db(), closure, to_on=form.to_on.day, who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(number)
    db().rollback()
    return _page(factory_or_404(number), wrong=(closure_id, form)), 422


@bp.post(f"/desk/closures/<{ID}:closure_id>/wages")
@serves(Action.KEEP_CLOSURES)
def wages(closure_id: int) -> Response | tuple[str, int]:
    """Record what workers or their federation say of the wages of a month."""
    closure = _closure_or_404(closure_id)
    number, form = closure.factory.number, WagesForm(prefix=f"wages-{closure.id}-")
    form.offer(closure)
    if form.validate():
        try:
            closures.record_wages(db(), closure, form.said, who=who(), moment=site().moment)
        except AskTheWorkers as refusal:
            form.refuse(refusal, at="asked")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(number)
    db().rollback()
    return _page(factory_or_404(number), wrong=(closure_id, form)), 422


def _closure_or_404(closure_id: int) -> Closure:
    closure = db().get(Closure, closure_id)
    if closure is None:
        abort(404)
    require(thing_of_factory(closure.factory))
    return closure


def _done(number: int) -> Response:
    db().commit()
    flash(gettext("It is recorded."))
    return redirect(url_for("closures.show", number=number), 303)


def _page(
    factory: Factory,
    *,
    close_form: CloseForm | None = None,
    wrong: tuple[int, DeskForm] | None = None,
) -> str:
    rows = rows_of(db(), factory, who(), site().today)
    may_keep = who().may(Action.KEEP_CLOSURES, thing_of_factory(factory))
    closing = close_form or CloseForm(formdata=None, prefix="close-")
    closing.offer(factory)
    forms = {row.closure.id: _forms(row.closure, wrong) for row in rows} if may_keep else {}
    return render_template(
        "desk/orders/closures.html",
        factory=factory,
        rows=rows,
        forms=forms,
        closing=closing if may_keep and not any(row.is_open for row in rows) else None,
        is_wrong_at=wrong,
        standing=evacuation_without_closure(db(), factory, who(), rows),
        sees_all=who().may(Action.READ_CLOSURES, Thing()),
        longest_months=closures.LONGEST_MONTHS,
    )


def _forms(closure: Closure, wrong: tuple[int, DeskForm] | None) -> tuple[WagesForm, EndForm]:
    """Return the two forms of a closure; the one that was just refused as it was typed."""
    refused = wrong[1] if wrong and wrong[0] == closure.id else None
    about_wages = refused if isinstance(refused, WagesForm) else WagesForm(formdata=None, prefix=f"wages-{closure.id}-")
    about_end = refused if isinstance(refused, EndForm) else EndForm(formdata=None, prefix=f"end-{closure.id}-")
    about_wages.offer(closure)
    return about_wages, about_end
