"""The people of the demonstration sign in with passwords made at its creation, and from the same machine alone."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.passwords import hashed
from accord.casework.disclosure import is_demonstration
from accord.records.person import Person
from accord.rules.desk.people import DEMO_DOMAIN
from accord.rules.labels import label

_WORDS = """
amber anchor apple arrow autumn bamboo banana basket beacon bicycle blanket bottle branch bridge bronze bucket
button cactus camera candle canvas carpet cedar cherry circle cloud clover cobalt coconut copper coral cotton
cradle cricket crystal curtain daisy desert dolphin dragonfly drum eagle ember engine falcon feather fern ferry
fiddle flute forest fossil fountain galaxy garden ginger glacier granite guitar hammer harbour harvest hazel
helmet honey horizon island ivory jasmine jungle kettle kitten ladder lagoon lantern lavender lemon lily lotus
magnet mango maple marble meadow melon mirror monsoon mosaic mustard needle nutmeg oasis ocean olive orange
orchid otter paddle palm panther papaya parrot pebble pencil pepper piano pigeon planet plum pocket pond poppy
prairie pumpkin quartz rabbit raven ribbon rickshaw river robin rocket saffron sailor sandal sapphire shell
silver sparrow spiral spring stone summer sunrise swallow tamarind teapot thunder tiger timber trumpet tulip
turtle valley velvet violet walnut willow winter zebra
"""
WORDS = tuple(_WORDS.split())
WORDS_IN_A_PASSWORD = 4
"""Of 150 words, with two digits: 35 bits, for invented data on one machine."""


@dataclass(frozen=True)
class DemoSignIn:
    """Somebody invented, and how to sign in as them."""

    role: str
    name: str
    email: str
    password: str


def make_demo_sign_ins(session: Session) -> list[DemoSignIn]:
    """Give everybody of the demonstration who has no password a new one, and return them; nobody where it is none."""
    if not is_demonstration(session):
        return []
    people = session.scalars(
        select(Person)
        .where(Person.email.endswith(DEMO_DOMAIN), Person.password_hash.is_(None), Person.ended_at.is_(None))
        .order_by(Person.id)
    ).all()
    return [_given_a_password(person) for person in people]


def _given_a_password(person: Person) -> DemoSignIn:
    words = "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_A_PASSWORD))
    password = f"{words}-{secrets.randbelow(90) + 10}"
    person.password_hash = hashed(password)
    return DemoSignIn(", ".join(_roles(person)), person.name, person.email, password)


def _roles(person: Person) -> list[str]:
    said = [f"{held.discipline.value} engineer" if held.discipline else label(held.role) for held in person.roles]
    return list(dict.fromkeys(said))
