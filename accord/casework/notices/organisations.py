"""The organisations that are told of orders, by the words under which an order names its recipients."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.factory import Building, Factory, Occupant, Signatory
from accord.rules.desk.people import Role
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import Discipline

OF_A_ROW = ("factory", "committee", "occupant", "landlord", "signatory")
"""Kinds that are named with the id of a row: “factory 12”; “landlord 4” by the building."""
ALONE: Mapping[str, frozenset[Role]] = {
    RecipientKind.LABOUR_SIGNATORIES: frozenset({Role.LABOUR_SIGNATORY}),
    RecipientKind.INSPECTOR_GENERAL: frozenset({Role.REGULATOR}),
    RecipientKind.REVIEW_PANEL: frozenset({Role.REGULATOR}),
    RecipientKind.CHIEF_SAFETY_OFFICER: frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY}),
    RecipientKind.STEERING_COMMITTEE: frozenset(),
    # Of these the rota says who is reached (casework/orders/on_call.py).
    RecipientKind.ON_CALL: frozenset(),
}
"""Organisations of which there is one, with the roles that speak for it."""
ROLES: Mapping[str, Role] = {
    "factory": Role.FACTORY_USER,
    "committee": Role.SAFETY_COMMITTEE,
    "signatory": Role.SIGNATORY_USER,
}
"""By kind: the role in which people with an account belong to an organisation of it."""
SPEAK_BANGLA_FIRST = frozenset({"factory", "committee", "occupant", "landlord"})
"""Ours: whose people, of whom no language is on record, read Bangla first."""

_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Named:
    """An organisation's name by its words."""

    kind: str
    number: int | None
    discipline: Discipline | None = None
    """Of the engineers on call; None: of any."""


def parsed(organisation: str) -> Named | None:
    """Return what an organisation's words name, or None where they name nothing that is ever told."""
    kind, blank, number = organisation.partition(" ")
    if not blank:
        return Named(kind, None) if kind in ALONE else None
    if kind == RecipientKind.ON_CALL:
        return Named(kind, None, Discipline(number)) if number in set(Discipline) else None
    is_id = number.isascii() and number.isdigit() and len(number) <= len(str(_LARGEST_ID))
    if kind not in OF_A_ROW or not is_id or not 0 < int(number) <= _LARGEST_ID or number.startswith("0"):
        return None
    return Named(kind, int(number))


def names_of(session: Session, organisations: Collection[str]) -> dict[str, str]:
    """Return how these organisations are called now; one that is not on record is left out."""
    asked = {words: named for words in organisations if (named := parsed(words))}
    found = {kind: _rows(session, kind, _ids(asked.values(), kind)) for kind in OF_A_ROW}
    names = {}
    for words, named in asked.items():
        name = words if named.number is None else found[named.kind].get(named.number)
        if name is not None:
            names[words] = name
    return names


def merged_into(session: Session, factory_ids: Collection[int]) -> dict[int, int]:
    """Return the factories that stand under the number of one of these, each with the one it was merged into."""
    query = select(Factory.id, Factory.merged_into_id).where(Factory.merged_into_id.in_(factory_ids))
    return {part: whole for part, whole in session.execute(query) if whole is not None} if factory_ids else {}


def _ids(named: Iterable[Named], kind: str) -> set[int]:
    return {each.number for each in named if each.kind == kind and each.number is not None}


def _rows(session: Session, kind: str, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    if kind in ("factory", "committee"):
        factories = session.scalars(select(Factory).where(Factory.id.in_(ids)))
        return {each.id: each.name or f"{each.number}" for each in factories}
    if kind == "signatory":
        return {each.id: each.name for each in session.scalars(select(Signatory).where(Signatory.id.in_(ids)))}
    if kind == "landlord":
        buildings = session.scalars(select(Building).where(Building.id.in_(ids)))
        return {each.id: each.landlord or each.name for each in buildings}
    occupants = session.scalars(select(Occupant).where(Occupant.id.in_(ids)))
    return {each.id: each.other_name or each.other_use or "?" for each in occupants}
