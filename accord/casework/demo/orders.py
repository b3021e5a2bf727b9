"""Writes the orders of the demonstration: where people were in danger, and every step until they were not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from accord.casework.demo.days import Days
from accord.casework.demo.places import Place
from accord.casework.demo.programme import OrderStepStory, OrderStory, ProgrammeStory, StepBy
from accord.records.factory import Factory
from accord.records.order import OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.rules.vocabulary import Discipline, OrderKind

FIRST_STEP_AT = 16
"""Hour of the day in the programme's time zone of a day's first step; each further one of that day an hour later.

It is the hour at which the hazard that calls for the order is put on record: an order is raised with its cause.
"""

DISCIPLINE_OF_ORDER = {
    OrderKind.EVACUATION: Discipline.STRUCTURAL,
    OrderKind.LOAD_REDUCTION: Discipline.STRUCTURAL,
    OrderKind.BOILER_SHUTDOWN: Discipline.BOILER,
}
"""Whose engineer raises and verifies the orders of the demonstration."""

REVIEW_PANEL = "Review Panel"


@dataclass(frozen=True)
class OrderWriter:
    """All that the orders refer to; `spokesmen` are those who answer for a factory, by its number."""

    programme: ProgrammeStory
    places: Mapping[str, Place]
    factories: Mapping[int, Factory]
    spokesmen: Mapping[int, str]
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
                    recorded_at=self.days.at(on, FIRST_STEP_AT + steps_of_day[on]),
                )
            )
            steps_of_day[on] += 1
        return steps

    def _actor(self, story: OrderStory, step: OrderStepStory) -> str:
        if step.actor is StepBy.ENGINEER:
            return self.programme.engineers[DISCIPLINE_OF_ORDER[story.kind]][0]
        if step.actor is StepBy.FACTORY:
            return self.spokesmen[story.factories[0]]
        return REVIEW_PANEL if step.actor is StepBy.PANEL else self.programme.chief_safety_officer
