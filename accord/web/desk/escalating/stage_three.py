"""Stage 3 on the page of a factory's stage: a draft that lies there, what was decided, and what follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation.consequences import Counters, counters, last_step
from accord.casework.escalation.ineligible import draft_about, thing_of_draft
from accord.casework.escalation.standing import standing_changes
from accord.casework.escalation.terminations import Line, of_factory
from accord.casework.orders.taking import STAFF
from accord.records.escalation import StageChange, StageDraft, StageProposal
from accord.records.factory import Factory
from accord.records.ineligibility import DeclarationStep
from accord.rules.desk.people import Role
from accord.rules.escalation.words import LAST_STAGE, Declarations, ProposalState
from accord.web.access import Action, may
from accord.web.database import db
from accord.web.desk.escalating.export_papers import steps_of
from accord.web.desk.escalating.section import Section
from accord.web.signed_in import who
from accord.web.site import site


@dataclass(frozen=True)
class StageThreePart:
    """What the section shows; the parts that are not the visitor's business are None or empty."""

    factory: Factory
    draft: StageDraft | None
    """One that lies there; for the programme and the factory."""
    may_answer: bool
    change: StageChange | None
    """The last decision that made it ineligible, be it over."""
    statement: StageDraft | None
    """What was signed, with the conditions for requalification; None: decided elsewhere."""
    holds: bool
    is_ahead: bool
    """Whether it is decided, and holds from a day to come."""
    taken_back: StageChange | None
    """What took the decision back."""
    ending: StageChange | None
    """What let the factory back."""
    counters: Counters | None
    duties: Sequence[Line]
    papers: Sequence[DeclarationStep]
    sees_words_of_papers: bool
    papers_to_restore: bool
    may_keep_papers: bool
    proposal: StageProposal | None
    """For deciders: one that leads to stage 3 or back from it."""

    @property
    def is_over(self) -> bool:
        """Whether the decision is in force no longer."""
        return self.change is not None and not (self.holds or self.is_ahead)


def stage_three_section(factory: Factory) -> Section | None:
    """Return what the visitor may know of stage 3 at the factory, or None where there is nothing to know."""
    part = _part(factory)
    if part.draft is None and part.change is None and part.proposal is None:
        return None
    return Section("desk/stages/stage_three.html", part)


def _part(factory: Factory) -> StageThreePart:
    visitor, today = who(), site().today
    is_staff = bool(STAFF & set(visitor.roles))
    changes = (
        db()
        .scalars(
            select(StageChange)
            .where(StageChange.factory_id == factory.id)
            .order_by(StageChange.effective_on, StageChange.id)
        )
        .all()
    )
    standing = standing_changes(changes)
    change = next((each for each in reversed(changes) if each.stage == LAST_STAGE and not each.retracts_id), None)
    stands = change is not None and bool(standing) and standing[-1].id == change.id
    back = next((each for each in changes if change and each.retracts_id == change.id), None)
    draft = draft_about(db(), factory)
    sees_draft = draft is not None and may(Action.ANSWER_DRAFT, thing_of_draft(db(), draft))
    # Who of the brands was silent is nobody's business but the programme's and the brand's own.
    duties = of_factory(db(), visitor, factory, moment=site().moment) if change else ()
    sees_papers = is_staff or any(
        held.role is Role.FACTORY_USER and factory.id in held.factories for held in visitor.holdings
    )
    last = last_step(db(), change) if change else None
    return StageThreePart(
        factory=factory,
        draft=draft if sees_draft else None,
        may_answer=sees_draft and not is_staff,
        change=change,
        statement=db().get(StageDraft, change.draft_id) if change and change.draft_id else None,
        holds=stands and change is not None and change.effective_on <= today,
        is_ahead=stands and change is not None and change.effective_on > today,
        taken_back=back,
        ending=_ending(standing, change),
        counters=counters(db(), change, today=today) if change and stands else None,
        duties=duties,
        papers=steps_of(change) if change and sees_papers else (),
        sees_words_of_papers=is_staff,
        papers_to_restore=not stands and last not in (None, Declarations.RESTORED),
        may_keep_papers=may(Action.HEAR_FACTORY, thing_of_factory(factory)),
        proposal=_proposal(factory) if may(Action.DECIDE_STAGE, thing_of_factory(factory)) else None,
    )


def _ending(standing: Sequence[StageChange], change: StageChange | None) -> StageChange | None:
    places = [place for place, each in enumerate(standing) if change and each.id == change.id]
    return standing[places[0] + 1] if places and places[0] + 1 < len(standing) else None


def _proposal(factory: Factory) -> StageProposal | None:
    return db().scalar(
        select(StageProposal).where(
            StageProposal.factory_id == factory.id,
            StageProposal.state == ProposalState.OPEN,
            (StageProposal.to_stage == LAST_STAGE) | (StageProposal.from_stage == LAST_STAGE),
        )
    )
