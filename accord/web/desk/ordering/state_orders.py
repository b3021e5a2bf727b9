"""What the government ordered beside an order of ours: recorded with its own date, and when it was withdrawn."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.orders import care
from accord.casework.orders.care import OfTheState
from accord.casework.orders.care_refused import DayToCome, SayWhat, WrongOrder
from accord.casework.refusals import N_, Refused
from accord.records.order import SafetyOrder
from accord.records.order_care import StateOrder
from accord.rules.orders.words import Extent
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.ordering.state_page import EXTENTS, state_part
from accord.web.desk.things import order_or_404
from accord.web.desk.visiting.fields import ID, DayField
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("state_orders", __name__, url_prefix=f"/desk/orders/<{ID}:order_id>/government")


class StateForm(DeskForm):
    """An order of the government, as it was told."""

    authority = StringField(
        N_("Which authority"),
        [REQUIRED, Longest(200)],
        filters=[stripped],
        description=N_("For example the Inspector General of Factories and Establishments."),
    )
    extent = RadioField(
        N_("What it orders"),
        [REQUIRED],
        choices=[SelectChoice(each.value, words) for each, words in EXTENTS.items()],
    )
    reference = StringField(N_("Its reference number"), [Longest(120)], filters=[stripped])
    ordered_on = DayField(N_("Dated"), [REQUIRED])
    note = TextAreaField(N_("In words"), [Longest(4000)], filters=[stripped])

    @property
    def told(self) -> OfTheState:
        """What was typed."""
        return OfTheState(
            extent=Extent(self.extent.data),
            authority=self.authority.data or "",
            ordered_on=self.ordered_on.day,
            reference=self.reference.data,
            note=self.note.data,
        )


class WithdrawForm(DeskForm):
    """On which day the government withdrew its order."""

    on = DayField(N_("Withdrawn on"), [REQUIRED])


@bp.get("")
@serves(Action.READ_ORDER)
def show(order_id: int) -> str:
    """Show what the government ordered."""
    return _page(order_or_404(order_id))


@bp.post("")
@serves(Action.ACT_ON_ORDER)
def record(order_id: int) -> Response | tuple[str, int]:
    """Record an order of the government."""
    order, form = order_or_404(order_id), StateForm(prefix="state-")
    if form.validate():
        try:
            care.record_state_order(db(), order, form.told, who=who(), moment=site().moment)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal, at=_field_of(refusal))
        else:
            db().commit()
            flash(gettext("It is recorded beside our order, under its own date."))
            return redirect(url_for("state_orders.show", order_id=order_id), 303)
    return _page(order_or_404(order_id), recording=form), 422


@bp.post(f"/<{ID}:state_order_id>/withdrawn")
@serves(Action.ACT_ON_ORDER)
def withdraw(order_id: int, state_order_id: int) -> Response | tuple[str, int]:
    """Record that the government withdrew its order."""
    order, form = order_or_404(order_id), WithdrawForm(prefix=f"withdraw-{state_order_id}-")
    found = db().get(StateOrder, state_order_id)
    if found is None or found.order_id != order.id:
        abort(404)
    if form.validate():
        try:
            care.withdraw_state_order(db(), order, found, on=form.on.day, who=who(), moment=site().moment)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal, at="on" if isinstance(refusal, (DayToCome, WrongOrder)) else None)
        else:
            db().commit()
            flash(gettext("It is recorded that the government withdrew its order."))
            return redirect(url_for("state_orders.show", order_id=order_id), 303)
    return _page(order_or_404(order_id), withdrawing=(state_order_id, form)), 422


def _page(
    order: SafetyOrder,
    *,
    recording: StateForm | None = None,
    withdrawing: tuple[int, WithdrawForm] | None = None,
) -> str:
    part = state_part(db(), order, who())
    ids = [each.id for each in part.orders if each.may_withdraw]
    forms = {each: WithdrawForm(formdata=None, prefix=f"withdraw-{each}-") for each in ids}
    if withdrawing is not None:
        forms |= dict([withdrawing])
    return render_template(
        "desk/orders/government.html",
        order=order,
        part=part,
        form=recording or StateForm(formdata=None, prefix="state-"),
        forms=forms,
        withdrawing=withdrawing[1] if withdrawing else None,
    )


def _field_of(refusal: Refused) -> str | None:
    if isinstance(refusal, DayToCome):
        return "ordered_on"
    return "authority" if isinstance(refusal, SayWhat) else None
