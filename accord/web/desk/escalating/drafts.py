"""The draft of a decision on ineligibility: written, answered by the owner, signed by a second person, or withdrawn."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, send_file, url_for
from werkzeug import Response as Answered

from accord.casework.desk.documents import keep_document
from accord.casework.desk.file_names import plain_name
from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation import ineligible
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.ready_statement import keeps_at_stage_three, ready_statement
from accord.casework.escalation.refused import TooSoon
from accord.casework.escalation.refused_at_stage_three import WrongNumber
from accord.casework.escalation.standing import triggers_of
from accord.casework.escalation.then_and_now import case_today
from accord.casework.orders.taking import STAFF
from accord.casework.refusals import Refused
from accord.gateways.language import Language
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.documents import MAX_PDF_BYTES
from accord.records.escalation import OwnersAnswer, StageDraft, StageProposal
from accord.records.paperwork import StoredFile
from accord.rules.escalation.words import LAST_STAGE
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.draft_forms import AnswerForm, DraftForm, SignForm, WithdrawForm
from accord.web.desk.escalating.draft_page import Unanswered, page_of
from accord.web.desk.escalating.saying import refuse
from accord.web.desk.things import require
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("drafts", __name__, url_prefix="/desk")
DAYS_TO_SIGN = timedelta(days=7)
"""Ours: so long after the owner's time for an answer a draft holds at the earliest, unless another day is chosen."""


@bp.get(f"/proposals/<{ID}:proposal_id>/draft")
@serves(Action.DECIDE_STAGE)
def new(proposal_id: int) -> str:
    """Show the draft of a decision on stage 3, with words to begin with."""
    proposal, form = proposal_or_404(proposal_id), DraftForm(formdata=None)
    profile, grounds = by_version(db(), proposal.version_id), triggers_of(proposal.grounds) or frozenset()
    case = case_today(db(), proposal.factory, profile, moment=site().moment)
    keeps = keeps_at_stage_three(case, grounds, profile, today=site().today)
    ready, ready_bn = (
        ready_statement(grounds, proposal.evidence, to_be_gone=keeps, profile=profile, language=each)
        for each in Language
    )
    until = site().today + timedelta(days=profile.stage_three.answer_days)
    form.begin_with(ready, ready_bn, until + DAYS_TO_SIGN)
    return _new_page(proposal, form)


@bp.post(f"/proposals/<{ID}:proposal_id>/draft")
@serves(Action.DECIDE_STAGE)
def write(proposal_id: int) -> Answered | tuple[str, int]:
    """Write the draft; from now on the owner may answer."""
    proposal, form = proposal_or_404(proposal_id), DraftForm()
    if form.is_fit(today=site().today):
        try:
            written = ineligible.draft(db(), proposal, form.said, who=who(), moment=site().moment)
        except Refused as refusal:
            db().rollback()
            refuse(form, refusal, at="effective_on" if isinstance(refusal, TooSoon) else None)
        else:
            draft_id = written.id
            db().commit()
            flash(gettext("The draft is written. The owner may answer now, and a second person signs it."))
            return _to(draft_id)
    return _new_page(proposal_or_404(proposal_id), form), 422


@bp.get(f"/drafts/<{ID}:draft_id>")
@serves(Action.ANSWER_DRAFT)
def show(draft_id: int) -> str:
    """Show what would be published and what would follow, the owner's answer, and what still keeps it from holding."""
    return _page(draft_or_404(draft_id))


@bp.post(f"/drafts/<{ID}:draft_id>/answer")
@serves(Action.ANSWER_DRAFT)
def answer(draft_id: int) -> Answered | tuple[str, int]:
    """Put on file what the owner answers, or that no answer came."""
    written, form = draft_or_404(draft_id), AnswerForm(prefix="answer-")
    is_staff = bool(STAFF & set(who().roles))
    form.offer(is_staff=is_staff)
    if form.validate():
        try:
            file = _kept(form, written)
            said = form.said(file, is_staff=is_staff, today=site().today)
            ineligible.record_answer(db(), written, said, who=who(), moment=site().moment)
        except UploadRefused as refusal:
            form.refuse(refusal, at="paper")
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(draft_id, gettext("The answer is on file."))
    db().rollback()
    return _page(draft_or_404(draft_id), form), 422


