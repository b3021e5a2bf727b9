"""The XML of a workbook's parts, read with the parser of the standard library in one pass under limits.

Every way to make that parser fetch or unfold anything is closed: a document type ends the reading at once.
"""

import re
import xml.parsers.expat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from accord.gateways.workbook.guard import Fault, Part, WorkbookUnsafe

MAX_CELLS = 500_000
"""Cells of one workbook, empty ones included; a CAP sheet of 400 rows has 4,000."""
MAX_ELEMENTS = 2_000_000
MAX_TEXT = 16_000_000
"""Characters of all cells of one workbook; a long text shared by many cells counts once for each."""
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]


@dataclass
class Allowance:
    """How much of the workbook may still be read; shared by its parts, so that many small bombs are one.

    `elements` counts up to `MAX_ELEMENTS`, the others count down.
    """

    cells: int = MAX_CELLS
    elements: Iterator[int] = field(default_factory=count)
    text: int = MAX_TEXT


class TooMuch(Exception):
    """The part holds more than the allowance."""


class XmlReader:
    """Calls the right deed at the start and end of each element, by its local name."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.starts: dict[str, Start] = {}
        self.ends: dict[str, End] = {}
        self.text: list[str] = []
        # Namespaces are resolved by the parser, so that any prefix is understood.
        self.parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._first
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def read(self, part: Part) -> None:
        """Read the part to its end, or as far as it was unpacked."""
        try:
            # In one piece: the parser starts over at each piece of a very long token.
            self.parser.Parse(part.content, part.is_whole)
        except xml.parsers.expat.ExpatError as damage:
            raise WorkbookUnsafe(Fault(f"The file is damaged: its part {part.name} is no proper XML.")) from damage
        if not part.is_whole:
            raise TooMuch

    def collect(self, _: Attributes | None = None) -> None:
        """Begin to collect the text of the element."""
        self.parser.CharacterDataHandler = self.text.append

    def stop(self) -> None:
        """Stop to collect text."""
        self.parser.CharacterDataHandler = None

    def _first(self, name: str, attributes: Attributes) -> None:
        # The element that holds all others sets the namespace: the format has a strict and a transitional one.
        namespace, space, _ = name.rpartition(" ")
        starts = {f"{namespace}{space}{local}": deed for local, deed in self.starts.items()}
        ends = {f"{namespace}{space}{local}": deed for local, deed in self.ends.items()}
        elements = self.allowance.elements

        # Run for every element of the file, so these are closures, which cost half of what methods do.
        def start(name: str, attributes: Attributes) -> None:
            if next(elements) > MAX_ELEMENTS:
                raise TooMuch
            if name in starts:
                starts[name](attributes)

        def end(name: str) -> None:
            if name in ends:
                ends[name]()

        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end
        start(name, attributes)

    def _refuse_doctype(self, *_: object) -> None:
        raise WorkbookUnsafe(Fault("The workbook declares a document type; no spreadsheet program writes one."))


class _SharedStrings(XmlReader):
    def __init__(self, allowance: Allowance) -> None:
        super().__init__(allowance)
        self.strings: list[str] = []
        self.starts = {"t": self.collect, "rPh": self._skip}
        self.ends = {"t": self.stop, "si": self._keep, "rPh": self._resume}

    def _keep(self) -> None:
        self.strings.append(unescaped("".join(self.text)))
        self.text.clear()

    def _skip(self, _: Attributes) -> None:
        # Furigana: how a word is pronounced, no part of the text.
        self._before = len(self.text)

    def _resume(self) -> None:
        del self.text[self._before :]


class _Styles(XmlReader):
    def __init__(self, allowance: Allowance) -> None:
        super().__init__(allowance)
        self.formats: dict[str, str] = {}
        self.cell_formats: list[str] = []
        self._inside = False
        self.starts = {"numFmt": self._format, "cellXfs": self._enter, "xf": self._style}
        self.ends = {"cellXfs": self._leave}

    def _format(self, attributes: Attributes) -> None:
        self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _enter(self, _: Attributes) -> None:
        self._inside = True

    def _leave(self) -> None:
        self._inside = False

    def _style(self, attributes: Attributes) -> None:
        if self._inside:
            self.cell_formats.append(attributes.get("numFmtId", "0"))


def read_shared_strings(part: Part | None, allowance: Allowance) -> list[str]:
    """Return the texts that cells refer to by number."""
    if part is None:
        return []
    reader = _SharedStrings(allowance)
    reader.read(part)
    return reader.strings


def read_date_styles(part: Part | None, allowance: Allowance) -> frozenset[str]:
    """Return the numbers of the cell styles that show a number as a date."""
    if part is None:
        return frozenset()
    reader = _Styles(allowance)
    reader.read(part)
    return frozenset(
        str(place) for place, number in enumerate(reader.cell_formats) if _is_date(number, reader.formats.get(number))
    )


def unescaped(text: str) -> str:
    """Return the text with `_x000D_` and the like turned into what they stand for, its lines ended by line feeds."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    is_character = code in {9, 10, 13} or (code >= 32 and not 0xD800 <= code <= 0xDFFF and code < 0xFFFE)
    return chr(code) if is_character else escape[0]


def _is_date(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdecimal() and int(number) in _DATE_FORMATS
    return any(letter in "dmyhs" for letter in _QUOTED.sub("", code.lower().replace("general", "")))
