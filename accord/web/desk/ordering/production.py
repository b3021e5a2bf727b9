"""Whether each signatory has stopped its production under an order: said by itself, or recorded by staff."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.orders import care
from accord.casework.orders.care import Stop
from accord.casework.orders.care_refused import DayToCome, SayWhat
from accord.casework.orders.production import Line
from accord.casework.refusals import N_, Refused
from accord.records.order import SafetyOrder
from accord.rules.orders.words import Channel
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.ordering.production_page import ProductionPart, production_part
from accord.web.desk.things import order_or_404
from accord.web.desk.visiting.fields import ID, DayField, OneOf, offered
from accord.web.desk.visiting.inspection_forms import CHOOSE
from accord.web.filters import named
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("production", __name__, url_prefix=f"/desk/orders/<{ID}:order_id>/production")

HEARD = (Channel.TELEPHONE, Channel.WHATSAPP, Channel.IN_PERSON)
"""By which way staff hear of it; what a signatory says itself, it says at the desk."""


class StopForm(DeskForm):
    """What a signatory says of its production at a factory."""

    line = OneOf(N_("Whose production, and where"), [REQUIRED])
    state = RadioField(
        N_("How production stands"),
        [REQUIRED],
        choices=[
            SelectChoice("stopped", N_("Production is stopped")),
            SelectChoice("taken_up", N_("Production goes on, or was taken up again")),
        ],
    )
    since_on = DayField(N_("Since"), [REQUIRED])
    said_by = StringField(N_("Name of the person who says so"), [Longest(120)], filters=[stripped])
    channel = OneOf(N_("By which way"), default=HEARD[0].value)
    note = TextAreaField(N_("In words"), [Longest(4000)], filters=[stripped])

    def offer(self, part: ProductionPart) -> None:
        """Offer the lines that the visitor may speak of."""
        self.channel.choices = offered(HEARD)
        # Who speaks for others says for whom; a signatory at the desk is known by its sign-in.
        self.channel.flags.required = self.said_by.flags.required = part.is_staff
        self.lines: Mapping[str, Line] = {each.key: each for each in part.lines}
        several = [SelectChoice("", gettext(CHOOSE))] if len(self.lines) > 1 else []
        self.line.choices = several + [
            SelectChoice(key, f"{each.recipient.name} · {named(each.factory)}") for key, each in self.lines.items()
        ]

    def stop(self, *, is_staff: bool) -> Stop:
        """Return what was said; a signatory speaks for itself, at the desk."""
        chosen = self.lines[self.line.data]
        return Stop(
            signatory_id=chosen.recipient.signatory_id or 0,
            factory=chosen.factory,
            is_stopped=self.state.data == "stopped",
            since_on=self.since_on.day,
            said_by=(self.said_by.data or "") if is_staff else (self.said_by.data or who().name)[:120],
            channel=Channel(self.channel.data) if is_staff else Channel.DESK,
            note=self.note.data,
        )


@bp.get("")
@serves(Action.READ_ORDER)
def show(order_id: int) -> str:
    """Show what was said of production, and ask for what was not."""
    order = order_or_404(order_id)
    form = StopForm(formdata=None, line=request.args.get("line", ""), since_on=site().today)
    return _page(order, _part(order), form)


@bp.post("")
@serves(Action.READ_ORDER)
def say(order_id: int) -> Response | tuple[str, int]:
    """Record what a signatory says of its production at a factory."""
    order, form = order_or_404(order_id), StopForm()
    part = _part(order)
    form.offer(part)
    if form.validate():
        try:
            care.confirm_stop(db(), order, form.stop(is_staff=part.is_staff), who=who(), moment=site().moment)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal, at=_field_of(refusal))
        else:
            db().commit()
            flash(gettext("It is recorded."))
            return redirect(url_for("production.show", order_id=order_id), 303)
    order = order_or_404(order_id)
    return _page(order, _part(order), form), 422


def _part(order: SafetyOrder) -> ProductionPart:
    return production_part(db(), order, who(), moment=site().moment)


def _page(order: SafetyOrder, part: ProductionPart, form: StopForm) -> str:
    form.offer(part)
    return render_template("desk/orders/production.html", order=order, part=part, form=form)


def _field_of(refusal: Refused) -> str | None:
    if isinstance(refusal, DayToCome):
        return "since_on"
    return "said_by" if isinstance(refusal, SayWhat) else None
