"""Which rows of a building list speak of one building, and which building on record that is.

A building is known by its name together with the factories in it, for names repeat: nearly every factory has a
"Building 1". A wrong answer either way is dangerous. Two buildings taken for one: an order clears the wrong house. One
building taken for two: an order leaves half of its occupants inside. So:

1. Names are compared without regard to spelling: "Bldg. No. 01" is "Building 1".
2. Rows of one name that share a factory, or the same address, speak of one building. One row may name several
   factories ("9490, 9491"), and thereby says that they share it.
3. A name that only says which of its buildings a factory means ("Building 1", "Main shed") is another building for
   each factory, unless rule 2 joins them.
4. A name of its own ("Kadam Tower") is one building, whoever is in it: its factories may come in different rows, lists
   and years. Only factories of different districts cannot be in one, so that there are two of that name.
5. A row that names no factory and no address belongs to the one building of its name in the list.
6. On record it is the building of that name in which any factory of the list is or was; for a name of its own, else
   the one building of that name. Where that leaves more than one, nothing is guessed: the list is refused and asks.

Every building with more than one occupant is listed after the import, so that a person sees what was taken for shared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from accord.casework.register.building_entries import BuildingEntry
from accord.records.factory import Building
from accord.rules.factories.buildings import building_key, is_own_name
from accord.rules.factories.register import identity_key
from accord.rules.sheets.building_heads import BuildingColumn

Thing = TypeVar("Thing")
Say = Callable[[int, BuildingColumn, str], None]
"""Notes a sentence about a row and column."""


@dataclass(frozen=True)
class BuildingTold:
    """One building as the list tells of it: all rows that speak of it, in their order."""

    entries: tuple[BuildingEntry, ...]

    @classmethod
    def of(cls, *groups: Iterable[BuildingEntry]) -> "BuildingTold":
        """Return the building that all these rows speak of."""
        return cls(tuple(sorted((entry for group in groups for entry in group), key=lambda entry: entry.row)))

    @property
    def name(self) -> str:
        """The name as the first row writes it."""
        return self.entries[0].facts.name

    @property
    def row(self) -> int:
        """The first row that speaks of it."""
        return self.entries[0].row

    @property
    def factories(self) -> frozenset[int]:
        """The numbers of the factories that the rows name."""
        return frozenset(number for entry in self.entries for number in entry.factories)

    @property
    def addresses(self) -> dict[str, int]:
        """Each address by its spelling, with the first row that tells it."""
        told: dict[str, int] = {}
        for entry in self.entries:
            if entry.address:
                told.setdefault(_spelt(entry.address), entry.row)
        return told


@dataclass(frozen=True)
class OnRecord:
    """The buildings on record by `building_key`, and by that and the number of a factory that is or was in them."""

    of_name: dict[str, list[Building]] = field(default_factory=lambda: defaultdict(list))
    of_factory: dict[tuple[str, int], list[Building]] = field(default_factory=lambda: defaultdict(list))

    def add(self, building: Building) -> None:
        """Make the building known by its name and its factories."""
        key = building_key(building.name)
        self.of_name[key].append(building)
        for number in factories_in(building):
            self.of_factory[key, number].append(building)

    def with_any_of(self, key: str, factories: Iterable[int]) -> list[Building]:
        """Return the buildings of this name in which any of the factories is or was."""
        found = {building.id: building for number in factories for building in self.of_factory.get((key, number), [])}
        return [found[id_] for id_ in sorted(found)]


@dataclass(frozen=True)
class Finder:
    """Tells buildings apart; `districts` by factory number, without those whose district is not on record."""

    known: OnRecord
    districts: Mapping[int, str]
    refuse: Say
    warn: Say

    def told_in(self, entries: Iterable[BuildingEntry]) -> list[BuildingTold]:
        """Return the buildings that the rows speak of, in the order of the list."""
        named = _joined(entries, lambda entry: [building_key(entry.facts.name)])
        return sorted((told for rows in named for told in self._of_one_name(rows)), key=lambda told: told.row)

    def on_record(self, told: BuildingTold) -> Building | None:
        """Return the building on record that is meant, or None if there is none; what cannot be told is refused."""
        key = building_key(told.name)
        if linked := self.known.with_any_of(key, told.factories):
            return self._only(told, linked)
        if is_own_name(told.name):
            of_its_name = self.known.of_name.get(key, [])
            found = self._only(told, [building for building in of_its_name if self._may_be(told, building)])
            if found and told.factories:
                said = f"“{told.name}” is taken for the building of that name on record, {_called(found)}"
                self.warn(told.row, BuildingColumn.BUILDING, f"{said}; another building needs another name")
            return found
        if not told.factories:
            said = f"every factory may have a “{told.name}”; expected a factory that is in it, in one of its rows"
            self.refuse(told.row, BuildingColumn.FACTORY, said)
        return None

    def _only(self, told: BuildingTold, found: Sequence[Building]) -> Building | None:
        if len(found) > 1:
            whose = "; ".join(_called(building) for building in found)
            said = f"“{told.name}” is on record as {len(found)} buildings ({whose}); expected factories of one of them"
            self.refuse(told.row, BuildingColumn.BUILDING, said)
        return found[0] if found else None

    def _may_be(self, told: BuildingTold, building: Building) -> bool:
        here, there = self._districts_of(told.factories), self._districts_of(factories_in(building))
        return not here or not there or not here.isdisjoint(there)

    def _of_one_name(self, rows: Sequence[BuildingEntry]) -> list[BuildingTold]:
        anchored = [entry for entry in rows if entry.factories or entry.address]
        loose = [entry for entry in rows if not entry.factories and not entry.address]
        every = [BuildingTold.of(group) for group in _joined(anchored, _marks)]
        if len(every) > 1 and is_own_name(rows[0].facts.name):
            every = self._apart_by_district(every)
        if loose and len(every) < 2:
            return [self._asked(BuildingTold.of(loose, *(told.entries for told in every)), is_alone=True)]
        for entry in loose:
            said = f"the list has {len(every)} buildings “{entry.facts.name}”; expected a factory in it, or its address"
            self.refuse(entry.row, BuildingColumn.BUILDING, said)
        return [self._asked(told, is_alone=len(every) == 1) for told in every]

    def _apart_by_district(self, every: Sequence[BuildingTold]) -> list[BuildingTold]:
        """Return one building, or one for each district if the factories lie in several."""
        districts = [self._districts_of(told.factories) for told in every]
        if len(set().union(*districts)) < 2:
            return [BuildingTold.of(*(told.entries for told in every))]
        located = [(told, here) for told, here in zip(every, districts, strict=True) if here]
        for told in every:
            if not self._districts_of(told.factories):
                said = (
                    f"the list has “{told.name}” in several districts; expected a factory whose district is on record"
                )
                self.refuse(told.row, BuildingColumn.FACTORY, said)
        joined = _joined(located, lambda pair: pair[1])
        return [BuildingTold.of(*(told.entries for told, _ in group)) for group in joined]

    def _asked(self, told: BuildingTold, *, is_alone: bool) -> BuildingTold:
        """Return the building after asking whether it can be known again and is in one place."""
        if not is_alone and not told.factories:
            said = (
                f"the list has several buildings “{told.name}”; expected a factory in each, by which to know it again"
            )
            self.refuse(told.row, BuildingColumn.FACTORY, said)
        first, *others = told.addresses.values() or [0]
        for row in others:
            said = (
                f"row {first} tells another address of “{told.name}”; write the address of one building alike on all "
                "its rows, and call two buildings by names that differ"
            )
            self.refuse(row, BuildingColumn.ADDRESS, said)
        if len(districts := self._districts_of(told.factories)) > 1:
            said = (
                f"the factories in “{told.name}” are on record in different districts: {', '.join(sorted(districts))}"
            )
            self.warn(told.row, BuildingColumn.FACTORY, said)
        return told

    def _districts_of(self, factories: Iterable[int]) -> set[str]:
        return {self.districts[number] for number in factories if number in self.districts}


def factories_in(building: Building) -> frozenset[int]:
    """Return the numbers of all factories that are or were in the building."""
    return frozenset(occupant.factory.number for occupant in building.occupants if occupant.factory)


def _called(building: Building) -> str:
    numbers = ", ".join(str(number) for number in sorted(factories_in(building)))
    return f"with factory {numbers}" if numbers else "without a factory"


def _marks(entry: BuildingEntry) -> list[tuple[str, str]]:
    """Return what two rows of one name share if they speak of one building."""
    marks = [("factory", str(number)) for number in entry.factories]
    return [*marks, ("address", _spelt(entry.address))] if entry.address else marks


def _spelt(address: str) -> str:
    return identity_key(address, None)[0]


@dataclass
class _Group(Generic[Thing]):
    """Things joined by the marks they share."""

    members: list[Thing] = field(default_factory=list)
    marks: set[object] = field(default_factory=set)


def _joined(things: Iterable[Thing], marks_of: Callable[[Thing], Iterable[object]]) -> list[list[Thing]]:
    """Return the things in groups; any two that share a mark are in one, and so is what each of them shares."""
    group_of: dict[object, _Group[Thing]] = {}
    for thing in things:
        marks = set(marks_of(thing))
        found = list({id(group_of[mark]): group_of[mark] for mark in marks if mark in group_of}.values())
        largest = max(found, key=lambda group: len(group.members), default=_Group[Thing]())
        for group in found:
            if group is not largest:
                largest.members += group.members
                marks |= group.marks
        largest.members.append(thing)
        largest.marks |= marks
        group_of |= dict.fromkeys(marks, largest)
    return [group.members for group in {id(group): group for group in group_of.values()}.values()]
