"""What people are to the programme: given and ended by the administrator, each with its days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.factories import MergedAway, UnknownFactory, factory_numbered
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.factory import Signatory
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import OF_A_DISCIPLINE, OF_A_FACTORY, OF_A_SIGNATORY, Role, RoleFlaw, role_flaw
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


class RoleRefused(Told):
    """A role cannot be given or ended as it stands."""


class NoDiscipline(RoleRefused):
    """An engineer is one of a discipline."""

    sentence = N_("Say in which discipline this person is an engineer.")


class NoFactory(RoleRefused):
    """The role is held at a factory."""

    sentence = N_("Say for which factory, by its number.")


class NoSignatory(RoleRefused):
    """The role is held for a signatory."""

    sentence = N_("Say for which signatory.")


class EndsTooEarly(RoleRefused):
    """The role would end before it begins."""

    sentence = N_("The last day is before the first one.")


class NoLastDay(RoleRefused):
    """A deputy stands in for a time."""

    sentence = N_("A deputy stands in for a time: say until which day.")


class NoSuchFactory(RoleRefused):
    """No factory has this number, or it gave way to another one."""

    sentence = N_("There is no factory %(number)s.")


class NoSuchSignatory(RoleRefused):
    """No signatory has this name."""

    sentence = N_("There is no signatory %(name)s.")


class HeldAlready(RoleRefused):
    """The person holds the same role on one of these days."""

    sentence = N_("This person holds this role on these days already.")


class OverAlready(RoleRefused):
    """The role ended before."""

    sentence = N_("This role has ended already.")


class LastAdministrator(Told):
    """Nobody would be left who can give somebody a role."""

    sentence = N_("This is the last administrator. Make somebody else one first, who has chosen a password.")


_REFUSALS: Mapping[RoleFlaw, type[RoleRefused]] = {
    RoleFlaw.NO_DISCIPLINE: NoDiscipline,
    RoleFlaw.NO_FACTORY: NoFactory,
    RoleFlaw.NO_SIGNATORY: NoSignatory,
    RoleFlaw.ENDS_TOO_EARLY: EndsTooEarly,
    RoleFlaw.NO_LAST_DAY: NoLastDay,
}


@dataclass(frozen=True)
class Given:
    """A role that is to be given, with all that it is about: one line is written for each."""

    role: Role
    from_on: date
    to_on: date | None = None
    disciplines: Sequence[Discipline] = ()
    factories: Sequence[int] = ()
    """Numbers of factories."""
    signatory: str | None = None
    districts: Sequence[str] = ()
    """The regions of a brand's team; none: wherever the signatory buys."""


def give_role(session: Session, person: Person, given: Given, *, actor: str, moment: Moment) -> list[RoleHeld]:
    """Give a role to a person, once for each thing that it is about; raises RoleRefused, and then nothing is given."""
    flaw = role_flaw(
        given.role,
        disciplines=len(given.disciplines),
        factories=len(given.factories),
        signatories=int(given.signatory is not None),
        term=(given.from_on, given.to_on),
    )
    if flaw:
        raise _REFUSALS[flaw]
    lines = [_line(person, given, about) for about in _abouts(session, given)]
    if any(_overlaps(line, held) for line in lines for held in person.roles):
        raise HeldAlready
    for line in lines:
        line.actor, line.recorded_at = actor, moment.now
        person.roles.append(line)
    session.flush()
    for line in lines:
        note(session, "gave a role", f"person {person.id}", actor=actor, moment=moment, details=dict(_said(line)))
    return lines


def end_role(session: Session, held: RoleHeld, last_day: date, *, actor: str, moment: Moment) -> None:
    """Let a role end with a day; it never was, if that is before its first one.

    Raises OverAlready, LastAdministrator.
    """
    if held.to_on is not None and held.to_on < min(last_day, moment.today):
        raise OverAlready
    if held.role is Role.ADMINISTRATOR:
        require_another_administrator(session, held.person, moment=moment)
    before = held.to_on
    held.to_on, held.end_recorded_at = last_day, moment.now
    details = dict(_said(held)) | {"from": before.isoformat() if before else None, "to": last_day.isoformat()}
    note(session, "ended a role", f"person {held.person_id}", actor=actor, moment=moment, details=details)


def require_another_administrator(session: Session, person: Person, *, moment: Moment) -> None:
    """Raise LastAdministrator if the person is an administrator and nobody else could take the place."""
    hold_the_pen(session, "administrators")
    if _is_administrator(person, moment) and not session.scalar(
        select(
            exists().where(
                RoleHeld.person_id == Person.id,
                RoleHeld.role == Role.ADMINISTRATOR,
                RoleHeld.person_id != person.id,
                RoleHeld.from_on <= moment.today,
                RoleHeld.to_on.is_(None),
                Person.ended_at.is_(None),
                Person.password_hash.is_not(None),
            )
        )
    ):
        raise LastAdministrator


def _is_administrator(person: Person, moment: Moment) -> bool:
    return any(
        held.role is Role.ADMINISTRATOR
        and held.from_on <= moment.today
        and (held.to_on is None or held.to_on >= moment.today)
        for held in person.roles
    )


def _abouts(session: Session, given: Given) -> Iterator[Mapping[str, object]]:
    if given.role in OF_A_DISCIPLINE:
        yield from ({"discipline": each} for each in dict.fromkeys(given.disciplines))
    elif given.role in OF_A_FACTORY:
        yield from ({"factory_id": _factory_id(session, number)} for number in dict.fromkeys(given.factories))
    elif given.role in OF_A_SIGNATORY:
        signatory = session.scalar(select(Signatory).where(Signatory.name == given.signatory))
        if signatory is None:
            raise NoSuchSignatory(name=given.signatory)
        regions = tuple(dict.fromkeys(given.districts)) or (None,)
        yield from ({"signatory_id": signatory.id, "district": each} for each in regions)
    else:
        yield {}


def _factory_id(session: Session, number: int) -> int:
    try:
        return factory_numbered(session, number).id
    except (UnknownFactory, MergedAway) as refusal:
        raise NoSuchFactory(number=number) from refusal


def _line(person: Person, given: Given, about: Mapping[str, object]) -> RoleHeld:
    return RoleHeld(person_id=person.id, role=given.role, from_on=given.from_on, to_on=given.to_on, **about)


def _overlaps(line: RoleHeld, held: RoleHeld) -> bool:
    same = all(
        getattr(line, name) == getattr(held, name)
        for name in ("role", "discipline", "factory_id", "signatory_id", "district")
    )
    return (
        same
        and (held.to_on is None or held.to_on >= line.from_on)
        and (line.to_on is None or held.from_on <= line.to_on)
    )


def _said(line: RoleHeld) -> Iterator[tuple[str, str | int | None]]:
    yield "role", line.role.value
    if line.discipline:
        yield "discipline", line.discipline.value
    if line.factory_id:
        yield "factory_id", line.factory_id
    if line.signatory_id:
        yield "signatory_id", line.signatory_id
    if line.district:
        yield "district", line.district
    yield "from_on", line.from_on.isoformat()
    yield "to_on", line.to_on.isoformat() if line.to_on else None
