"""Writes who is on call in the demonstration: a week each in turn, with one night that nobody took over."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.places import RECORDED_AT, RECORDED_BY
from accord.records.clockwork import OnCall
from accord.records.person import Person, RoleHeld
from accord.rules.desk.rota import Post, post_of

BEGAN_DAYS_AGO = 3
A_SHIFT = timedelta(days=7)
SHIFTS = 4
TAKES_OVER_AT = 8
OPEN_NIGHT = (Post.BOILER, 1)
"""The post and the shift that begins twelve hours late, so that there is a gap to be seen."""


def write_rota(session: Session, people: People, *, days: Days) -> None:
    """Put the people of the programme on call around the anchor date."""
    able: dict[Post, list[tuple[Person, RoleHeld]]] = defaultdict(list)
    for person in people.values():
        for held in person.roles:
            post = post_of(held.role, held.discipline)
            if post is not None:
                able[post].append((person, held))
    first_day = days.anchor - timedelta(days=BEGAN_DAYS_AGO)
    for post, in_turn in able.items():
        for number in range(SHIFTS):
            person, held = in_turn[number % len(in_turn)]
            begins = days.at(first_day + number * A_SHIFT, TAKES_OVER_AT)
            ends = days.at(first_day + (number + 1) * A_SHIFT, TAKES_OVER_AT)
            session.add(
                OnCall(
                    person=person,
                    role=held.role,
                    discipline=held.discipline,
                    begins_at=begins + timedelta(hours=12 if (post, number) == OPEN_NIGHT else 0),
                    ends_at=ends,
                    actor=RECORDED_BY,
                    recorded_at=days.at(first_day, RECORDED_AT),
                )
            )
    session.flush()
