"""Refusals on record: that a factory did not cooperate or refused a remedy, as people of the programme say it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation.heard import obstructions_of
from accord.casework.escalation.obstructions import end_obstruction, record_obstruction
from accord.casework.escalation.refused import NotAhead
from accord.casework.refusals import N_, Refused
from accord.records.factory import Factory
from accord.records.hearing import Obstruction
from accord.rules.escalation.words import Trigger
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.saying import WRITTEN, refuse
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.desk.things import factory_or_404, require
from accord.web.desk.visiting.fields import ID, DayField
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("refusals", __name__)

HERE = "/desk/factories/<factory:number>/refusals"
KINDS = {
    Trigger.NO_COOPERATION: N_("It did not cooperate with engineers, trainers or case handlers"),
    Trigger.REMEDY_REFUSED: N_("It refused the remedy of a complaint, or somebody suffered for complaining"),
}
"""What nothing else on record tells."""


class RefusalForm(DeskForm):
    """What was refused, when, in words."""

    trigger = RadioField(
        N_("What happened"),
        [REQUIRED],
        choices=[SelectChoice(each.value, words) for each, words in KINDS.items()],
    )
    happened_on = DayField(N_("On which day"), [REQUIRED])
    words = TextAreaField(
        N_("In words"),
        [WRITTEN, Longest(4000)],
        filters=[stripped],
        description=N_("Only people of the programme read this. Nobody who complained is named, nor hinted at."),
    )


class EndForm(DeskForm):
    """Why a refusal is over."""

    reason = TextAreaField(N_("Why it is over"), [WRITTEN, Longest(2000)], filters=[stripped])


@bp.get(HERE)
@serves(Action.HEAR_FACTORY)
def list(number: int) -> str:
    """List the refusals of a factory, and offer to record another."""
    return _page(factory_or_404(number))


@bp.post(HERE)
@serves(Action.HEAR_FACTORY)
def record(number: int) -> Response | tuple[str, int]:
    """Record that the factory refused something."""
    factory, form = factory_or_404(number), RefusalForm(prefix="refusal-")
    if form.validate():
        try:
            record_obstruction(
                db(),
                factory,
                trigger=Trigger(form.trigger.data),
                happened_on=form.happened_on.day,
                words=typed(form.words),
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            refuse(form, refusal, at="happened_on" if isinstance(refusal, NotAhead) else None)
        else:
            return _done(number)
    db().rollback()
    return _page(factory_or_404(number), recording=form), 422


@bp.post(f"/desk/refusals/<{ID}:refusal_id>/end")
@serves(Action.HEAR_FACTORY)
def end(refusal_id: int) -> Response | tuple[str, int]:
    """Record that a refusal is over."""
    found = db().get(Obstruction, refusal_id)
    if found is None:
        abort(404)
    require(thing_of_factory(found.factory))
    number, form = found.factory.number, EndForm(prefix=f"end-{refusal_id}-")
    if form.validate():
        try:
            end_obstruction(db(), found, reason=typed(form.reason), who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(number)
    db().rollback()
    return _page(factory_or_404(number), ending=(refusal_id, form)), 422


def _done(number: int) -> Response:
    db().commit()
    flash(gettext("It is recorded."))
    return redirect(url_for("refusals.list", number=number), 303)


def _page(factory: Factory, *, recording: RefusalForm | None = None, ending: tuple[int, EndForm] | None = None) -> str:
    found = obstructions_of(db(), factory)
    forms = {each.id: EndForm(formdata=None, prefix=f"end-{each.id}-") for each in found if each.ended_on is None}
    if ending is not None:
        forms |= dict([ending])
    return render_template(
        "desk/stages/refusals_list.html",
        factory=factory,
        found=found,
        kinds=KINDS,
        forms=forms,
        form=recording or RefusalForm(formdata=None, prefix="refusal-"),
    )
