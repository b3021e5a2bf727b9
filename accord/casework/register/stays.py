"""Who a list says is in a building and how long: stays are added and completed, never taken back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accord.casework.register.building_identity import Say
from accord.casework.register.report import Tally
from accord.records.factory import Building, Factory, Occupant
from accord.rules.factories.buildings import Stay
from accord.rules.factories.register import words_of
from accord.rules.sheets.building_heads import BuildingColumn


@dataclass(frozen=True)
class StayTold:
    """What one row says of one occupant; `use` None where it does not say, or where a factory is meant."""

    row: int
    who: Factory | str
    stay: Stay
    use: str | None = None

    @property
    def called(self) -> str:
        """The occupant as a sentence names it."""
        return f"factory {self.who.number}" if isinstance(self.who, Factory) else f"“{self.who}”"


@dataclass
class StayKeeper:
    """Records the stays of one list; `changes` says in plain words what became of the building at hand."""

    refuse: Say
    warn: Say
    stays: Tally = field(default_factory=Tally)
    changes: list[str] = field(default_factory=list)

    def keep(self, building: Building, told: Iterable[StayTold]) -> None:
        """Record every stay in the building that the rows tell."""
        of_each: dict[object, list[StayTold]] = defaultdict(list)
        for each in told:
            of_each[_key(each.who)].append(each)
        held: dict[object, list[Occupant]] = defaultdict(list)
        for occupant in building.occupants:
            held[_key(occupant.factory or occupant.other_name or "")].append(occupant)
        for key, stays in of_each.items():
            for each in self._of_the_list(building, stays):
                self._record(building, each, held[key])

    def _of_the_list(self, building: Building, told: Sequence[StayTold]) -> list[StayTold]:
        """Return the stays that the rows of one occupant tell, each once, the first one first."""
        dated: dict[date | None, StayTold] = {}
        for each in told:
            if each.stay == Stay(None, None):
                continue
            known = dated.setdefault(each.stay.from_on, each)
            ends = {known.stay.to_on, each.stay.to_on} - {None}
            if len(ends) > 1:
                said = f"the stay of {each.called} ends on {known.stay.to_on} in row {known.row}; leave one"
                self.refuse(each.row, BuildingColumn.TO, said)
            to_on = known.stay.to_on or each.stay.to_on
            dated[each.stay.from_on] = replace(known, stay=Stay(known.stay.from_on, to_on), use=known.use or each.use)
        # A row without days, as on the second floor of the same factory, says no more than that it is there.
        stays = sorted(dated.values(), key=lambda each: each.stay.from_on or date.min) or [told[0]]
        for each, other in _overlapping(stays):
            said = f"{each.called} is already in “{building.name}” {other.stay} (row {other.row})"
            self.refuse(each.row, BuildingColumn.FROM, said)
        use = next((each.use for each in told if each.use), None)
        return [replace(each, use=each.use or use) for each in stays]

    def _record(self, building: Building, told: StayTold, held: list[Occupant]) -> None:
        known = _meant(told.stay, held)
        if known is not None:
            self._complete(known, told)
            return
        if self._contradicts(building, told, held):
            return
        occupant = Occupant(from_on=told.stay.from_on, to_on=told.stay.to_on)
        if isinstance(told.who, Factory):
            occupant.factory = told.who
        else:
            occupant.other_name, occupant.other_use = told.who, told.use
        building.occupants.append(occupant)
        held.append(occupant)
        self.stays.created += 1
        self.changes.append(f"{told.called} {told.stay}")

    def _complete(self, known: Occupant, told: StayTold) -> None:
        """Set a first day, a last day or a use that the record lacks; what it holds otherwise stays, with a warning."""
        before = (known.from_on, known.to_on, known.other_use)
        ends = told.stay.to_on
        if known.to_on is None and ends:
            known.to_on = ends
        elif ends not in {None, known.to_on}:
            said = f"{told.called} is on record as gone since {known.to_on}; {ends} is not taken over"
            self.warn(told.row, BuildingColumn.TO, said)
        known.from_on = known.from_on or told.stay.from_on
        known.other_use = known.other_use or told.use
        if told.use and known.other_use and words_of(known.other_use) != words_of(told.use):
            said = f"{told.called} is on record as “{known.other_use}”; “{told.use}” is not taken over"
            self.warn(told.row, BuildingColumn.USE, said)
        if before != (known.from_on, known.to_on, known.other_use):
            self.stays.updated += 1
            self.changes.append(f"{told.called} {known.stay}")

    def _contradicts(self, building: Building, told: StayTold, held: Sequence[Occupant]) -> bool:
        """Warn of a stay that the record does not leave room for."""
        where = f"{told.called} is on record as in “{building.name}”"
        if told.stay == Stay(None, None) and held:
            said = f"{where} {held[-1].stay}; a new stay needs its first day and is not taken over"
            self.warn(told.row, BuildingColumn.FROM, said)
            return True
        other = next((each for each in held if each.stay.overlaps(told.stay)), None)
        if other is not None:
            said = f"{where} {other.stay}; the stay {told.stay} is not taken over"
            self.warn(told.row, BuildingColumn.FROM, said)
        return other is not None


def _key(who: Factory | str) -> object:
    return who if isinstance(who, Factory) else words_of(who) or who


def _overlapping(stays: Sequence[StayTold]) -> Iterator[tuple[StayTold, StayTold]]:
    """Yield each stay that shares a day with an earlier one, and that one; the first day decides their order."""
    longest: StayTold | None = None
    for told in stays:
        if longest is not None and longest.stay.overlaps(told.stay):
            earlier, later = sorted((longest, told), key=lambda each: each.row)
            yield later, earlier
        if longest is None or _ends(told.stay) > _ends(longest.stay):
            longest = told


def _ends(stay: Stay) -> date:
    return stay.to_on or date.max


def _meant(stay: Stay, held: Sequence[Occupant]) -> Occupant | None:
    """Return the stay on record that this one tells of, or None if it is another one."""
    if same := next((each for each in held if each.from_on == stay.from_on), None):
        return same
    if stay.from_on is None:
        if stay.to_on is None:
            return next((each for each in held if each.to_on is None), None)
        return next((each for each in held if each.to_on == stay.to_on), None) or next(
            (each for each in held if each.to_on is None and each.from_on and each.from_on < stay.to_on), None
        )
    begun = stay.from_on
    return next((each for each in held if each.from_on is None and (each.to_on is None or begun < each.to_on)), None)
