"""Workbooks as plain cells: what the file stores, formulas never evaluated, links to other files never followed."""

import posixpath
from dataclasses import dataclass, replace
from pathlib import Path

from accord.gateways.workbook.guard import Fault, Part, Parts, WorkbookUnsafe, opened, without_declarations
from accord.gateways.workbook.sheet_xml import SheetContent, Value, read_cells
from accord.gateways.workbook.xml_reader import (
    Allowance,
    Attributes,
    TooMuch,
    XmlReader,
    read_date_styles,
    read_shared_strings,
)

_OFFICE_DOCUMENT = "/officeDocument"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATIONSHIP = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


@dataclass(frozen=True)
class Merge:
    """A block of merged cells; only its first cell holds a value. Rows and columns count from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: values by row and column, both counted from 1."""

    name: str
    rows: dict[int, dict[int, Value]]
    merges: tuple[Merge, ...] = ()
    unusable: dict[tuple[int, int], str] | None = None
    """By row and column: what stands there instead of a value, such as "a formula without a stored result"."""
    is_hidden: bool = False


class EntitiesFound(WorkbookUnsafe):
    """Parts of the workbook declare a document type; `sheets` are harmless copies, only to say where."""

    def __init__(self, faults: list[Fault], sheets: list[Sheet]) -> None:
        super().__init__(*faults)
        self.sheets = tuple(sheets)


@dataclass(frozen=True)
class _SheetEntry:
    name: str
    part: str
    is_hidden: bool


@dataclass
class _Contents:
    """The parts that are read, each at most once, and what they say of the workbook as a whole."""

    parts: dict[str, Part]
    sheets: list[_SheetEntry]
    shared_strings: str | None
    styles: str | None
    starts_1904: bool


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """Return the sheets of an XLSX file in their order, or raise WorkbookUnsafe with every fault that was found."""
    allowance = Allowance()
    with opened(path) as parts:
        try:
            contents = _contents(parts, allowance)
            declaring = [part for part in contents.parts.values() if part.has_declarations()]
            if declaring:
                raise _entities_found(declaring, contents)
            _refuse_endless(contents, allowance)
            return _sheets(contents, allowance)
        except TooMuch as limit:
            raise WorkbookUnsafe(Fault("The workbook unpacks to far more than a CAP can hold.")) from limit


def _contents(parts: Parts, allowance: Allowance) -> _Contents:
    read = {name: parts.read(name) for name in parts.xml_names()}
    book = _target(_relations(read, "", allowance), _OFFICE_DOCUMENT) or "xl/workbook.xml"
    if book not in read:
        raise WorkbookUnsafe(
            Fault("The file is a zip archive but no Excel workbook; expected a workbook saved as .xlsx.")
        )
    relations = _relations(read, book, allowance)
    outline = _Outline(allowance)
    outline.read(_harmless(read[book]))
    sheets = [
        _SheetEntry(name, relations[link][1], hidden)
        for name, link, hidden in outline.sheets
        if link in relations and relations[link][0].endswith("/worksheet") and relations[link][1] in read
    ]
    return _Contents(
        read, sheets, _target(relations, "/sharedStrings"), _target(relations, "/styles"), outline.starts_1904
    )


def _refuse_endless(contents: _Contents, allowance: Allowance) -> None:
    """Refuse a workbook of which some part went on beyond the limit, naming sheet and row where it is a sheet."""
    endless = {name for name, part in contents.parts.items() if not part.is_whole}
    if sheets := [entry for entry in contents.sheets if entry.part in endless]:
        # Read only to find the row: its beginning without its shared texts will do.
        _sheets(replace(contents, sheets=sheets, shared_strings=None, styles=None), allowance)
    if endless:
        raise WorkbookUnsafe(Fault(f"The part {min(endless)} unpacks to far more than a CAP can hold."))


