"""What the pages of people show: the list with its search, and one person with everything about their account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from accord.casework.desk import sign_in
from accord.casework.desk.links import open_link_until
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.web.desk.account_page import HeldRole, OwnSignIn, roles_of, shown_role

ON_A_PAGE = 50


@dataclass(frozen=True)
class PersonRow:
    """A person in the list."""

    id: int
    name: str
    name_bn: str | None
    email: str
    roles: Sequence[HeldRole]
    """Those of today."""
    is_closed: bool
    has_password: bool


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list."""

    rows: Sequence[PersonRow]
    found: int
    page: int
    pages: int
    asked: str
    role: Role | None


@dataclass(frozen=True)
class PersonPage:
    """One person."""

    id: int
    name: str
    email: str
    revision: int
    roles: Sequence[HeldRole]
    sign_ins: Sequence[OwnSignIn]
    has_password: bool
    has_second_step: bool
    closed_at: datetime | None
    link_until: datetime | None
    """Until when a link that they have not used yet works."""


def people_page(session: Session, asked: str, role: Role | None, *, page: int, moment: Moment) -> PeoplePage:
    """Return a page of the people whose name or address holds what was asked for, and who hold the role today."""
    query = _found(asked, role, moment)
    found = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    people = session.scalars(
        query.options(
            selectinload(Person.roles).selectinload(RoleHeld.factory),
            selectinload(Person.roles).selectinload(RoleHeld.signatory),
        )
        .order_by(Person.ended_at.is_not(None), func.lower(Person.name), Person.id)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    )
    return PeoplePage(
        rows=[_row(person, moment) for person in people],
        found=found,
        page=page,
        pages=max(1, -(-found // ON_A_PAGE)),
        asked=asked,
        role=role,
    )


def person_page(session: Session, person: Person, *, moment: Moment) -> PersonPage:
    """Return everything about somebody's account."""
    link = open_link_until(session, person, moment=moment)
    return PersonPage(
        id=person.id,
        name=person.name,
        email=person.email,
        revision=person.revision,
        roles=roles_of(session, person.id, moment=moment),
        sign_ins=[
            OwnSignIn(each.id, each.device, each.began_at, each.seen_at, is_this_one=False)
            for each in sign_in.own(session, person.id, moment=moment)
        ],
        has_password=person.password_hash is not None,
        has_second_step=person.totp_secret is not None,
        closed_at=person.ended_at,
        link_until=link.ends_at if link else None,
    )


def _found(asked: str, role: Role | None, moment: Moment) -> Select[Person]:
    query = select(Person)
    for word in asked.split():
        query = query.where(_holds(word))
    if role is not None:
        today = moment.today
        query = query.where(
            Person.ended_at.is_(None),
            Person.roles.any(
                (RoleHeld.role == role)
                & (RoleHeld.from_on <= today)
                & (RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= today))
            ),
        )
    return query


def _holds(word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in (Person.name, Person.name_bn, Person.email)))


def _row(person: Person, moment: Moment) -> PersonRow:
    held = [shown_role(each, moment.today) for each in person.roles]
    return PersonRow(
        id=person.id,
        name=person.name,
        name_bn=person.name_bn,
        email=person.email,
        roles=[each for each in held if not each.is_over and not each.is_to_come],
        is_closed=person.ended_at is not None,
        has_password=person.password_hash is not None,
    )
