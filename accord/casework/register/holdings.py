"""What is recorded of a factory itself, and so keeps it from giving way to another one in a merge."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Column, ColumnElement, Table, func, select
from sqlalchemy.orm import Session

from accord.records import Base
from accord.records.factory import Factory
from accord.records.person import RoleHeld

Holdings = Mapping[str, int]
"""How many lines of each table speak of a factory; none where nothing does."""

HELD_BY_NONE = frozenset({"factory", "factory_merge", "likely_duplicate", "coverage_change", "sourcing"})
"""Tables that a merge reckons with. Every other one that names a factory, also one that comes later, is a holding, so
that a merge is refused rather than that an evacuation or a hazard is left behind under a number nobody looks at."""

WORDS = {
    "hazard_factory": ("hazard", "hazards"),
    "inspection": ("inspection", "inspections"),
    "cap_version": ("version of a corrective action plan", "versions of a corrective action plan"),
    "sheet_import": ("imported CAP sheet", "imported CAP sheets"),
    "danger_to_confirm": ("danger to confirm", "dangers to confirm"),
    "recognition": ("letter of recognition", "letters of recognition"),
    "edition": ("published edition", "published editions"),
    "stage_change": ("decision on its stage", "decisions on its stage"),
    "stage_proposal": ("proposal on its stage", "proposals on its stage"),
    "stage_draft": ("draft of its ineligibility", "drafts of its ineligibility"),
    "stage_meeting": ("mandatory meeting", "mandatory meetings"),
    "factory_request": ("request", "requests"),
    "notice": ("letter about its stage", "letters about its stage"),
    "obstruction": ("refusal on record", "refusals on record"),
    "termination": ("duty of a signatory to end business there", "duties of signatories to end business there"),
    "order_factory": ("order", "orders"),
    "order_recipient": ("order that it was told of", "orders that it was told of"),
    "production_stop": (
        "word of a signatory on its production there",
        "words of signatories on their production there",
    ),
    "closure": ("closure", "closures"),
    "occupant": ("place in a building", "places in buildings"),
    "role_held": ("role that somebody has there", "roles that people have there"),
    "visit": ("planned visit", "planned visits"),
    "cap_meeting": ("meeting about its plan", "meetings about its plan"),
    "required_document": ("document that it owes", "documents that it owes"),
    "incident": ("accident", "accidents"),
    "stored_file": ("file", "files"),
    "ending_item": ("paper on its check list", "papers on its check list"),
}

ENDED: Mapping[str, ColumnElement[bool]] = {"role_held": RoleHeld.to_on.is_not(None)}
"""What does not count any more. Whoever has a role there would be left before an empty desk; a role that has an end
does not keep two factories apart for ever."""


def holdings(session: Session, factory_ids: Collection[int] | None = None) -> dict[int, Holdings]:
    """Return what is held by each of these factories, or by every one; a factory that holds nothing is left out."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for table, column in _naming_a_factory():
        query = select(column, func.count()).where(column.is_not(None)).group_by(column)
        if table.name in ENDED:
            query = query.where(~ENDED[table.name])
        if factory_ids is not None:
            query = query.where(column.in_(factory_ids))
        for factory_id, count in session.execute(query):
            found[factory_id][table.name] = found[factory_id].get(table.name, 0) + count
    return dict(found)


def holdings_told(held: Holdings) -> str:
    """Return the holdings in words: "3 hazards, 1 inspection"; "nothing of its own" where there are none."""
    return ", ".join(f"{count} {_word(table, count)}" for table, count in held.items()) or "nothing of its own"


def _word(table: str, count: int) -> str:
    plain = table.replace("_", " ")
    return WORDS.get(table, (plain, plain))[count != 1]


def _naming_a_factory() -> Iterator[tuple[Table, Column[int]]]:
    number_of_record = Factory.__table__.c.id
    order = list(WORDS)
    tables = [table for table in Base.metadata.sorted_tables if table.name not in HELD_BY_NONE]
    for table in sorted(tables, key=lambda each: order.index(each.name) if each.name in WORDS else len(order)):
        for column in table.columns:
            if any(key.column is number_of_record for key in column.foreign_keys):
                yield table, column
