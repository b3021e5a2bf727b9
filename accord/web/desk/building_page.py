"""What the page of a building shows: its drawing with words in every box, and the same facts as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from accord.casework.desk.building_overview import BuildingOverview, allowed_kpa, compared_kpa
from accord.casework.orders.standing import standing_of
from accord.gateways.formats import format_decimal
from accord.gateways.language import Language
from accord.gateways.wording import Text
from accord.records.factory import Factory, Floor, Occupant, Zone
from accord.records.inspection import InspectedBuilding, Measurement
from accord.records.order import SafetyOrder
from accord.rules.desk.building_drawing import Box, Drawing, Load, Part, Storey, StoreyDrawn, drawing_of, load_of
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing
from accord.rules.words.bangla import digits
from accord.web.desk.visiting.names import building_name, load
from accord.web.filters import named, plain
from accord.web.language import gettext, language

LETTER = 6
"""About so many units wide is a letter in the drawing."""


@dataclass(frozen=True)
class Cell:
    """A floor or a zone with its loads."""

    floor: Floor
    zone: Zone | None
    allowed: float | None
    measurement: Measurement | None
    measured: float | None
    is_ordered: bool

    @property
    def key(self) -> str:
        """A word for the place in the drawing."""
        return f"z{self.zone.id}" if self.zone else f"f{self.floor.id}"

    @property
    def stands(self) -> Load:
        """How the measured load stands to the allowed one."""
        return load_of(self.allowed, self.measured)


@dataclass(frozen=True)
class CellDrawn:
    """A box with the lines that are written into it."""

    box: Box
    lines: tuple[str, ...]
    state: str
    stands: Load
    is_ordered: bool
    title: str


@dataclass(frozen=True)
class FloorDrawn:
    """A floor of the drawing with its name at the left."""

    storey: StoreyDrawn
    label: str
    what: tuple[str, ...]
    """What is there, in lines that fit."""
    cells: tuple[CellDrawn, ...]
    is_known: bool


@dataclass(frozen=True)
class LoadRow:
    """A place in the table."""

    floor: str
    place: str | None
    allowed: str | None
    measured: str | None
    measured_on: date | None
    state: str
    stands: Load
    is_ordered: bool


@dataclass(frozen=True)
class OccupantRow:
    """Who is in the building, or was."""

    name: str
    use: str | None
    factory: Factory | None
    """Where its page may be opened."""
    from_on: date | None
    to_on: date | None
    is_here: bool


@dataclass(frozen=True)
class BuildingPage:
    """All that the page shows."""

    overview: BuildingOverview
    name: Text
    occupants: tuple[OccupantRow, ...]
    rated: tuple[InspectedBuilding, ...]
    orders: tuple[tuple[SafetyOrder, Standing], ...]
    is_ordered: bool
    """Whether an open order is of the whole building."""
    drawing: Drawing
    floors: tuple[FloorDrawn, ...]
    rows: tuple[LoadRow, ...]
    summary: str
    """The drawing in a sentence."""
    elsewhere: tuple[tuple[str, str, date], ...]
    moment: Moment


def building_page(found: BuildingOverview, *, moment: Moment) -> BuildingPage:
    """Return the page."""
    orders = tuple((order, standing_of(order)) for order in found.orders)
    still_open = [order for order, stands in orders if stands.is_open]
    cells = [cell for floor in found.floors for cell in _cells(floor, found, still_open)]
    is_ordered = any(not order.places for order in still_open)
    drawing = _drawing(found, cells, _whole_floors(still_open))
    return BuildingPage(
        overview=found,
        name=building_name(found.building),
        occupants=tuple(_occupant(each, found, moment) for each in found.occupants),
        rated=found.rated,
        orders=orders,
        is_ordered=is_ordered,
        drawing=drawing,
        floors=tuple(_floors_drawn(drawing, found, cells)),
        rows=tuple(_row(cell, found) for cell in cells),
        summary=_summary(cells, found, is_ordered=is_ordered),
        elsewhere=tuple(
            (each.place or gettext("the building as a whole"), load(each.value), each.inspection.inspected_on)
            for each in found.elsewhere
        ),
        moment=moment,
    )


def level_name(level: int, *, is_roof: bool) -> str:
    """Return what a level is called."""
    if is_roof:
        return gettext("roof")
    if level == 0:
        return gettext("ground floor")
    if level < 0:
        return gettext("basement %(number)s", number=plain(-level))
    return gettext("level %(level)s", level=plain(level))


def _whole_floors(orders: list[SafetyOrder]) -> frozenset[int]:
    return frozenset(place.floor_id for order in orders for place in order.places if place.zone_id is None)


def _cells(floor: Floor, found: BuildingOverview, orders: list[SafetyOrder]) -> Iterator[Cell]:
    zones: list[Zone | None] = [*sorted(floor.zones, key=lambda each: each.name)]
    if not zones or (floor.id, None) in found.loads:
        zones.insert(0, None)  # what was measured of the floor as a whole is no zone's
    named_alone = {(place.floor_id, place.zone_id) for order in orders for place in order.places}
    for zone in zones:
        allowed = allowed_kpa(floor, zone)
        measurement = found.loads.get((floor.id, zone.id if zone else None))
        yield Cell(
            floor=floor,
            zone=zone,
            allowed=allowed,
            measurement=measurement,
            measured=compared_kpa(measurement, allowed) if measurement else None,
            is_ordered=bool({(floor.id, None), (floor.id, zone.id if zone else None)} & named_alone),
        )


def _drawing(found: BuildingOverview, cells: list[Cell], whole: frozenset[int]) -> Drawing:
    storeys = [
        Storey(
            floor.level,
            [Part(cell.key, is_ordered=cell.is_ordered) for cell in cells if cell.floor is floor],
            is_ordered=floor.id in whole,
        )
        for floor in found.floors
    ]
    return drawing_of(storeys, count=found.building.storeys)


def _floors_drawn(drawing: Drawing, found: BuildingOverview, cells: list[Cell]) -> Iterator[FloorDrawn]:
    by_level = {floor.level: floor for floor in found.floors}
    by_key = {cell.key: cell for cell in cells}
    for storey in drawing.storeys:
        floor = by_level.get(storey.level)
        yield FloorDrawn(
            storey=storey,
            label=(label := level_name(storey.level, is_roof=storey.is_roof)),
            what=_what(floor, label, storey.box.x) if floor else (),
            cells=tuple(_drawn(by_key[part.key], part.box) for part in storey.parts),
            is_known=floor is not None,
        )


def _drawn(cell: Cell, box: Box) -> CellDrawn:
    name = named(cell.zone) if cell.zone else gettext("whole floor")
    lines = [_cut(name, box.width), _figures(cell)]
    if cell.measurement:
        lines.append(_short(cell.measurement.inspection.inspected_on))
    state = state_of(cell.stands)
    return CellDrawn(
        box=box,
        lines=tuple(lines),
        state=state,
        stands=cell.stands,
        is_ordered=cell.is_ordered,
        title=f"{name}: {_figures(cell)}, {state}",
    )


def state_of(stands: Load) -> str:
    """Return how a load stands to its limit, in a word or two."""
    return {
        Load.ABOVE: gettext("above limit"),
        Load.WITHIN: gettext("within limit"),
        Load.NOT_MEASURED: gettext("not measured"),
        Load.NO_LIMIT: gettext("no limit known"),
    }[stands]


def _figures(cell: Cell) -> str:
    """Return the measured and the allowed load: "4.1 / 2.0 kPa"."""
    measured = "–" if cell.measurement is None else format_decimal(cell.measurement.value, language())
    allowed = "?" if cell.allowed is None else format_decimal(cell.allowed, language())
    return f"{measured} / {allowed} kPa"


def _row(cell: Cell, found: BuildingOverview) -> LoadRow:
    level = level_name(cell.floor.level, is_roof=cell.floor.level == found.building.storeys)
    what = named(cell.floor)
    return LoadRow(
        floor=f"{level} · {what}" if what and what.casefold() != level.casefold() else level,
        place=named(cell.zone) if cell.zone else None,
        allowed=load(cell.allowed) if cell.allowed is not None else None,
        measured=load(cell.measurement.value) if cell.measurement else None,
        measured_on=cell.measurement.inspection.inspected_on if cell.measurement else None,
        state=state_of(cell.stands),
        stands=cell.stands,
        is_ordered=cell.is_ordered,
    )


def _occupant(occupant: Occupant, found: BuildingOverview, moment: Moment) -> OccupantRow:
    factory = occupant.factory
    return OccupantRow(
        name=named(factory) if factory else occupant.other_name or "",
        use=occupant.other_use,
        factory=factory if factory and factory.id in found.links else None,
        from_on=occupant.from_on,
        to_on=occupant.to_on,
        is_here=occupant.stay.includes(moment.today),
    )


def _summary(cells: list[Cell], found: BuildingOverview, *, is_ordered: bool) -> str:
    above = [cell for cell in cells if cell.stands is Load.ABOVE]
    said = [
        gettext(
            "%(floors)s floors on record; loads above the limit at %(above)s places.",
            floors=plain(len(found.floors)),
            above=plain(len(above)),
        )
    ]
    if is_ordered:
        said.append(gettext("The whole building is under an order."))
    return " ".join(said)


def _what(floor: Floor, label: str, width: int) -> tuple[str, ...]:
    name = named(floor)
    if not name or name.casefold() == label.casefold():
        return ()
    first, *others = wrap(name, (width - 8) // LETTER, break_long_words=False) or [""]
    lines = (first, " ".join(others)) if others else (first,)
    return tuple(_cut(line, width) for line in lines)


def _short(day: date) -> str:
    text = f"{day:%d/%m/%Y}"
    return digits(text) if language() is Language.BN else text


def _cut(text: str, width: int) -> str:
    """Return the text cut to what can be read in a box; whole it stands in the table."""
    most = max((width - 8) // LETTER, 4)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
