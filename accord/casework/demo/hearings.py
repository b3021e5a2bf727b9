"""Writes how factories of the demonstration were heard: meetings with promises, refusals on record, requests."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.places import RECORDED_AT
from accord.casework.demo.reading import STORIES
from accord.records.factory import Factory
from accord.records.hearing import FactoryRequest, MeetingPromise, Obstruction, StageMeeting
from accord.records.person import Person
from accord.rules.escalation.clocks import answer_due_on, stops_until
from accord.rules.escalation.profile_file import delivered
from accord.rules.escalation.words import MeetingState, PromiseState, RequestKind, Trigger

HEARINGS = "hearings.toml"


@dataclass(frozen=True)
class MeetingStory:
    """A mandatory meeting that was held; each promise is its words and its day."""

    factory: int
    by: str
    invited: int
    day: int
    place: str
    attended: str
    minutes: str
    finance_heard: str
    promises: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class RefusalStory:
    """Something that a factory refused."""

    factory: int
    by: str
    day: int
    trigger: str
    words: str


@dataclass(frozen=True)
class RequestStory:
    """Something that a factory asks for."""

    factory: int
    by: str
    day: int
    kind: str
    wants_until: int
    words: str


@dataclass(frozen=True)
class _Writer:
    factories: Mapping[int, Factory]
    people: People
    days: Days

    def recorded(self, by: str, day: int) -> dict[str, Any]:
        """Return who recorded it, and when."""
        person: Person = self.people[by]
        at = self.days.at(self.days.worked_on(day), RECORDED_AT)
        return {"person_id": person.id, "actor": f"{person.name} <{person.email}>", "recorded_at": at}

    def meeting(self, told: MeetingStory) -> StageMeeting:
        """Return a meeting with what was promised at it."""
        recorded = self.recorded(told.by, told.day)
        return StageMeeting(
            factory=self.factories[told.factory],
            invited_on=self.days.worked_on(told.invited),
            meets_on=self.days.worked_on(told.day),
            place=told.place,
            state=MeetingState.HELD,
            attended=told.attended,
            minutes=told.minutes,
            finance_heard=told.finance_heard,
            promises=[
                MeetingPromise(
                    words=promise["words"],
                    due_on=self.days.due_on(promise["due"]),
                    state=PromiseState.OPEN,
                    actor=recorded["actor"],
                    recorded_at=recorded["recorded_at"],
                )
                for promise in told.promises
            ],
            **recorded,
        )

    def refusal(self, told: RefusalStory) -> Obstruction:
        """Return a refusal."""
        return Obstruction(
            factory=self.factories[told.factory],
            trigger=Trigger(told.trigger),
            happened_on=self.days.worked_on(told.day),
            words=told.words,
            **self.recorded(told.by, told.day),
        )

    def request(self, told: RequestStory) -> FactoryRequest:
        """Return a request with the clocks of the delivered protocol."""
        kind, asked_on = RequestKind(told.kind), self.days.worked_on(told.day)
        limits = delivered().requests[kind]
        return FactoryRequest(
            factory=self.factories[told.factory],
            kind=kind,
            words=told.words,
            asked_on=asked_on,
            wants_until_on=self.days.due_on(told.wants_until),
            answer_due_on=answer_due_on(asked_on, limits),
            stops_until_on=stops_until(asked_on, limits),
            **self.recorded(told.by, told.day),
        )


def write_hearings(session: Session, factories: Mapping[int, Factory], people: People, *, days: Days) -> None:
    """Write all of them. What the protocol proposes by it, the clockwork says."""
    told = tomllib.loads((STORIES / HEARINGS).read_text(encoding="utf-8"))
    writer = _Writer(factories, people, days)
    session.add_all(writer.meeting(MeetingStory(**row)) for row in told["meetings"])
    session.add_all(writer.refusal(RefusalStory(**row)) for row in told["refusals"])
    session.add_all(writer.request(RequestStory(**row)) for row in told["requests"])
    session.flush()
