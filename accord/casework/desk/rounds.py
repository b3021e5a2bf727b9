"""The follow-up round: what an engineer sees of each open hazard of a factory, in three touches.

A touch is kept as it was meant (`Sight`); where it changes the status it is a verdict like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from accord.casework.desk.reports import begin_report, write_report
from accord.casework.desk.statuses import add_comment, give_verdict, hold, standing_of, take_back
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.casework.undone import stands
from accord.records.hazard import Hazard, HazardEvent, HazardFactory, LogEntry, Sight
from accord.records.inspection import Inspection, Report
from accord.rules.desk.round_summary import BEGINS_BN, BEGINS_EN, told_of_round
from accord.rules.desk.rounds import Seen
from accord.rules.desk.verification import Verdict
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status

LATELY = timedelta(days=365)
"""Ours: a published CAP has an item corrected in one year and breached in the next; older ones have their page."""


class NotOnThisRound(Told):
    """A hazard was touched that is not of the factory and discipline of the round."""

    sentence = N_("This hazard is not part of this round.")


@dataclass(frozen=True)
class RoundProgress:
    """How far a round has come: "seen 37 of 64"."""

    seen: int
    hazards: int


VERDICT_OF: dict[tuple[Seen, Status], Verdict] = {
    (Seen.CORRECTED, Status.IN_PROGRESS): Verdict.VERIFIED,
    (Seen.CORRECTED, Status.PENDING_VERIFICATION): Verdict.VERIFIED,
    (Seen.PARTLY, Status.PENDING_VERIFICATION): Verdict.NOT_ACCEPTED,
    (Seen.NOT_CORRECTED, Status.PENDING_VERIFICATION): Verdict.NOT_ACCEPTED,
    (Seen.PARTLY, Status.CORRECTED): Verdict.REOPENED,
    (Seen.NOT_CORRECTED, Status.CORRECTED): Verdict.REOPENED,
}
"""The verdict that a touch is, by the status before it; any other touch changes no status."""


def touch(
    session: Session,
    inspection: Inspection,
    hazard: Hazard,
    seen: Seen,
    *,
    comment: str | None,
    who: Visitor,
    moment: Moment,
) -> Sight:
    """Keep what was seen of a hazard on the round; a second touch replaces the first, whose verdict is taken back."""
    if not _is_on(session, inspection, hazard):
        raise NotOnThisRound
    hold(session, hazard)
    before = last_sights(session, inspection, [hazard.id]).get(hazard.id)
    if before is not None and (before.seen, before.comment) == (seen, comment):
        return before
    if before is not None and before.event_id is not None:
        event = session.get_one(HazardEvent, before.event_id)
        if not _is_taken_back(session, event):
            take_back(session, event, reason="corrected on the same round", who=who, moment=moment)
    verdict = VERDICT_OF.get((seen, standing_of(session, hazard).status))
    event_id = None
    if verdict is not None:
        said = give_verdict(session, hazard, verdict, inspection=inspection, comment=comment, who=who, moment=moment)
        event_id = said.id
    elif comment:
        add_comment(session, hazard, comment, inspection=inspection, who=who, moment=moment)
    sight = Sight(
        inspection_id=inspection.id,
        hazard_id=hazard.id,
        seen=seen,
        comment=comment,
        event_id=event_id,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(sight)
    session.flush()
    return sight


def hazards_on(session: Session, inspection: Inspection) -> Sequence[Hazard]:
    """Return the hazards to go through: open or claimed, and those that the round itself has touched.

    In the order of the walk: by building and floor, then by item.
    """
    touched = select(Sight.hazard_id).where(Sight.inspection_id == inspection.id)
    is_open = Hazard.status.in_((Status.IN_PROGRESS, Status.PENDING_VERIFICATION)) & (
        Hazard.found_on <= inspection.inspected_on
    )
    query = select(Hazard).where(
        Hazard.id.in_(_linked_to(inspection)),
        Hazard.discipline == inspection.discipline,
        is_open | Hazard.id.in_(touched),
    )
    return session.scalars(query.order_by(Hazard.building_id, Hazard.floor_id, Hazard.item, Hazard.id)).all()


def corrected_lately(session: Session, inspection: Inspection) -> Sequence[Hazard]:
    """Return what was verified in the year before the round and not touched on it: it may have been breached again."""
    touched = select(Sight.hazard_id).where(Sight.inspection_id == inspection.id)
    verified = select(HazardEvent.hazard_id).where(
        HazardEvent.status == Status.CORRECTED,
        HazardEvent.effective_on >= inspection.inspected_on - LATELY,
        HazardEvent.effective_on <= inspection.inspected_on,
    )
    query = select(Hazard).where(
        Hazard.id.in_(_linked_to(inspection)),
        Hazard.discipline == inspection.discipline,
        Hazard.status == Status.CORRECTED,
        Hazard.id.in_(verified),
        Hazard.id.not_in(touched),
    )
    return session.scalars(query.order_by(Hazard.building_id, Hazard.floor_id, Hazard.item, Hazard.id)).all()


def last_sights(session: Session, inspection: Inspection, hazard_ids: Sequence[int]) -> dict[int, Sight]:
    """Return what was last seen on the round of each of the hazards that was touched, by its id."""
    sights = session.scalars(
        select(Sight).where(Sight.inspection_id == inspection.id, Sight.hazard_id.in_(hazard_ids)).order_by(Sight.id)
    )
    return {sight.hazard_id: sight for sight in sights}


def last_comments(session: Session, hazard_ids: Sequence[int]) -> dict[int, LogEntry]:
    """Return the latest comment on each of the hazards that has one, by its id."""
    comments = session.scalars(
        select(LogEntry)
        .where(LogEntry.hazard_id.in_(hazard_ids), stands(LogEntry))
        .order_by(LogEntry.dated_on.asc().nulls_first(), LogEntry.id)
    )
    return {comment.hazard_id: comment for comment in comments}


def draft_summary(session: Session, inspection: Inspection, *, who: Visitor, moment: Moment) -> Report:
    """Put what the round saw into the summary of the draft report, in both languages; what stood there is kept above.

    Raises NotFromHere where the report was handed in.
    """
    report = begin_report(session, inspection, who=who, moment=moment)
    hazards = hazards_on(session, inspection)
    sights = last_sights(session, inspection, [hazard.id for hazard in hazards])
    found = session.scalar(select(func.count(Hazard.id)).where(Hazard.inspection_id == inspection.id)) or 0
    told = told_of_round(
        [(sight.seen, sight.event_id is not None) for sight in sights.values()], hazards=len(hazards), found=found
    )
    words = {
        "summary": "\n\n".join(text for text in (_own(report.summary, BEGINS_EN), told.english) if text),
        "summary_bn": "\n\n".join(text for text in (_own(report.summary_bn, BEGINS_BN), told.bangla) if text),
    }
    write_report(session, report, words, opened_at=report.revision, who=who, moment=moment)
    return report


def _own(text: str | None, begins: str) -> str:
    """Return what a person wrote in a summary, without the paragraph that was drafted before."""
    return "\n\n".join(part for part in (text or "").split("\n\n") if part and not part.startswith(begins))


def progress_of_round(hazards: Sequence[Hazard], sights: dict[int, Sight]) -> RoundProgress:
    """Return how many of the hazards were looked at; "not seen on this round" is no look."""
    looked_at = {hazard_id for hazard_id, sight in sights.items() if sight.seen is not Seen.NOT_SEEN}
    return RoundProgress(seen=sum(hazard.id in looked_at for hazard in hazards), hazards=len(hazards))


def _linked_to(inspection: Inspection) -> Select[int]:
    return select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id == inspection.factory_id, HazardFactory.removed_at.is_(None)
    )


def _is_on(session: Session, inspection: Inspection, hazard: Hazard) -> bool:
    link = select(HazardFactory.hazard_id).where(
        HazardFactory.hazard_id == hazard.id,
        HazardFactory.factory_id == inspection.factory_id,
        HazardFactory.removed_at.is_(None),
    )
    return hazard.discipline is inspection.discipline and session.scalar(link) is not None


def _is_taken_back(session: Session, event: HazardEvent) -> bool:
    return session.scalar(select(HazardEvent.id).where(HazardEvent.compensates_id == event.id)) is not None
