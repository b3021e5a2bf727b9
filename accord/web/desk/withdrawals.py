"""Withdrawing a hazard: an engineer proposes on its page, the chief safety officer decides in a list."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.desk import withdrawals
from accord.casework.desk.withdrawals import WhyNot, proposals
from accord.casework.refusals import N_, Refused
from accord.records.hazard import Hazard, Withdrawal
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.things import hazard_or_404
from accord.web.desk.ways import after_hazard
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("withdrawals", __name__)

APPROVED, REFUSED = "approved", "refused"


class ProposalForm(DeskForm):
    """Why a hazard is to leave the count."""

    reason = TextAreaField(
        N_("Why it is to be withdrawn"),
        [REQUIRED, Longest(2000)],
        filters=[stripped],
        description=N_("Not applicable, found twice (say as which item), or recorded by mistake. It is published."),
    )


class DecisionForm(DeskForm):
    """What the chief safety officer decides."""

    decision = RadioField(
        N_("Decision"),
        [REQUIRED],
        choices=[SelectChoice(APPROVED, N_("Withdraw the hazard")), SelectChoice(REFUSED, N_("The hazard stays"))],
    )
    remark = TextAreaField(
        N_("Remark"),
        [Longest(2000)],
        filters=[stripped],
        description=N_("Needed where the hazard stays: who proposed it has to know why."),
    )


@bp.get("/desk/hazards/<int:hazard_id>/withdrawal")
@serves(Action.PROPOSE_WITHDRAWAL)
def new(hazard_id: int) -> str:
    """Ask why the hazard is to be withdrawn."""
    return _proposal(hazard_or_404(hazard_id), ProposalForm(formdata=None))


@bp.post("/desk/hazards/<int:hazard_id>/withdrawal")
@serves(Action.PROPOSE_WITHDRAWAL)
def propose(hazard_id: int) -> Response | tuple[str, int]:
    """Propose that the hazard leaves the count."""
    hazard, form = hazard_or_404(hazard_id), ProposalForm()
    if form.validate():
        try:
            withdrawals.propose_withdrawal(db(), hazard, reason=typed(form.reason), who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            flash(gettext("The proposal waits for the chief safety officer. Until then the hazard counts as before."))
            return redirect(after_hazard(hazard), 303)
    return _proposal(hazard, form), 422


@bp.get("/desk/withdrawals")
@serves(Action.DECIDE_WITHDRAWAL)
def list() -> str:
    """List the proposals that wait."""
    return _list()


@bp.post("/desk/withdrawals/<int:withdrawal_id>")
@serves(Action.DECIDE_WITHDRAWAL)
def decide(withdrawal_id: int) -> Response | tuple[str, int]:
    """Approve a proposal, or refuse it with a remark."""
    proposal = db().get(Withdrawal, withdrawal_id)
    if proposal is None:
        abort(404)
    form = DecisionForm(prefix=_prefix(proposal))
    if not form.validate():
        return _list(form, decided=proposal), 422
    is_approved = form.decision.data == APPROVED
    try:
        withdrawals.decide_withdrawal(
            db(), proposal, is_approved=is_approved, remark=form.remark.data, who=who(), moment=site().moment
        )
    except WhyNot as refusal:
        form.refuse(refusal, at="remark")
        return _list(form, decided=proposal), 422
    except Refused as refusal:
        db().rollback()
        flash(said(refusal), "late")
    else:
        db().commit()
        flash(
            gettext("The hazard is withdrawn from today on; it is still disclosed and counted.")
            if is_approved
            else gettext("The hazard stays.")
        )
    return redirect(url_for("withdrawals.list"), 303)


def _proposal(hazard: Hazard, form: ProposalForm) -> str:
    return render_template("desk/withdrawal.html", hazard=hazard, form=form)


def _list(form: DecisionForm | None = None, *, decided: Withdrawal | None = None) -> str:
    waiting = proposals(db())
    forms = {
        each.id: form if form and decided is each else DecisionForm(formdata=None, prefix=_prefix(each))
        for each in waiting
    }
    own = {each.id for each in waiting if each.proposed_by_id == who().id}
    return render_template("desk/withdrawals.html", proposals=waiting, forms=forms, own=own)


def _prefix(proposal: Withdrawal) -> str:
    """Give the fields names of their own: the form stands on the page once for each proposal."""
    return f"w{proposal.id}-"
