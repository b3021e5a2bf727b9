"""What spoke for a proposal when it was made, beside what speaks for it today.

Evidence that was withdrawn or ended since is seen before anybody decides, and after it too. Source: DOMAIN 7.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.overdue import why_lost
from accord.casework.escalation.plans_owed import why_plans_lost
from accord.casework.escalation.proposals import Case, case_of, cases
from accord.casework.escalation.protocol import by_version
from accord.records.escalation import ProposalEvidence, StageProposal
from accord.records.factory import Factory
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import At
from accord.rules.escalation.words import Lost, Trigger
from accord.rules.moments import Moment


class Since(StrEnum):
    """What became of a piece of evidence after the proposal was made."""

    SAME = "same"
    GONE = "gone"
    """It is no longer so today."""
    COUNTS_BY_NOW = "counts_by_now"
    COUNTS_NO_LONGER = "counts_no_longer"
    """The programme has lost further days, or the agreed day was moved."""
    NEW = "new"
    """It came after the proposal."""


@dataclass(frozen=True)
class Piece:
    """A piece of evidence, as it was then and as it is today."""

    trigger: Trigger
    subject: str
    owed_on: date
    late_days: int
    programme_days: int
    is_counted: bool
    since: Since = Since.SAME
    late_days_today: int | None = None
    """None: it is no longer so."""
    lost: Mapping[Lost, int] | None = None
    """For what the programme lost days, as of today; a day may have several."""


def case_today(session: Session, factory: Factory, profile: Profile, *, moment: Moment) -> Case:
    """Return the factory as a profile judges it today."""
    own = select(Factory.id).where(Factory.id == factory.id)
    found = cases(session, own, profile, moment=moment).get(factory.id) or case_of(
        profile, factory.id, At(), (), moment
    )
    is_covered = session.scalar(covered_factories().where(Factory.id == factory.id)) is not None
    return (
        found
        if is_covered
        else case_of(profile, factory.id, replace(found.at, is_covered=False), found.evidence, moment)
    )


def pieces_today(session: Session, case: Case, profile: Profile, *, moment: Moment) -> list[Piece]:
    """Return every piece that speaks against a factory today; those in time are left out."""
    lost = _lost(session, case.factory_id, moment=moment)
    return [
        _new(each, profile, moment=moment, since=Since.SAME, lost=lost)
        for each in case.evidence
        if each.late_days(moment.today)
    ]


def pieces_of_proposal(
    session: Session, proposal: StageProposal, case: Case, *, moment: Moment
) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of a proposal with what became of each, and those that have come since."""
    profile = by_version(session, proposal.version_id)
    lost = _lost(session, proposal.factory_id, moment=moment)
    today = {(each.trigger, each.subject): each for each in case.evidence if each.late_days(moment.today)}
    then = [_then(each, today, profile, moment=moment, lost=lost) for each in proposal.evidence]
    known = {(each.trigger, each.subject) for each in proposal.evidence}
    new = [
        _new(each, profile, moment=moment, since=Since.NEW, lost=lost)
        for key, each in today.items()
        if key not in known
    ]
    return then, new


def _then(
    each: ProposalEvidence,
    today: Mapping[tuple[Trigger, str], Evidence],
    profile: Profile,
    *,
    moment: Moment,
    lost: Mapping[str, Mapping[Lost, int]],
) -> Piece:
    now = today.get((each.trigger, each.subject))
    late_days_today = now.late_days(moment.today) if now else None
    return Piece(
        trigger=each.trigger,
        subject=each.subject,
        owed_on=each.owed_on,
        late_days=each.late_days,
        programme_days=each.programme_days,
        is_counted=each.is_counted,
        since=_since(each.is_counted, late_days_today, profile.triggers[each.trigger].after_days),
        late_days_today=late_days_today,
        lost=lost.get(each.subject),
    )


def _since(was_counted: bool, late_days_today: int | None, after_days: int) -> Since:
    if late_days_today is None:
        return Since.GONE
    if (late_days_today > after_days) is was_counted:
        return Since.SAME
    return Since.COUNTS_NO_LONGER if was_counted else Since.COUNTS_BY_NOW


def _new(
    each: Evidence, profile: Profile, *, moment: Moment, since: Since, lost: Mapping[str, Mapping[Lost, int]]
) -> Piece:
    late_days = each.late_days(moment.today)
    return Piece(
        trigger=each.trigger,
        subject=each.subject,
        owed_on=each.owed_on,
        late_days=late_days,
        programme_days=each.programme_days,
        is_counted=late_days > profile.triggers[each.trigger].after_days,
        since=since,
        late_days_today=late_days,
        lost=lost.get(each.subject),
    )


def _lost(session: Session, factory_id: int, *, moment: Moment) -> Mapping[str, Mapping[Lost, int]]:
    own = select(Factory.id).where(Factory.id == factory_id)
    return {
        **why_lost(session, own, today=moment.today),
        **why_plans_lost(session, own, today=moment.today),
    }


def by_trigger(pieces: Iterable[Piece]) -> Mapping[Trigger, Sequence[Piece]]:
    """Return the pieces of each trigger, those that count and the longest late first."""
    found: dict[Trigger, list[Piece]] = {}
    for each in sorted(pieces, key=lambda one: (not one.is_counted, -one.late_days, one.subject)):
        found.setdefault(each.trigger, []).append(each)
    return {trigger: found[trigger] for trigger in Trigger if trigger in found}
