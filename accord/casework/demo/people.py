"""Writes the people of the demonstration and what each of them is to the programme; their passwords are made later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.places import RECORDED_AT, RECORDED_BY, first_day_of
from accord.casework.demo.programme import PersonStory, RoleStory
from accord.casework.demo.story import FactoryStory
from accord.records.factory import Factory, Signatory
from accord.records.person import Person, RoleHeld

People = Mapping[str, Person]
"""Everybody, by how they sign."""


@dataclass(frozen=True)
class Joined:
    """What the roles refer to: factories with their stories by number, signatories by name."""

    stories: Sequence[FactoryStory]
    factories: Mapping[int, Factory]
    signatories: Mapping[str, Signatory]
    days: Days

    def since(self, role: RoleStory) -> date:
        """Return the day on which the role begins: when its factory joined, else with the stories."""
        first_days = [first_day_of(story) for story in self.stories if role.factory in (None, story.number)]
        return self.days.worked_on(min(first_days))


def write_people(session: Session, people: Sequence[PersonStory], joined: Joined) -> People:
    """Write everybody with their roles, and return each person by how they sign."""
    written = {story.signs: _person(story, joined) for story in people}
    session.add_all(written.values())
    session.flush()
    return written


def _person(story: PersonStory, joined: Joined) -> Person:
    roles = [_role(role, joined) for role in story.roles]
    return Person(
        email=story.email,
        name=story.name,
        name_bn=story.name_bn,
        actor=RECORDED_BY,
        recorded_at=min(role.recorded_at for role in roles),
        roles=roles,
    )


def _role(story: RoleStory, joined: Joined) -> RoleHeld:
    since = joined.since(story)
    return RoleHeld(
        role=story.role,
        discipline=story.discipline,
        factory=None if story.factory is None else joined.factories[story.factory],
        signatory=None if story.signatory is None else joined.signatories[story.signatory],
        district=story.district,
        from_on=since,
        actor=RECORDED_BY,
        recorded_at=_in_the_morning(since, joined.days),
    )


def _in_the_morning(on: date, days: Days) -> datetime:
    return days.at(on, RECORDED_AT)
