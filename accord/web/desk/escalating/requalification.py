"""Letting a factory back from stage 3: whether its conditions are met is said, with the reason, in both languages."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.escalation.deciding import MET, NOT_ALL_MET, Why, follow
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.then_and_now import case_today, pieces_today
from accord.casework.refusals import N_, Refused
from accord.records.escalation import StageChange, StageDraft, StageProposal
from accord.rules.escalation.words import LAST_STAGE, ProposalState
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.drafts import proposal_or_404
from accord.web.desk.escalating.evidence_shown import TriggerShown, shown
from accord.web.desk.escalating.readers import Reader
from accord.web.desk.escalating.saying import WRITTEN, refuse
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("requalification", __name__, url_prefix=f"/desk/proposals/<{ID}:proposal_id>/requalification")


class BackForm(DeskForm):
    """The decision that a factory is ineligible no longer."""

    conditions = RadioField(
        N_("The conditions that were stated"),
        [REQUIRED],
        choices=[SelectChoice("met", MET), SelectChoice("not_all", NOT_ALL_MET)],
    )
    reason = TextAreaField(N_("Reason, in English"), [WRITTEN, Longest(4000)], filters=[stripped])
    reason_bn = TextAreaField(N_("Reason, in Bangla"), [WRITTEN, Longest(4000)], filters=[stripped])


@bp.get("")
@serves(Action.DECIDE_STAGE)
def show(proposal_id: int) -> str:
    """Show the conditions that were stated, what is left of the evidence, and the form of the decision."""
    return _page(proposal_or_404(proposal_id), BackForm(formdata=None))


@bp.post("")
@serves(Action.DECIDE_STAGE)
def decide(proposal_id: int) -> Response | tuple[str, int]:
    """Let the factory back."""
    proposal, form = proposal_or_404(proposal_id), BackForm()
    if form.validate():
        why = Why(form.reason.data or "", form.reason_bn.data, are_conditions_met=form.conditions.data == "met")
        try:
            follow(db(), proposal, why, who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            number = proposal.factory.number
            db().commit()
            flash(gettext("It is decided: the factory is ineligible no longer."))
            return redirect(url_for("stages.show", number=number), 303)
    db().rollback()
    return _page(proposal_or_404(proposal_id), form), 422


def _page(proposal: StageProposal, form: BackForm) -> str:
    is_back = proposal.from_stage == LAST_STAGE and proposal.state is ProposalState.OPEN
    written = db().scalar(
        select(StageDraft)
        .join(StageChange, StageChange.draft_id == StageDraft.id)
        .where(StageChange.factory_id == proposal.factory_id, StageChange.stage == LAST_STAGE)
        .order_by(StageChange.id.desc())
        .limit(1)
    )
    return render_template(
        "desk/stages/requalification.html",
        factory=proposal.factory,
        proposal=proposal,
        draft=written,
        evidence=_left(proposal) if is_back else (),
        form=form if is_back else None,
    )


def _left(proposal: StageProposal) -> tuple[TriggerShown, ...]:
    factory, profile, moment = proposal.factory, by_version(db(), proposal.version_id), site().moment
    case = case_today(db(), factory, profile, moment=moment)
    return shown(pieces_today(db(), case, profile, moment=moment), factory, profile, reader=Reader.STAFF)
