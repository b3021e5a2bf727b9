"""Takes the last decision on a factory's stage back; it stays on record, and in public as a tombstone."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import TextAreaField
from wtforms.validators import Optional

from accord.casework.escalation.deciding import Why, retract
from accord.casework.refusals import N_, Refused
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.stage_words import decided
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("retracting", __name__)

HERE = f"/desk/stages/decisions/<{ID}:change_id>/retract"


class RetractForm(DeskForm):
    """Why a decision is taken back."""

    reason = TextAreaField(
        N_("Why it is taken back"),
        [REQUIRED, Longest(4000)],
        filters=[stripped],
        description=N_("It stays on record beside the decision, and the factory reads both."),
    )
    reason_bn = TextAreaField(N_("Reason in Bangla"), [Optional(), Longest(4000)], filters=[stripped])


@bp.get(HERE)
@serves(Action.DECIDE_STAGE)
def ask(change_id: int) -> str:
    """Show the decision, and ask why it is taken back."""
    return _page(_change_or_404(change_id), RetractForm(formdata=None))


@bp.post(HERE)
@serves(Action.DECIDE_STAGE)
def take_back(change_id: int) -> Response | tuple[str, int]:
    """Take the decision back."""
    form = RetractForm()
    if form.validate():
        change = _change_or_404(change_id)
        try:
            retract(db(), change, Why(typed(form.reason), form.reason_bn.data), who=who(), moment=site().moment)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal)
        else:
            number = db().get_one(Factory, change.factory_id).number
            db().commit()
            flash(gettext("The decision is taken back. It stays on record, with the reason."))
            return redirect(url_for("stages.show", number=number), 303)
    return _page(_change_or_404(change_id), form), 422


def _change_or_404(change_id: int) -> StageChange:
    change = db().get(StageChange, change_id)
    if change is None:
        abort(404)
    return change


def _page(change: StageChange, form: RetractForm) -> str:
    factory = db().get_one(Factory, change.factory_id)
    return render_template(
        "desk/stages/retract.html", factory=factory, change=change, heading=decided(change), form=form
    )
