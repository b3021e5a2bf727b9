"""What one's own account shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from accord.casework.desk import second_step, sign_in
from accord.casework.desk.visitors import Visitor
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class HeldRole:
    """A role as a page shows it."""

    id: int
    role: Role
    discipline: Discipline | None
    factory: str | None
    factory_number: int | None
    signatory: str | None
    district: str | None
    from_on: date
    to_on: date | None
    is_over: bool
    is_to_come: bool


@dataclass(frozen=True)
class OwnSignIn:
    """A browser in which somebody is signed in."""

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True)
class AccountPage:
    """One's own account."""

    name: str
    email: str
    roles: Sequence[HeldRole]
    sign_ins: Sequence[OwnSignIn]
    has_second_step: bool
    codes_left: int


def account_page(session: Session, who: Visitor, *, moment: Moment) -> AccountPage:
    """Return one's own account."""
    person = session.get_one(Person, who.id)
    return AccountPage(
        name=person.name,
        email=person.email,
        roles=[role for role in roles_of(session, person.id, moment=moment) if not role.is_over],
        sign_ins=[
            OwnSignIn(each.id, each.device, each.began_at, each.seen_at, each.id == g.get("sign_in_id"))
            for each in sign_in.own(session, person.id, moment=moment)
        ],
        has_second_step=person.totp_secret is not None,
        codes_left=second_step.codes_left(session, person.id),
    )


def roles_of(session: Session, person_id: int, *, moment: Moment) -> Sequence[HeldRole]:
    """Return what a person is, was and will be to the programme."""
    held = session.scalars(
        select(RoleHeld)
        .where(RoleHeld.person_id == person_id)
        .options(selectinload(RoleHeld.factory), selectinload(RoleHeld.signatory))
        .order_by(RoleHeld.to_on.is_not(None), RoleHeld.from_on.desc(), RoleHeld.id)
    )
    return [shown_role(each, moment.today) for each in held]


def shown_role(held: RoleHeld, today: date) -> HeldRole:
    """Return a role as a page shows it."""
    return HeldRole(
        id=held.id,
        role=held.role,
        discipline=held.discipline,
        factory=held.factory.name if held.factory else None,
        factory_number=held.factory.number if held.factory else None,
        signatory=held.signatory.name if held.signatory else None,
        district=held.district,
        from_on=held.from_on,
        to_on=held.to_on,
        is_over=held.to_on is not None and held.to_on < today,
        is_to_come=held.from_on > today,
    )
