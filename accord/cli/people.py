"""`accord people`: accounts, for the first administrator and wherever there is no browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from accord.casework.desk.people import Particulars, add_person, close_account, new_link, person_with
from accord.casework.desk.roles import Given, give_role
from accord.casework.refusals import Refused
from accord.cli.base import FACTORY_NUMBER, Day, Installation, installation_in_place, print_json, refusing
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.labels import label
from accord.rules.vocabulary import Discipline


@click.group()
def people() -> None:
    """Accounts of people who work at the desk."""


@dataclass(frozen=True)
class _Told:
    """What a role is about, as it was typed."""

    role: Role
    factories: tuple[int, ...]
    disciplines: tuple[Discipline, ...]
    signatory: str | None
    districts: tuple[str, ...]
    from_on: date | None
    to_on: date | None


@people.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What the person is.")
@click.option("--factory", "factories", type=FACTORY_NUMBER, multiple=True, metavar="N", help="Of a factory's people.")
@click.option(
    "--discipline",
    "disciplines",
    type=click.Choice([each.value for each in Discipline]),
    multiple=True,
    help="Of an engineer.",
)
@click.option("--signatory", metavar="NAME", help="Of a signatory's people.")
@click.option("--district", "districts", multiple=True, metavar="NAME", help="The region of a signatory's team.")
@click.option("--name", metavar="NAME", help="Of the person; default what stands before the @.")
@click.option("--from", "from_on", type=Day(), help="First day of the role; default today.")
@click.option("--to", "to_on", type=Day(), help="Last day of the role; default none.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def add(email: str, name: str | None, as_json: bool, **about: Any) -> None:
    """Make an account with a role, or give an account one more; prints a one-time sign-up link."""
    here = installation_in_place()
    role, disciplines = Role(about.pop("role")), tuple(map(Discipline, about.pop("disciplines")))
    told = _Told(role=role, disciplines=disciplines, **about)
    with here.writing() as session:
        person = _person(session, email, name, here=here)
        give_role(session, person, _given(told, here), actor=here.actor, moment=here.moment)
        token = None if person.password_hash else new_link(session, person, actor=here.actor, moment=here.moment)
        session.commit()
        _say(person.email, told.role, _address(here, token), as_json=as_json)


@people.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def list_(as_json: bool) -> None:
    """List everybody who has an account, with what they are today."""
    here = installation_in_place()
    with here.reading() as session:
        found = session.scalars(
            select(Person)
            .options(
                selectinload(Person.roles).selectinload(RoleHeld.factory),
                selectinload(Person.roles).selectinload(RoleHeld.signatory),
            )
            .order_by(Person.email)
        ).all()
        rows = [_row(person, today=here.moment.today) for person in found]
    if as_json:
        print_json({"people": rows})
        return
    for row in rows:
        state = "closed" if row["is_closed"] else "no password yet" if not row["has_password"] else ""
        click.echo("\t".join(filter(None, (row["email"], row["name"], ", ".join(row["roles"]), state))))


@people.command()
@click.argument("email")
@refusing
def close(email: str) -> None:
    """Close an account: every sign-in of it ends at once."""
    here = installation_in_place()
    with here.writing() as session:
        person = person_with(session, email)
        if person is None:
            msg = f"nobody has the address {email}"
            raise Refused(msg)
        close_account(session, person, actor_id=None, actor=here.actor, moment=here.moment)
        session.commit()
    click.echo(f"The account {email} is closed.")


def _person(session: Session, email: str, name: str | None, *, here: Installation) -> Person:
    person = person_with(session, email)
    if person is None:
        told = Particulars(email, name or email.partition("@")[0])
        return add_person(session, told, actor=here.actor, moment=here.moment)
    if person.ended_at is not None:
        msg = f"the account {email} is closed; the administrator opens it again at the desk"
        raise Refused(msg)
    return person


def _given(told: _Told, here: Installation) -> Given:
    return Given(
        role=told.role,
        from_on=told.from_on or here.moment.today,
        to_on=told.to_on,
        disciplines=told.disciplines,
        factories=told.factories,
        signatory=told.signatory,
        districts=told.districts,
    )


def _address(here: Installation, token: str | None) -> str | None:
    base = (here.settings.base_url or "").rstrip("/")
    return f"{base}/choose-password/{token}" if token else None


def _say(email: str, role: Role, link: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"email": email, "role": role.value, "link": link})
    elif link is None:
        click.echo(f"{email} is {label(role)} now, and signs in with the password they have.")
    else:
        click.echo(f"{email} is {label(role)} now. The link to choose a password works once, within 72 hours:")
        click.echo(link)


def _row(person: Person, *, today: date) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "roles": _roles(person.roles, today),
        "has_password": person.password_hash is not None,
        "is_closed": person.ended_at is not None,
    }


def _roles(held: Sequence[RoleHeld], today: date) -> list[str]:
    return [_said(each) for each in held if each.from_on <= today and (each.to_on is None or each.to_on >= today)]


def _said(held: RoleHeld) -> str:
    about = (
        held.discipline.value if held.discipline else None,
        str(held.factory.number) if held.factory else None,
        held.signatory.name if held.signatory else None,
        held.district,
        f"until {held.to_on}" if held.to_on else None,
    )
    said = ", ".join(filter(None, about))
    return f"{held.role.value} ({said})" if said else held.role.value
