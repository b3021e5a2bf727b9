"""Writes the hazards of one factory of the demonstration, each with its events, agreed dates and comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.photos import Album
from accord.casework.demo.places import Place
from accord.casework.demo.plans import HOURS, Agreed, Agreements, Plans
from accord.casework.demo.story import (
    STATUS_AFTER,
    CommentStory,
    Deed,
    DeedStory,
    FactoryStory,
    HazardStory,
    origin_of,
)
from accord.casework.demo.visits import Visit, Visits
from accord.casework.hazard_words import search_text_of
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry
from accord.rules.vocabulary import CapState, Discipline, Source, Status

CLAIMED_AT, COMMENTED_AT, JUDGED_AT = 11, 16, 17
AGREED_AT = HOURS[CapState.TECHNICALLY_APPROVED]
"""Hours of the day in the programme's time zone; a comment is written before the status it explains."""


@dataclass(frozen=True)
class HazardWriter:
    """All that the hazards of one factory refer to."""

    story: FactoryStory
    visits: Visits
    agreements: Agreements
    plans: Plans
    places: Mapping[str, Place]
    factories: Mapping[int, Factory]
    people: People
    chief_safety_officer: str
    album: Album
    days: Days

    def hazard(self, story: HazardStory) -> Hazard:
        """Return the hazard with its whole history, not yet in a session."""
        found = self.visits[story.discipline, story.found_at]
        place = self.places[story.building]
        events = [self._found(found), *(self._event(story, deed) for deed in story.deeds)]
        agreed = self.agreements.of(story)
        words = f"{self.story.number} {story.discipline} {story.item}"
        hazard = Hazard(
            # Made from the story, so that the same demonstration is the same to the last letter.
            public_key=sha256(words.encode()).hexdigest()[:16],
            discipline=story.discipline,
            item=story.item,
            origin=origin_of(found.inspection.kind),
            visit=found.inspection.kind,
            visit_ordinal=found.inspection.ordinal,
            found_on=found.inspection.inspected_on,
            inspection=found.inspection,
            building=place.building,
            floor=None if story.floor is None else place.floors[story.floor],
            zone=None if story.floor is None or story.zone is None else place.zones[story.floor, story.zone],
            location=story.location,
            category=story.category,
            severity=story.severity,
            observation=story.observation,
            observation_bn=story.observation_bn,
            recommended_action=story.action,
            recommended_action_bn=story.action_bn,
            recommended_timeline=story.within,
            # What no approved version plans is not in force, and stands in the draft alone.
            final_action_plan=story.plan if agreed else None,
            final_action_plan_bn=story.plan_bn if agreed else None,
            responsible_person=self.story.claimant if agreed else None,
            source=Source.DESK,
            recorded_at=self.days.at(found.inspection.inspected_on, COMMENTED_AT),
            status=events[-1].status,
            links=[
                HazardFactory(
                    factory=self.factories[number],
                    discipline=story.discipline,
                    item=story.item,
                    recorded_at=self.days.at(found.inspection.inspected_on, COMMENTED_AT),
                )
                for number in (self.story.number, *story.shared_with)
            ],
            events=events,
            deadlines=[self._deadline(each, story.discipline) for each in agreed if each.due_on],
            log=[self._comment(story, comment) for comment in story.log],
            photos=[
                self.album.photo(photo, self.visits[story.discipline, photo.visit], hazard=story)
                for photo in story.photos
            ],
        )
        hazard.search_text = search_text_of(hazard)
        return hazard

    def _found(self, visit: Visit) -> HazardEvent:
        return self._judged(visit, Status.IN_PROGRESS, actor=visit.engineer)

    def _event(self, story: HazardStory, deed: DeedStory) -> HazardEvent:
        if deed.deed is Deed.CLAIMED:
            return self._claim(int(deed.at))
        visit = self.visits[story.discipline, deed.at]
        actor = visit.engineer
        if deed.deed is Deed.WITHDRAWN:
            actor = f"{actor}; approved by {self.chief_safety_officer}"
        return self._judged(visit, STATUS_AFTER[deed.deed], actor=actor, reason=deed.reason)

    def _judged(self, visit: Visit, status: Status, *, actor: str, reason: str | None = None) -> HazardEvent:
        on = visit.inspection.inspected_on
        return HazardEvent(
            status=status,
            effective_on=on,
            recorded_at=self.days.at(on, JUDGED_AT),
            source=Source.DESK,
            actor=actor,
            inspection_id=visit.inspection.id,
            reason=reason,
            person_id=visit.person.id,
        )

    def _claim(self, day: int) -> HazardEvent:
        on = self.days.worked_on(day)
        return HazardEvent(
            status=Status.PENDING_VERIFICATION,
            effective_on=on,
            recorded_at=self.days.at(on, CLAIMED_AT),
            source=Source.DESK,
            actor=self.story.claimant,
            person_id=self.people[self.story.claimant].id,
        )

    def _deadline(self, agreed: Agreed, discipline: Discipline) -> Deadline:
        return Deadline(
            due_on=agreed.due_on,
            holds_from=agreed.on,
            recorded_at=self.days.at(agreed.on, AGREED_AT),
            source=Source.DESK,
            approved_by=self.chief_safety_officer,
            reason=agreed.reason,
            version_id=self.plans.approved[discipline, agreed.on].id,
        )

    def _comment(self, story: HazardStory, comment: CommentStory) -> LogEntry:
        visit = self.visits[story.discipline, comment.visit]
        on = visit.inspection.inspected_on
        return LogEntry(
            dated_on=on,
            text=comment.text,
            inspection_id=visit.inspection.id,
            source=Source.DESK,
            actor=visit.engineer,
            recorded_at=self.days.at(on, COMMENTED_AT),
        )
