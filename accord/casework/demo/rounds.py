"""Writes what engineers saw on the rounds of the demonstration, and what their verdicts rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.hazards import JUDGED_AT
from accord.casework.demo.people import People
from accord.casework.demo.story import Deed, DeedStory, HazardStory, VisitKey
from accord.casework.demo.visits import Visit, Visits
from accord.records.hazard import Hazard, HazardEvent, Sight, Withdrawal
from accord.rules.desk.rounds import Seen
from accord.rules.figures.progress import OPEN
from accord.rules.vocabulary import InspectionKind, Status

Judged = Mapping[int | None, tuple[HazardEvent, DeedStory]]
"""Verdicts on one hazard by the id of the inspection."""


@dataclass(frozen=True)
class RoundWriter:
    """Writes the rounds of one factory; its hazards must be on record."""

    session: Session
    visits: Visits
    people: People
    chief_safety_officer: str
    days: Days

    def write(self, told: Iterable[tuple[HazardStory, Hazard]]) -> None:
        """Write the sights of every round, who withdrew what, and which verdict each photo is evidence of."""
        for story, hazard in told:
            judged = self._judged(story, hazard)
            self._write_sights(story, hazard, judged)
            self._write_withdrawals(judged)
            for photo in hazard.photos:
                if photo.inspection_id in judged:
                    photo.event_id = judged[photo.inspection_id][0].id

    def _judged(self, story: HazardStory, hazard: Hazard) -> Judged:
        # The first event of a hazard is its finding, which is no deed.
        return {
            event.inspection_id: (event, deed)
            for event, deed in zip(hazard.events[1:], story.deeds, strict=True)
            if event.inspection_id is not None
        }

    def _write_sights(self, story: HazardStory, hazard: Hazard, judged: Judged) -> None:
        comments = {comment.visit: comment.text for comment in story.log}
        for key, visit in self._rounds(story):
            before = _status_before(visit, hazard.events)
            event, deed = judged.get(visit.inspection.id, (None, None))
            seen = _seen(before, deed)
            if seen is None:
                continue
            self.session.add(
                Sight(
                    inspection_id=visit.inspection.id,
                    hazard=hazard,
                    seen=seen,
                    comment=comments.get(key),
                    event_id=None if event is None else event.id,
                    person_id=visit.person.id,
                    actor=visit.engineer,
                    recorded_at=self.days.at(visit.inspection.inspected_on, JUDGED_AT),
                )
            )

    def _rounds(self, story: HazardStory) -> list[tuple[VisitKey, Visit]]:
        """Return the visits on which somebody looked again at what was found."""
        found = self.visits[story.discipline, story.found_at]
        return [
            (key, visit)
            for (discipline, key), visit in self.visits.items()
            if discipline is story.discipline
            and visit.inspection.inspected_on > found.inspection.inspected_on
            and visit.inspection.kind is not InspectionKind.INITIAL
        ]

    def _write_withdrawals(self, judged: Judged) -> None:
        officer = self.people[self.chief_safety_officer]
        for event, deed in judged.values():
            if deed.deed is Deed.WITHDRAWN and event.reason and event.person_id:
                self.session.add(
                    Withdrawal(
                        hazard=event.hazard,
                        reason=event.reason,
                        proposed_by_id=event.person_id,
                        proposed_at=event.recorded_at,
                        is_approved=True,
                        decided_by_id=officer.id,
                        decided_at=event.recorded_at,
                        event_id=event.id,
                    )
                )


def _status_before(visit: Visit, events: Sequence[HazardEvent]) -> Status:
    return [event.status for event in events if event.effective_on < visit.inspection.inspected_on][-1]


def _seen(before: Status, deed: DeedStory | None) -> Seen | None:
    """Return what was seen on the round, or None where nobody looked for the hazard any more."""
    if deed is not None:
        return {
            Deed.CORRECTED: Seen.CORRECTED,
            Deed.NOT_ACCEPTED: Seen.NOT_CORRECTED,
            Deed.REOPENED: Seen.NOT_CORRECTED,
        }.get(deed.deed)
    if before not in OPEN:
        return None
    # A claim on which no verdict followed was not looked at.
    return Seen.NOT_SEEN if before is Status.PENDING_VERIFICATION else Seen.NOT_CORRECTED
