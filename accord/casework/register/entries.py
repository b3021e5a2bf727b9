"""The rows of a factory list as entries: what each row says, or why it says nothing, nonsense or something foreign."""

from dataclasses import dataclass, field

from accord.casework.register.cells import Cells
from accord.gateways.cap_sheets.model import Note, Problem
from accord.gateways.tables import Row, Table
from accord.rules.factories.districts import district_in, district_named
from accord.rules.factories.register import are_swapped, in_bangladesh, is_bangladesh, is_factory_number, is_os_id, tidy
from accord.rules.sheets.register_heads import Column
from accord.rules.sheets.table_heads import HeadsRead
from accord.rules.vocabulary import Coverage
from accord.rules.words.bangla import is_bangla

MAX_NAME, MAX_WORD = 300, 80
"""Characters that the record holds of a name, and of a district or a kind of production."""


@dataclass(frozen=True)
class Entry:
    """What one row says of one factory; None where it says nothing."""

    row: int
    number: int | None
    os_id: str | None
    name: str | None
    name_bn: str | None
    address: str | None
    address_bn: str | None
    district: str | None
    district_is_written: bool
    """Whether the list has it in a column of its own, not only inside the address."""
    upazila: str | None
    coordinates: tuple[float, float] | None
    """Latitude and longitude in degrees."""
    workers: int | None
    workers_women: int | None
    production: str | None
    group: str | None
    coverage: Coverage | None


@dataclass
class EntriesRead:
    """All entries of a list, with what was left out and why."""

    entries: list[Entry] = field(default_factory=list)
    no_name: int = 0
    foreign: int = 0
    shortened: int = 0
    """Lists of products that were too long for the record."""
    warnings: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_entries(table: Table, heads: HeadsRead[Column]) -> EntriesRead:
    """Return what each row says; problems are gathered, never raised one by one."""
    read = EntriesRead()
    for row in table.rows:
        cells = Cells(table, heads.places, row, read.warnings, read.problems)
        if not _is_head_again(table, row):
            _read_row(read, cells)
    if read.shortened:
        said = f"lists of products longer than {MAX_WORD} characters were shortened: {read.shortened}"
        read.warnings.append(Note(table.sheet, None, None, said))
    return read


def _is_head_again(table: Table, row: Row) -> bool:
    """Return whether the heads are printed once more, as at the top of each page."""
    return [row.cells.get(place, "") for place in range(len(table.heads))] == list(table.heads)


def _read_row(read: EntriesRead, cells: Cells[Column]) -> None:
    cells.refuse_unusable()
    name, name_bn = _in_two_scripts(cells, Column.NAME, Column.NAME_BN)
    if name is None and name_bn is None:
        read.no_name += 1
        return
    country = cells.text(Column.COUNTRY)
    os_id = _os_id(cells)
    home = is_bangladesh(country) if country else (os_id.startswith("BD") if os_id else None)
    point = None if home is False else _coordinates(cells)
    if home is False or (point and _is_abroad(cells, point, is_home=home)):
        read.foreign += 1
        return
    address, address_bn = _in_two_scripts(cells, Column.ADDRESS, Column.ADDRESS_BN)
    district = cells.text(Column.DISTRICT, at_most=MAX_WORD)
    production = _production(read, cells)
    read.entries.append(
        Entry(
            row=cells.row.row,
            number=_number(cells),
            os_id=os_id,
            name=name,
            name_bn=name_bn,
            address=address,
            address_bn=address_bn,
            district=(district_named(district) or district) if district else district_in(cells.raw(Column.ADDRESS)),
            district_is_written=district is not None,
            upazila=cells.text(Column.UPAZILA, at_most=MAX_WORD),
            coordinates=point,
            workers=cells.count(Column.WORKERS),
            workers_women=cells.count(Column.WORKERS_WOMEN),
            production=production,
            group=cells.text(Column.GROUP, at_most=MAX_NAME),
            coverage=_coverage(cells),
        )
    )


def _in_two_scripts(cells: Cells[Column], column: Column, column_bn: Column) -> tuple[str | None, str | None]:
    """Return the English and the Bangla text; a Bangla text in the English column is taken for what it is."""
    at_most = MAX_NAME if column is Column.NAME else None
    text, text_bn = cells.text(column, at_most=at_most), cells.text(column_bn, at_most=at_most)
    if text and not text_bn and is_bangla(text):
        return None, text
    return text, text_bn


def _number(cells: Cells[Column]) -> int | None:
    text = cells.digits(Column.NUMBER)
    if text is None:
        return None
    if not is_factory_number(text):
        cells.problem(Column.NUMBER, f"“{text[:40]}” is no factory number; expected four or five digits")
        return None
    return int(text)


def _os_id(cells: Cells[Column]) -> str | None:
    text = cells.text(Column.OS_ID)
    if text is None:
        return None
    if not is_os_id(text.upper()):
        cells.problem(Column.OS_ID, f"“{text[:40]}” is no OS ID; expected 15 characters such as BD2019083XA3M0V")
        return None
    return text.upper()


def _coordinates(cells: Cells[Column]) -> tuple[float, float] | None:
    latitude, longitude = cells.degrees(Column.LATITUDE), cells.degrees(Column.LONGITUDE)
    if latitude is None or longitude is None:
        if latitude is not longitude and cells.holds(Column.LATITUDE) != cells.holds(Column.LONGITUDE):
            lacking = Column.LONGITUDE if longitude is None else Column.LATITUDE
            cells.warn(lacking, f"the {lacking.value} is missing, so that the place is not taken over")
        return None
    if (latitude, longitude) == (0, 0):
        cells.warn(Column.LATITUDE, "0, 0 lies in the Atlantic and is not taken over")
        return None
    return latitude, longitude


def _is_abroad(cells: Cells[Column], point: tuple[float, float], *, is_home: bool | None) -> bool:
    """Return whether a row that names no country lies abroad; where it cannot lie is a problem."""
    if in_bangladesh(*point):
        return False
    place = f"{point[0]:g}, {point[1]:g}"
    if are_swapped(*point):
        said = f"latitude and longitude seem to be swapped: {place} lies outside Bangladesh, the other way round inside"
        cells.problem(Column.LATITUDE, said)
        return False
    if is_home:
        cells.problem(Column.LATITUDE, f"{place} lies outside Bangladesh; expected 20.5 to 26.7, 88.0 to 92.7")
        return False
    cells.warn(Column.LATITUDE, f"{place} lies outside Bangladesh; the row is left out as foreign")
    return True


def _production(read: EntriesRead, cells: Cells[Column]) -> str | None:
    written = (cells.raw(column) for column in (Column.PRODUCTS, Column.PROCESSES, Column.SECTOR))
    text = next((text for raw in written if (text := _listed(raw))), None)
    if text is None or len(text) <= MAX_WORD:
        return text
    read.shortened += 1
    return text[: MAX_WORD + 1].rpartition(",")[0].rstrip() or text[:MAX_WORD].rstrip()


def _listed(raw: str) -> str:
    return ", ".join(part for each in raw.replace("\t", "\n").split(",") if (part := tidy(each)))


def _coverage(cells: Cells[Column]) -> Coverage | None:
    text = cells.text(Column.COVERAGE)
    if text is None:
        return None
    try:
        return Coverage(text.casefold().replace(" ", "_"))
    except ValueError:
        words = ", ".join(word.value for word in Coverage)
        cells.problem(Column.COVERAGE, f"“{text[:40]}” is no coverage; expected one of {words}")
        return None