def _sheets(contents: _Contents, allowance: Allowance) -> tuple[Sheet, ...]:
    shared = read_shared_strings(contents.parts.get(contents.shared_strings or ""), allowance)
    styles = read_date_styles(contents.parts.get(contents.styles or ""), allowance)
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for entry in contents.sheets:
        try:
            content = read_cells(
                contents.parts[entry.part],
                shared=shared,
                date_styles=styles,
                starts_1904=contents.starts_1904,
                allowance=allowance,
                name=entry.name,
            )
        except WorkbookUnsafe as unsafe:
            faults += [replace(fault, sheet=fault.sheet or entry.name) for fault in unsafe.faults]
        else:
            sheets.append(_sheet(entry, content))
    if faults:
        raise WorkbookUnsafe(*faults)
    return tuple(sheets)


def _sheet(entry: _SheetEntry, content: SheetContent) -> Sheet:
    merges = tuple(Merge(*corners) for corners in content.merges)
    return Sheet(entry.name, content.cells, merges, content.unusable, entry.is_hidden)


def _entities_found(declaring: list[Part], contents: _Contents) -> EntitiesFound:
    names = {entry.part: entry for entry in contents.sheets}
    faults: list[Fault] = []
    copies: list[Sheet] = []
    for part in declaring:
        harmless, use, body = without_declarations(part)
        message = (
            f"The part {part.name} declares a document type or an entity, which could make a program read other "
            "files. No spreadsheet program writes one; save the workbook again in Excel."
        )
        if part.name not in names:
            faults.append(Fault(message))
            continue
        row, column = _cell_before(body, use.start()) if use else (None, None)
        faults.append(Fault(message, names[part.name].name, row, column))
        copies += _copy(names[part.name], harmless, contents)
    return EntitiesFound(faults, copies)


def _copy(entry: _SheetEntry, harmless: Part, contents: _Contents) -> tuple[Sheet, ...]:
    """Return the sheet as far as it can be read without its entities; it serves only to find the heads."""
    shared = contents.parts.get(contents.shared_strings or "")
    parts = {**contents.parts, entry.part: harmless}
    if shared:
        parts[shared.name] = _harmless(shared)
    alone = _Contents(parts, [entry], contents.shared_strings, None, contents.starts_1904)
    try:
        return _sheets(alone, Allowance())
    except (WorkbookUnsafe, TooMuch):
        return ()


def _cell_before(body: str, place: int) -> tuple[int | None, int | None]:
    """Return row and column of the cell in which the place lies, as far as the cell says so."""
    at = max(body.rfind("<c ", 0, place), body.rfind(":c ", 0, place))
    reference = body[at : body.find(">", at)].partition('r="')[2].partition('"')[0] if at >= 0 else ""
    letters = reference.rstrip("0123456789")
    if not letters.isalpha() or len(letters) > 3 or not reference[len(letters) :]:
        return None, None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column


def _harmless(part: Part) -> Part:
    return without_declarations(part)[0] if part.has_declarations() else part


class _Outline(XmlReader):
    """The list of sheets in the workbook part."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(allowance)
        self.sheets: list[tuple[str, str, bool]] = []
        self.starts_1904 = False
        self.starts = {"sheet": self._sheet, "workbookPr": self._properties}

    def _sheet(self, attributes: Attributes) -> None:
        link = attributes.get(_RELATIONSHIP) or attributes.get(_STRICT_RELATIONSHIP, "")
        self.sheets.append((attributes.get("name", ""), link, attributes.get("state", "visible") != "visible"))

    def _properties(self, attributes: Attributes) -> None:
        self.starts_1904 = attributes.get("date1904", "0") in {"1", "true"}


class _Relations(XmlReader):
    """The parts that a part refers to; those outside the file are left out."""

    def __init__(self, folder: str, allowance: Allowance) -> None:
        super().__init__(allowance)
        self.targets: dict[str, tuple[str, str]] = {}
        self._folder = folder
        self.starts = {"Relationship": self._relation}

    def _relation(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode", "Internal") == "Internal":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            self.targets[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))


def _relations(read: dict[str, Part], of: str, allowance: Allowance) -> dict[str, tuple[str, str]]:
    folder, _, name = of.rpartition("/")
    part = read.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if part is None:
        return {}
    reader = _Relations(folder, allowance)
    reader.read(_harmless(part))
    return reader.targets


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for type_, target in relations.values() if type_.endswith(kind)), None)
