"""Filling in a factory from a row: what is missing is added, what is there is never erased nor overwritten."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.register.entries import Entry
from accord.casework.register.identity import Register
from accord.records.factory import CompanyGroup, Factory
from accord.rules.factories.register import identity_key, words_of
from accord.rules.sheets.register_heads import Column

Warn = Callable[[int, Column, str], None]
"""Notes a sentence about a row and column."""

_FIELDS = {
    "name": Column.NAME,
    "name_bn": Column.NAME_BN,
    "address": Column.ADDRESS,
    "address_bn": Column.ADDRESS_BN,
    "upazila": Column.UPAZILA,
    "production": Column.PRODUCTS,
    "workers": Column.WORKERS,
    "workers_women": Column.WORKERS_WOMEN,
    "coverage": Column.COVERAGE,
}
SAME_POINT_DEGREES = 0.0005
"""About 50 m: lists round coordinates."""


@dataclass
class Filler:
    """Fills in factories of one list and remembers what two factories both claim."""

    register: Register
    groups: dict[str, CompanyGroup]
    warn: Warn
    same_os_id: list[tuple[Factory, Factory]] = field(default_factory=list)

    def fill(self, factory: Factory, entry: Entry, *, called: str) -> set[str]:
        """Add what the row knows and the record does not; return the names of the fields that were filled."""
        entry = self._news(factory, entry)
        filled = {name for name in _FIELDS if self._fill_field(factory, entry, name, called=called)}
        filled |= self._fill_district(factory, entry, called=called)
        filled |= self._fill_place(factory, entry, called=called)
        filled |= self._fill_os_id(factory, entry, called=called)
        filled |= self._fill_group(factory, entry, called=called)
        return filled

    def _news(self, factory: Factory, entry: Entry) -> Entry:
        """Return the row without what stands in the record of a factory that was merged into this one.

        What of that record counts was settled by the merge; the same list again is no news.
        """
        for merged in self.register.merged.get(factory, ()):
            nothing: dict[str, Any] = dict.fromkeys(_on_record(merged, entry))
            entry = replace(entry, **nothing)
        return entry

    def _fill_field(self, factory: Factory, entry: Entry, name: str, *, called: str) -> bool:
        value, known = getattr(entry, name), getattr(factory, name)
        if value is None:
            return False
        if known is None:
            setattr(factory, name, value)
            return True
        if not _are_same(known, value):
            self._differs(entry, _FIELDS[name], known, value, called=called)
        return False

    def _fill_district(self, factory: Factory, entry: Entry, *, called: str) -> set[str]:
        if entry.district is None or entry.district == factory.district:
            return set()
        if factory.district is None:
            # Read out of an address that is not the one on record, it would be the district of another place.
            if not entry.district_is_written and not _are_same(factory.address or factory.address_bn, _address(entry)):
                return set()
            factory.district = entry.district
            return {"district"}
        if entry.district_is_written:
            self._differs(entry, Column.DISTRICT, factory.district, entry.district, called=called)
        return set()

    def _fill_place(self, factory: Factory, entry: Entry, *, called: str) -> set[str]:
        if entry.coordinates is None:
            return set()
        known = (factory.latitude_degrees, factory.longitude_degrees)
        if known[0] is None or known[1] is None:
            factory.latitude_degrees, factory.longitude_degrees = entry.coordinates
            return {"latitude_degrees", "longitude_degrees"}
        if not _are_near(known, entry.coordinates):
            said, other = (f"{point[0]:g}, {point[1]:g}" for point in (known, entry.coordinates))
            self._differs(entry, Column.LATITUDE, said, other, called=called)
        return set()

    def _fill_os_id(self, factory: Factory, entry: Entry, *, called: str) -> set[str]:
        if entry.os_id is None or entry.os_id == factory.os_id:
            return set()
        owner = self.register.by_os_id.get(entry.os_id)
        if owner is not None:
            whose = f"factory {owner.number}" if owner.number else "an earlier row"
            self.warn(
                entry.row, Column.OS_ID, f"{entry.os_id} is already the OS ID of {whose}; {called} is left without"
            )
            self.same_os_id.append((factory, owner))
            return set()
        if factory.os_id:
            self._differs(entry, Column.OS_ID, factory.os_id, entry.os_id, called=called)
            return set()
        factory.os_id = entry.os_id
        self.register.by_os_id[entry.os_id] = factory
        return {"os_id"}

    def _fill_group(self, factory: Factory, entry: Entry, *, called: str) -> set[str]:
        if entry.group is None:
            return set()
        group = self.groups.setdefault(words_of(entry.group), CompanyGroup(name=entry.group))
        if factory.company_group is None:
            factory.company_group = group
            return {"company_group"}
        if factory.company_group is not group:
            self._differs(entry, Column.GROUP, factory.company_group.name, entry.group, called=called)
        return set()

    def _differs(self, entry: Entry, column: Column, known: object, value: object, *, called: str) -> None:
        said = f"{called} is on record with {column.value} “{known}”; “{value}” is not taken over"
        self.warn(entry.row, column, said)


def groups_on_record(session: Session) -> dict[str, CompanyGroup]:
    """Return the company groups by the words of their names."""
    return {words_of(group.name): group for group in session.scalars(select(CompanyGroup))}


def _on_record(factory: Factory, entry: Entry) -> list[str]:
    """Return the names of the fields that the row tells as they stand in this record."""
    told = [name for name in (*_FIELDS, "district", "upazila", "os_id") if getattr(factory, name) is not None]
    same = [name for name in told if _are_same(getattr(factory, name), getattr(entry, name))]
    point = (factory.latitude_degrees, factory.longitude_degrees)
    if entry.coordinates and _are_near(point, entry.coordinates):
        same.append("coordinates")
    if entry.group and factory.company_group and words_of(factory.company_group.name) == words_of(entry.group):
        same.append("group")
    return same


def _are_near(known: tuple[float | None, float | None], point: tuple[float, float]) -> bool:
    latitude, longitude = known
    if latitude is None or longitude is None:
        return False
    return math.dist((latitude, longitude), point) <= SAME_POINT_DEGREES


def _address(entry: Entry) -> str | None:
    return entry.address or entry.address_bn


def _are_same(known: Any, value: Any) -> bool:
    if isinstance(known, str) and isinstance(value, str):
        return identity_key(known, None) == identity_key(value, None)
    return bool(known == value)
