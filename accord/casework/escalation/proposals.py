"""Proposals of the protocol: written by the clockwork with what speaks for them, gone when that has gone.

Nothing moves by them: a person decides (`deciding`). Source: DOMAIN.md section 7; docs/decisions/0009.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.escalation.evidence import covered_factories, evidence_of
from accord.casework.escalation.group import kept_by_group
from accord.casework.escalation.protocol import InForce, in_force
from accord.casework.escalation.standing import standing_of_many, words_of
from accord.records.base import hold_the_pen
from accord.records.escalation import ProposalEvidence, StageChange, StageDraft, StageProposal
from accord.records.factory import Factory
from accord.rules.escalation.evidence import Evidence, tallies
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import At, Judgement, judge
from accord.rules.escalation.words import DraftState, ProposalState, Waiting, Way
from accord.rules.moments import Moment

ACTOR = "the clockwork"


@dataclass(frozen=True)
class Case:
    """A factory as the protocol sees it today."""

    factory_id: int
    at: At
    evidence: Sequence[Evidence]
    judgement: Judgement


@dataclass(frozen=True)
class Rest:
    """What was declined is not proposed again for a while."""

    declined_on: date
    again_from: date
    """The first day on which it may be proposed again."""


@dataclass(frozen=True)
class Swept:
    """What a look at all factories came to."""

    made: int
    gone: int
    looked_at: int


def cases(session: Session, factories: Select[int], profile: Profile, *, moment: Moment) -> dict[int, Case]:
    """Return every factory of which anything is owed or was decided, as the profile judges it today."""
    [found] = cases_by(session, factories, (profile,), moment=moment)
    return found


def cases_by(
    session: Session, factories: Select[int], profiles: Sequence[Profile], *, moment: Moment
) -> list[dict[int, Case]]:
    """Return the same by each of several profiles, all from one reading of what is on record."""
    evidence = evidence_of(session, factories, moment=moment)
    standing = standing_of_many(session, factories, today=moment.today)
    kept = kept_by_group(session)

    def judged(profile: Profile, factory_id: int) -> Case:
        case = case_of(profile, factory_id, standing.get(factory_id, At()), evidence.get(factory_id, ()), moment)
        return _kept(case) if factory_id in kept and case.judgement.way is Way.DOWN else case

    those = sorted(evidence.keys() | standing.keys())
    return [{factory_id: judged(profile, factory_id) for factory_id in those} for profile in profiles]


def _kept(case: Case) -> Case:
    """Return the case of a factory that has nothing of its own left, and stays where it is for one of its group."""
    grounds = case.at.grounds or frozenset()
    return replace(case, judgement=Judgement(None, case.at.stage, grounds, Waiting.AT_THE_END))


def case_of(profile: Profile, factory_id: int, at: At, evidence: Sequence[Evidence], moment: Moment) -> Case:
    """Return one factory as the profile judges it today."""
    found = tallies(profile, evidence, today=moment.today)
    return Case(factory_id, at, evidence, judge(profile, at, found, today=moment.today))


@dataclass(frozen=True)
class _Round:
    """What one look at all factories comes to, before anything is written."""

    force: InForce
    gone: Sequence[StageProposal]
    new: Sequence[Case]
    looked_at: int


def sweep_proposals(session: Session, *, moment: Moment) -> Swept:
    """Write what the protocol proposes and nobody has on the table yet; call off what it proposes no longer."""
    hold_the_pen(session, "proposals")
    found = _look(session, moment=moment)
    for proposal in found.gone:
        proposal.state, proposal.settled_on = ProposalState.GONE, moment.today
        proposal.revision += 1
        _note(session, "called off a proposal", proposal, moment=moment)
    session.flush()
    for case in found.new:
        _propose(session, case, found.force, moment=moment)
    return Swept(len(found.new), len(found.gone), found.looked_at)


def count_changes(session: Session, *, moment: Moment) -> int:
    """Return how many proposals a sweep would write or call off now."""
    found = _look(session, moment=moment)
    return len(found.gone) + len(found.new)


def would_write(session: Session, found: Mapping[int, Case], profile: Profile, *, moment: Moment) -> Swept:
    """Return what a sweep would write and call off today if the profile held that judged these cases of all factories.

    Nothing is written.
    """
    ahead = _round(session, found, InForce(profile, None), moment=moment)
    return Swept(len(ahead.new), len(ahead.gone), ahead.looked_at)


def _look(session: Session, *, moment: Moment) -> _Round:
    force = in_force(session, moment.today)
    return _round(session, cases(session, covered_factories(), force.profile, moment=moment), force, moment=moment)


def _round(session: Session, found: Mapping[int, Case], force: InForce, *, moment: Moment) -> _Round:
    on_table = open_proposals(session)
    # While somebody writes the statement of stage 3, or it waits for its second signature, nothing else is proposed.
    drafted = set(session.scalars(select(StageDraft.factory_id).where(StageDraft.state == DraftState.OPEN)))
    resting = _resting(session, force.profile, moment=moment)
    stays = {
        factory_id
        for factory_id, proposal in on_table.items()
        if (case := found.get(factory_id)) is not None and _is_the_same(proposal, case.judgement)
    }
    is_busy = stays | drafted | decided_ahead(session, moment=moment)
    new = [
        case
        for factory_id, case in found.items()
        if case.judgement.way is not None
        and factory_id not in is_busy
        and (factory_id, case.judgement.way, case.judgement.to_stage) not in resting
    ]
    gone = [proposal for factory_id, proposal in on_table.items() if factory_id not in stays]
    return _Round(force, gone, new, len(found))


def _is_the_same(proposal: StageProposal, judgement: Judgement) -> bool:
    return (proposal.way, proposal.to_stage) == (judgement.way, judgement.to_stage)


def decided_ahead(session: Session, *, moment: Moment) -> set[int]:
    """Return the factories of which something is decided that holds from a day to come: it is not proposed again."""
    taken_back = select(StageChange.retracts_id).where(StageChange.retracts_id.is_not(None))
    ahead = select(StageChange.factory_id).where(
        StageChange.effective_on > moment.today,
        StageChange.id.not_in(taken_back),
        StageChange.retracts_id.is_(None),
    )
    return set(session.scalars(ahead))


def _resting(session: Session, profile: Profile, *, moment: Moment) -> set[tuple[int, Way, int]]:
    rows = session.execute(
        select(StageProposal.factory_id, StageProposal.way, StageProposal.to_stage).where(
            _is_resting(profile, moment=moment)
        )
    )
    return {(factory_id, way, to_stage) for factory_id, way, to_stage in rows}


def _is_resting(profile: Profile, *, moment: Moment) -> ColumnElement[bool]:
    since = moment.today - timedelta(days=profile.declined_rests_days)
    return (StageProposal.state == ProposalState.DECLINED) & (StageProposal.settled_on > since)


def rests(session: Session, case: Case, profile: Profile, *, moment: Moment) -> Rest | None:
    """Return since and until when what the protocol leads to rests because it was declined; None: it does not."""
    judgement = case.judgement
    declined_on = session.scalar(
        select(func.max(StageProposal.settled_on)).where(
            _is_resting(profile, moment=moment),
            StageProposal.factory_id == case.factory_id,
            StageProposal.way == judgement.way,
            StageProposal.to_stage == judgement.to_stage,
        )
    )
    return Rest(declined_on, declined_on + timedelta(days=profile.declined_rests_days)) if declined_on else None


def _propose(session: Session, case: Case, force: InForce, *, moment: Moment) -> StageProposal:
    judgement = case.judgement
    assert judgement.way is not None  # noqa: S101 - asked for by the caller
    proposal = StageProposal(
        factory_id=case.factory_id,
        way=judgement.way,
        from_stage=case.at.stage,
        to_stage=judgement.to_stage,
        grounds=words_of(judgement.grounds),
        version_id=force.version_id,
        made_on=moment.today,
        state=ProposalState.OPEN,
        actor=ACTOR,
        recorded_at=moment.now,
        evidence=list(_frozen(case.evidence, force.profile, moment=moment)),
    )
    session.add(proposal)
    session.flush()
    _note(session, "proposed a stage", proposal, moment=moment)
    return proposal


def _frozen(evidence: Iterable[Evidence], profile: Profile, *, moment: Moment) -> Iterable[ProposalEvidence]:
    for each in evidence:
        late_days = each.late_days(moment.today)
        if late_days:
            yield ProposalEvidence(
                trigger=each.trigger,
                subject=each.subject,
                owed_on=each.owed_on,
                programme_days=each.programme_days,
                late_days=late_days,
                is_counted=late_days > profile.triggers[each.trigger].after_days,
            )


def open_proposals(session: Session) -> Mapping[int, StageProposal]:
    """Return the proposals on the table, by factory."""
    query = select(StageProposal).where(StageProposal.state == ProposalState.OPEN).order_by(StageProposal.id)
    return {proposal.factory_id: proposal for proposal in session.scalars(query)}


def _note(session: Session, deed: str, proposal: StageProposal, *, moment: Moment) -> None:
    factory = session.get_one(Factory, proposal.factory_id)
    details = {
        "proposal": proposal.id,
        "from": proposal.from_stage,
        "to": proposal.to_stage,
        "grounds": proposal.grounds,
    }
    journal.note(session, deed, f"factory {factory.number}", actor=ACTOR, moment=moment, details=details)
