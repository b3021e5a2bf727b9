"""The guard at the door for spreadsheets from outside: what is no plain XLSX workbook never reaches a parser.

A workbook is a zip of XML parts, and it may have been made to hurt: to unpack without end, to fill the memory
with cells, to make the parser read other files. So parts are unpacked one by one under limits that count the
bytes that really come out, never the sizes that the file claims.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MAX_PART_BYTES = 32_000_000
"""The largest CAP on record is a few hundred rows and below 2 MB; Excel itself rarely passes 30 MB."""
MAX_UNPACKED_BYTES = 64_000_000
MAX_PARTS = 5_000
"""One picture per row and its drawing still fit."""
MAX_DIRECTORY_BYTES = 1_000_000
"""The list of parts is read before anything can be counted, so its size is limited first."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_LENGTH = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_TAIL = 65_535 + _END_LENGTH
_NOT_XML = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".webp", ".svg", ".bin")
_DECLARATIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ENTITY_USE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[^;\s<&]{1,100};")


@dataclass(frozen=True)
class Fault:
    """Why a workbook is not opened, and where; `column` counts from 1, None where it has no one place."""

    message: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


class WorkbookUnsafe(Exception):
    """The file is no workbook that can be opened without danger; `faults` says why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Part:
    """The bytes of one part; `is_whole` False where it went on beyond the limit and only its beginning is here."""

    name: str
    content: bytes
    is_whole: bool

    def has_declarations(self) -> bool:
        """Return whether the part declares a document type or an entity, in UTF-8 or UTF-16."""
        return any(mark in self.content for mark in _DECLARATIONS)


class Parts:
    """The parts of an open workbook, each unpacked under the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._by_name = {entry.filename.lstrip("/"): entry for entry in archive.infolist()}
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def xml_names(self) -> tuple[str, ...]:
        """Return the names of all parts that some program might parse as XML: all but pictures and binaries."""
        return tuple(name for name in self._by_name if not name.lower().endswith(_NOT_XML) and not name.endswith("/"))

    def read(self, name: str) -> Part:
        """Unpack one part, up to the limit."""
        entry = self._by_name[name]
        if entry.flag_bits & 0x1:
            raise WorkbookUnsafe(Fault("The workbook is protected with a password; save it without one."))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookUnsafe(Fault(f"The part {name} is packed in a way that no spreadsheet program uses."))
        room = min(MAX_PART_BYTES, MAX_UNPACKED_BYTES - self._unpacked)
        try:
            with self._archive.open(entry) as unpacking:
                content = unpacking.read(room + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as damage:
            raise WorkbookUnsafe(
                Fault(f"The file is damaged: its part {name} cannot be unpacked. Expected a complete .xlsx file.")
            ) from damage
        self._unpacked += len(content)
        return Part(name, content[:room], len(content) <= room)


@contextmanager
def opened(path: Path) -> Iterator[Parts]:
    """Open the file as the parts of an XLSX workbook, or raise WorkbookUnsafe saying what it is instead."""
    _refuse_other_formats(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as damage:
        raise WorkbookUnsafe(Fault("The file is damaged: its list of parts cannot be read.")) from damage
    with archive:
        if len(archive.infolist()) > MAX_PARTS:
            raise WorkbookUnsafe(Fault(f"The file holds more than {MAX_PARTS} parts; that is no CAP workbook."))
        parts = Parts(archive)
        if "[Content_Types].xml" not in parts:
            raise WorkbookUnsafe(
                Fault("The file is a zip archive but no Excel workbook; expected a workbook saved as .xlsx.")
            )
        yield parts


MAX_COPIED_BYTES = 4_000_000
"""A part that declares an entity is only copied, to say where, if it is no larger."""


def without_declarations(part: Part) -> tuple[Part, re.Match[str] | None, str]:
    """Return a copy of the part without document type and entities, and where its text first uses an entity.

    Only for finding out in which cell the entity stood: nothing of it is imported.
    """
    text = part.content[:MAX_COPIED_BYTES].decode(_encoding_of(part.content), errors="replace")
    text = re.sub(r"<\?xml[^>]*\?>", "", text, count=1)
    body = _DOCTYPE.sub("", text).lstrip("\ufeff")
    use = _ENTITY_USE.search(body)
    return Part(part.name, _ENTITY_USE.sub("", body).encode(), part.is_whole), use, body


def _encoding_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"<\x00"):
        return "utf-16-le"
    return "utf-16-be" if content.startswith(b"\x00<") else "utf-8"


def _refuse_other_formats(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
        if start == _OLE:
            file.seek(0)
            _refuse_ole(file.read(10_000_000))
    if start.startswith(b"%PDF"):
        raise WorkbookUnsafe(Fault("The file is a PDF, not a workbook; expected the Excel file it was made from."))
    if not start.startswith(b"PK"):
        raise WorkbookUnsafe(Fault("The file is no Excel workbook; expected one saved as .xlsx."))
    _refuse_bad_directory(tail)


def _refuse_ole(content: bytes) -> None:
    if _ENCRYPTED in content:
        raise WorkbookUnsafe(Fault("The workbook is protected with a password; save it without one."))
    raise WorkbookUnsafe(Fault("The file is an old .xls workbook; open it in Excel and save it as .xlsx."))


def _refuse_bad_directory(tail: bytes) -> None:
    """Refuse a zip whose list of parts is missing or too long, before any program reads the list."""
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or at + _END_LENGTH > len(tail):
        raise WorkbookUnsafe(
            Fault("The file is incomplete: its end is missing. Copy or download it again, whole, as .xlsx.")
        )
    directory_bytes = int.from_bytes(tail[at + 12 : at + 16], "little")
    if directory_bytes > MAX_DIRECTORY_BYTES or _ZIP64_LOCATOR in tail[max(0, at - 20) : at]:
        raise WorkbookUnsafe(Fault(f"The file holds more than {MAX_PARTS} parts; that is no CAP workbook."))
