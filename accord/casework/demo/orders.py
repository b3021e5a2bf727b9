"""Writes the orders of the demonstration: where people were in danger, and every step until they were not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.places import Place
from accord.casework.demo.programme import OrderStepStory, OrderStory, ProgrammeStory, StepBy
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.order import OrderCause, OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.records.order_care import PanelDetermination
from accord.rules.orders.steps import By
from accord.rules.orders.words import DISCIPLINE_OF_ORDER, CauseKind, PanelOutcome
from accord.rules.vocabulary import OrderKind, OrderStep, Severity

FIRST_STEP_AT = 16
"""Hour of the day in the programme's time zone of a day's first step; each further one of that day an hour later.

It is the hour at which the hazard that calls for the order is put on record: an order is raised with its cause.
"""

REVIEW_PANEL = "Review Panel"
PANEL_MEMBERS = "BUET\nDIFE\nBGMEA\nBKMEA\nIndustriALL"

TAKEN_AS = {
    StepBy.ENGINEER: By.ENGINEER,
    StepBy.CHIEF_SAFETY_OFFICER: By.DECIDER,
    StepBy.FACTORY: By.FACTORY,
}


@dataclass(frozen=True)
class OrderWriter:
    """All that the orders refer to; `spokesmen` are those who answer for a factory, by its number."""

    programme: ProgrammeStory
    places: Mapping[str, Place]
    factories: Mapping[int, Factory]
    spokesmen: Mapping[int, str]
    people: People
    hazards: Sequence[Hazard]
    days: Days

    def order(self, story: OrderStory) -> SafetyOrder:
        """Return the order with all its steps, not yet in a session."""
        place = self.places[story.building]
        words = f"{story.kind} {story.building} {story.steps[0].day}"
        return SafetyOrder(
            # Made from the story, so that the same demonstration is the same to the last letter.
            public_key=sha256(words.encode()).hexdigest()[:16],
            kind=story.kind,
            building=place.building,
            because=story.because,
            because_bn=story.because_bn,
            limit_kpa=story.limit_kpa,
            steps=self._steps(story),
            causes=self._causes(story),
            places=[OrderPlace(floor=place.floors[level]) for level in story.floors],
            factories=[OrderFactory(factory=self.factories[number]) for number in story.factories],
        )

    def _steps(self, story: OrderStory) -> list[OrderEvent]:
        steps_of_day: Counter[date] = Counter()
        steps = []
        for step in story.steps:
            on = self.days.worked_on(step.day)
            steps.append(
                OrderEvent(
                    step=step.step,
                    happened_on=on,
                    note=step.note,
                    note_bn=step.note_bn,
                    actor=self._actor(story, step),
                    person_id=self._person_id(story, step),
                    taken_as=self._taken_as(step),
                    organisation=self._organisation(story, step),
                    recorded_at=self.days.at(on, FIRST_STEP_AT + steps_of_day[on]),
                )
            )
            steps_of_day[on] += 1
        return steps

    def panel(self, order: SafetyOrder) -> PanelDetermination | None:
        """Return the Review Panel's word by which a structural evacuation was lifted; None for every other order."""
        lifted = next((each for each in order.steps if each.step is OrderStep.LIFTED), None)
        if lifted is None or order.raised_as is not OrderKind.EVACUATION:
            return None
        return PanelDetermination(
            order_id=order.id,
            outcome=PanelOutcome.NO_RESTRICTION,
            determined_on=lifted.happened_on,
            is_unanimous=True,
            members=PANEL_MEMBERS,
            note=lifted.note,
            actor=lifted.actor,
            recorded_at=lifted.recorded_at,
        )

    def _causes(self, story: OrderStory) -> list[OrderCause]:
        """Return the hazards of that day and building that the order answers, or the rating of the building."""
        first = story.steps[0]
        on = self.days.worked_on(first.day)
        discipline = DISCIPLINE_OF_ORDER[story.kind]
        building = self.places[story.building].building
        found = [
            hazard
            for hazard in self.hazards
            if (hazard.building, hazard.discipline, hazard.found_on) == (building, discipline, on)
            and hazard.severity is Severity.SEVERE_AND_IMMINENT
        ]
        recorded = {"actor": self._actor(story, first), "recorded_at": self.days.at(on, FIRST_STEP_AT)}
        if not found:
            words = {"words": story.because, "words_bn": story.because_bn}
            return [OrderCause(kind=CauseKind.RATING, discipline=discipline, **words, **recorded)]
        return [
            OrderCause(
                kind=CauseKind.HAZARD,
                discipline=discipline,
                hazard=hazard,
                words=hazard.observation or story.because,
                words_bn=hazard.observation_bn,
                **recorded,
            )
            for hazard in found
        ]

    def _person_id(self, story: OrderStory, step: OrderStepStory) -> int | None:
        person = self.people.get(self._actor(story, step))
        return person.id if person else None

    def _taken_as(self, step: OrderStepStory) -> str:
        if step.step is OrderStep.RAISED:
            return By.PROGRAMME.value
        as_ = By.RECIPIENT if step.step is OrderStep.ACKNOWLEDGED else TAKEN_AS[step.actor]
        return as_.value

    def _organisation(self, story: OrderStory, step: OrderStepStory) -> str | None:
        if step.step is not OrderStep.ACKNOWLEDGED:
            return None
        return f"factory {self.factories[story.factories[0]].id}"

    def _actor(self, story: OrderStory, step: OrderStepStory) -> str:
        if step.actor is StepBy.ENGINEER:
            return self.programme.engineers[DISCIPLINE_OF_ORDER[story.kind]][0]
        if step.actor is StepBy.FACTORY:
            return self.spokesmen[story.factories[0]]
        return REVIEW_PANEL if step.actor is StepBy.PANEL else self.programme.chief_safety_officer
