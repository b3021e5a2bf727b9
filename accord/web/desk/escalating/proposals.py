"""What the protocol proposes, all of it or one with its evidence, and the decisions on it, one or many at once."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Optional

from accord.casework.escalation.deciding import Why
from accord.casework.escalation.many_decisions import (
    MOST_AT_ONCE,
    Chosen,
    Verdict,
    decide,
    decide_many,
    proposals_with_ids,
)
from accord.casework.refusals import N_
from accord.records.escalation import StageProposal
from accord.web.access import Action, serves
from accord.web.database import db, looking
from accord.web.desk.escalating.deciding_page import became_of_all, deciding_page
from accord.web.desk.escalating.proposal_page import became, page_of
from accord.web.desk.escalating.proposals_list import list_page
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("proposals", __name__, url_prefix="/desk/stages")

HERE = f"/proposals/<{ID}:proposal_id>"


class DecisionForm(DeskForm):
    """Why something is decided."""

    reason = TextAreaField(
        N_("Reason"),
        [REQUIRED, Longest(4000)],
        filters=[stripped],
        description=N_("It stays on record, and the factory reads it. From stage 3 on everybody does."),
    )
    reason_bn = TextAreaField(N_("Reason in Bangla"), [Optional(), Longest(4000)], filters=[stripped])
    revision = HiddenField()


@bp.get("", endpoint="list")
@serves(Action.READ_PROPOSALS)
def list_all() -> str:
    """List what is proposed today, or the factories that stand at a stage."""
    return render_template("desk/stages/list.html", page=list_page(db(), moment=site().moment))


@bp.get(HERE)
@serves(Action.READ_PROPOSALS)
def show(proposal_id: int) -> str:
    """Show a proposal with every piece of evidence, as it was and as it is today."""
    return _page(_proposal_or_404(proposal_id), DecisionForm(formdata=None))


@bp.post(HERE)
@serves(Action.DECIDE_STAGE)
def decide_one(proposal_id: int) -> Response | tuple[str, int]:
    """Decide on one proposal."""
    verdict, form = _verdict(), DecisionForm()
    if form.validate():
        proposal = _proposal_or_404(proposal_id)
        opened_at = _whole(form.revision.data)
        why = Why(typed(form.reason), form.reason_bn.data)
        outcome = decide(db(), proposal, verdict, why, opened_at=opened_at, who=who(), moment=site().moment)
        if outcome.refusal is None:
            db().commit()
            flash(became(db(), outcome.proposal))
            return redirect(url_for("stages.show", number=outcome.proposal.factory.number), 303)
        db().rollback()
        form.refuse(outcome.refusal)
    return _page(_proposal_or_404(proposal_id), form), 422


@bp.get("/decide")
@serves(Action.DECIDE_STAGE)
def look() -> Response | str:
    """Show what would be decided on those that were chosen, by name, and ask for the reason."""
    chosen = _chosen(request.args.getlist("p"))
    found = proposals_with_ids(db(), [each.proposal_id for each in chosen])
    if not found:
        flash(gettext("Choose at least one factory."), "late")
        return redirect(url_for("proposals.list"), 303)
    return _many(found, chosen, DecisionForm(formdata=None))


@bp.post("/decide")
@serves(Action.DECIDE_STAGE)
def decide_all() -> str | tuple[str, int] | Response:
    """Decide on all that were chosen, each by itself, and say of each what became of it."""
    chosen, verdict, form = _chosen(request.form.getlist("p")), _verdict(), DecisionForm()
    if not form.validate():
        return _many(proposals_with_ids(looking(), [each.proposal_id for each in chosen]), chosen, form), 422
    why = Why(typed(form.reason), form.reason_bn.data)
    outcomes = decide_many(db(), chosen, verdict, why, who=who(), moment=site().moment)
    db().commit()
    refused = [each for each in outcomes if each.refusal is not None]
    page = render_template("desk/stages/decided.html", page=became_of_all(db(), outcomes))
    return (page, 422) if refused else page


def _many(found: Sequence[StageProposal], chosen: Sequence[Chosen], form: DecisionForm) -> str:
    page = deciding_page(found, {each.proposal_id: each.revision for each in chosen})
    return render_template("desk/stages/deciding.html", page=page, form=form)


def _page(proposal: StageProposal, form: DecisionForm) -> str:
    page = page_of(db(), proposal, moment=site().moment)
    form.revision.data = str(proposal.revision)
    return render_template("desk/stages/proposal.html", page=page, form=form)


def _proposal_or_404(proposal_id: int) -> StageProposal:
    proposal = db().get(StageProposal, proposal_id)
    if proposal is None:
        abort(404)
    return proposal


def _verdict() -> Verdict:
    asked = request.form.get("verdict", "")
    if asked not in set(Verdict):
        abort(422)
    return Verdict(asked)


def _chosen(values: Sequence[str]) -> Sequence[Chosen]:
    """Return the proposals that were ticked, each with the revision at which it was seen: “12.1”."""
    pairs = [value.partition(".") for value in values]
    found = {_whole(id_): _whole(revision) for id_, _, revision in pairs}
    return [Chosen(id_, revision) for id_, revision in found.items() if id_][:MOST_AT_ONCE]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
