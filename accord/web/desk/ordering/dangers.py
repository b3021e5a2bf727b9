"""A danger that an imported sheet speaks of: confirmed, and its order is raised, or found to be none, with a reason."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.buildings import buildings_of
from accord.casework.desk.things import thing_of_factory
from accord.casework.orders.imported import confirm_danger, dismiss_danger, has_bangla, kinds_of, may_confirm
from accord.casework.orders.raised_by import Called
from accord.casework.orders.standing import standing_of
from accord.casework.refusals import N_, Refused
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building
from accord.rules.labels import label
from accord.rules.vocabulary import OrderKind
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import DeskForm, Longest, stripped
from accord.web.desk.ordering.after_danger import said_of
from accord.web.desk.things import require
from accord.web.filters import named
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("dangers", __name__, url_prefix="/desk/dangers")


class ConfirmForm(DeskForm):
    """What must happen, and where."""

    kind = SelectField(N_("What must happen at once"), validate_choice=False, choices=[])
    building = SelectField(N_("Building"), validate_choice=False, choices=[])

    @property
    def order(self) -> OrderKind | None:
        """The order that was chosen."""
        return OrderKind(self.kind.data) if self.kind.data in set(OrderKind) else None


class DismissForm(DeskForm):
    """Why it is no danger."""

    reason = TextAreaField(N_("Why it is no danger"), [Longest(2000)], filters=[stripped])


@bp.get("/<int:danger_id>")
@serves(Action.ACT_ON_ORDER)
def show(danger_id: int) -> str:
    """Show what the sheet says, and ask whether people are in danger."""
    return _page(_danger_or_404(danger_id))


@bp.post("/<int:danger_id>/confirm")
@serves(Action.ACT_ON_ORDER)
def confirm(danger_id: int) -> Response | tuple[str, int]:
    """Raise the order."""
    danger, form = _danger_or_404(danger_id), ConfirmForm(prefix="confirm-")
    chosen = next((each for each in _buildings(danger) if str(each.id) == form.building.data), None)
    try:
        order = confirm_danger(db(), danger, kind=form.order, building=chosen, who=who(), moment=site().moment)
    except Refused as refusal:
        db().rollback()
        form.refuse(refusal)
        return _page(_danger_or_404(danger_id), confirm=form), 422
    order_id = order.id
    flash(said_of(Called(order, standing_of(order), has_joined=len(order.causes) > 1)))
    db().commit()
    return redirect(url_for("orders_desk.show", order_id=order_id, _anchor="call-now"), 303)


@bp.post("/<int:danger_id>/dismiss")
@serves(Action.ACT_ON_ORDER)
def dismiss(danger_id: int) -> Response | tuple[str, int]:
    """Keep why it is no danger."""
    danger, form = _danger_or_404(danger_id), DismissForm(prefix="dismiss-")
    try:
        if not form.validate():
            return _page(danger, dismiss=form), 422
        dismiss_danger(db(), danger, reason=form.reason.data, who=who(), moment=site().moment)
    except Refused as refusal:
        db().rollback()
        form.refuse(refusal)
        return _page(_danger_or_404(danger_id), dismiss=form), 422
    db().commit()
    flash(gettext("It is on record that this is no danger, with your reason."))
    return redirect(url_for("now.show"), 303)


def _danger_or_404(danger_id: int) -> DangerToConfirm:
    danger = db().get(DangerToConfirm, danger_id)
    if danger is None:
        abort(404)
    require(thing_of_factory(danger.factory))
    return danger


def _buildings(danger: DangerToConfirm) -> list[Building]:
    return buildings_of(db(), danger.factory.merged_into or danger.factory, day=site().today)


def _page(danger: DangerToConfirm, *, confirm: ConfirmForm | None = None, dismiss: DismissForm | None = None) -> str:
    confirming = confirm or ConfirmForm(formdata=None, prefix="confirm-")
    confirming.kind.choices = [SelectChoice(each.value, label(each)) for each in kinds_of(danger)]
    confirming.kind.flags.required = confirming.building.flags.required = True
    confirming.building.choices = [SelectChoice(str(each.id), named(each)) for each in _buildings(danger)]
    dismissing = dismiss or DismissForm(formdata=None, prefix="dismiss-")
    dismissing.reason.flags.required = True
    return render_template(
        "desk/orders/danger.html",
        danger=danger,
        lacks_bangla=not has_bangla(danger),
        moment=site().moment,
        confirm=confirming,
        asks_building=danger.building is None and len(confirming.building.choices) > 1,
        dismiss=dismissing,
        may_decide=may_confirm(who(), danger) and danger.settled_at is None,
    )