@bp.post(f"/drafts/<{ID}:draft_id>/sign")
@serves(Action.DECIDE_STAGE)
def sign(draft_id: int) -> Answered | tuple[str, int]:
    """Sign the draft as the second person."""
    written, form = draft_or_404(draft_id), SignForm(prefix="sign-")
    is_fit = form.validate()
    if is_fit and form.number.data != written.factory.number:
        form.refuse(WrongNumber(), at="number")
    elif is_fit:
        try:
            ineligible.sign(db(), written, who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(draft_id, gettext("It is signed: the decision stands, and holds from its day on."))
    db().rollback()
    return _page(draft_or_404(draft_id), form), 422


@bp.post(f"/drafts/<{ID}:draft_id>/withdraw")
@serves(Action.DECIDE_STAGE)
def withdraw(draft_id: int) -> Answered | tuple[str, int]:
    """Take the draft off the table."""
    written, form = draft_or_404(draft_id), WithdrawForm(prefix="withdraw-")
    if form.validate():
        try:
            ineligible.withdraw_draft(db(), written, reason=form.reason.data or "", who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(draft_id, gettext("The draft is withdrawn. The proposal stays on the table."))
    db().rollback()
    return _page(draft_or_404(draft_id), form), 422


@bp.get(f"/drafts/<{ID}:draft_id>/answers/<{ID}:answer_id>")
@serves(Action.ANSWER_DRAFT)
def paper(draft_id: int, answer_id: int) -> Response:
    """Return the paper that came with an answer, to be saved."""
    written, found = draft_or_404(draft_id), db().get(OwnersAnswer, answer_id)
    if found is None or found.draft_id != written.id or found.file_id is None:
        abort(404)
    file = db().get_one(StoredFile, found.file_id)
    try:
        return send_file(
            site().documents.path_of(file.sha256),
            mimetype="application/octet-stream",
            as_attachment=True,
            download_name=plain_name(file.name, otherwise="document"),
            etag=False,
        )
    except FileNotFoundError:
        current_app.logger.exception("The file %s of answer %d is missing.", file.sha256, found.id)
        abort(404)


def proposal_or_404(proposal_id: int) -> StageProposal:
    """Return the proposal, or answer that there is none."""
    proposal = db().get(StageProposal, proposal_id)
    if proposal is None:
        abort(404)
    require(thing_of_factory(proposal.factory))
    return proposal


def draft_or_404(draft_id: int) -> StageDraft:
    """Return the draft, or answer that there is none."""
    written = db().get(StageDraft, draft_id)
    if written is None:
        abort(404)
    require(ineligible.thing_of_draft(db(), written))
    return written


def _kept(form: AnswerForm, written: StageDraft) -> StoredFile | None:
    if form.chosen is None:
        return None
    return keep_document(
        db(),
        written.factory,
        raw=form.chosen.stream.read(MAX_PDF_BYTES + 1),
        file_name=form.chosen.filename or "",
        documents=site().documents,
        who=who(),
        moment=site().moment,
    )


def _done(draft_id: int, sentence: str) -> Answered:
    db().commit()
    flash(sentence)
    return _to(draft_id)


def _to(draft_id: int) -> Answered:
    return redirect(url_for("drafts.show", draft_id=draft_id), 303)


def _new_page(proposal: StageProposal, form: DraftForm) -> str:
    limits = by_version(db(), proposal.version_id).stage_three
    until = site().today + timedelta(days=limits.answer_days)
    return render_template(
        "desk/stages/draft_new.html",
        proposal=proposal,
        factory=proposal.factory,
        form=form,
        is_for_stage_three=proposal.to_stage == LAST_STAGE,
        until=until,
        unanswered=Unanswered.of(until, limits.least_days_ahead),
        earliest=site().today + timedelta(days=limits.least_days_ahead),
        lies_there=ineligible.open_draft(db(), proposal.factory_id),
    )


def _page(written: StageDraft, refused: AnswerForm | SignForm | WithdrawForm | None = None) -> str:
    page = page_of(db(), written, who(), moment=site().moment, refused=refused)
    return render_template("desk/stages/draft.html", page=page)
