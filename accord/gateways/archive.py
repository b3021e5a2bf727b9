"""The archive of a whole installation: a tar.gz that any system unpacks, whose first member lists all others.

It is read with no trust in it. Python's `tarfile` follows extended headers of any size before anyone can count them,
so each header is read here by itself, 512 bytes, and must be the plain file that the list names next: there is no
place for a link, a path out of the folder, a member more, or a byte more than was announced.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = "accord backup"
LAYOUT = 1
"""Raised when an older program could no longer read the archive."""
MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 64_000_000
"""Room for some 300,000 published files: it is the one member that is read into memory."""
MAX_RATIO = 200
"""A database shrinks to a tenth and a PDF hardly at all; only a bomb unpacks to more than this."""
RATIO_HOLDS_FROM_BYTES = 100_000_000

_BLOCK = 512
_CHUNK = 1 << 20
_LARGEST_END = 10_240
"""What other programs fill the end of a tar up to."""
_NAME = re.compile(r"(?=.{1,100}\Z)[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ArchiveRefused(Exception):
    """The archive cannot be written or read as it is."""


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself; `damage` holds a sentence for all that was not whole when it was made."""

    version: str
    schema: str
    database: str
    made_at: datetime
    journal_root: str
    journal_lines: int
    damage: tuple[str, ...]
    members: tuple[Member, ...]

    def as_json(self) -> bytes:
        """Return the first member of the archive."""
        said = {"format": FORMAT, "layout": LAYOUT} | asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


def member_from(name: str, path: Path) -> Member:
    """Return the member that a file as it stands would be."""
    with path.open("rb") as file:
        return Member(name, hashlib.file_digest(file, "sha256").hexdigest(), file.tell())


def write_archive(file: Path, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    """Write the archive, readable by its owner only; each source must still be what the manifest says of it."""
    listing = manifest.as_json()
    if len(listing) > MAX_MANIFEST_BYTES:
        msg = f"the list of {len(manifest.members):,} files is longer than an archive can hold"
        raise ArchiveRefused(msg)
    written_at = int(manifest.made_at.timestamp())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        # Level 1: most of an archive are PDFs, which are packed already; the database still shrinks to a fifth.
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1, mtime=written_at) as packed:
            packed.write(_header(MANIFEST, len(listing), written_at) + listing + _padding(len(listing)))
            for member in manifest.members:
                _put(packed, member, sources[member.name], written_at)
            packed.write(bytes(2 * _BLOCK))
        raw.flush()
        os.fsync(raw.fileno())


@contextmanager
def opened(file: Path) -> Iterator["ArchiveReader"]:
    """Open an archive and read its manifest; raises ArchiveRefused unless it is a whole one of this program."""
    with file.open("rb") as raw, gzip.GzipFile(fileobj=raw, mode="rb") as packed:
        yield ArchiveReader(packed, file.name, file.stat().st_size)


class ArchiveReader:
    """An open archive, read once from its beginning to its end."""

    def __init__(self, packed: gzip.GzipFile, name: str, packed_bytes: int) -> None:
        self._packed = packed
        self._name = name
        self.manifest = self._read_manifest()
        unpacked_bytes = sum(member.size for member in self.manifest.members)
        if unpacked_bytes > max(RATIO_HOLDS_FROM_BYTES, MAX_RATIO * packed_bytes):
            msg = f"{name} claims to unpack to {unpacked_bytes:,} bytes from {packed_bytes:,}; that is no backup"
            raise ArchiveRefused(msg)
        self._unpacked_bytes = unpacked_bytes

    def unpack_into(self, folder: Path) -> None:
        """Unpack every member into an empty folder, holding each to its size and SHA-256."""
        if self._unpacked_bytes > (free := shutil.disk_usage(folder).free):
            msg = f"{self._name} unpacks to {self._unpacked_bytes:,} bytes, and only {free:,} are free at {folder}"
            raise ArchiveRefused(msg)
        for member in self.manifest.members:
            self._expect(member)
            self._unpack(member, folder / member.name)
        self._expect_the_end()

    def _read_manifest(self) -> Manifest:
        no_backup = f"{self._name} is no archive made by “accord backup”"
        try:
            header = _parsed(self._packed.read(_BLOCK))
        except (OSError, EOFError, zlib.error) as error:
            raise ArchiveRefused(no_backup) from error
        if header is None or not _is_plain(header, MANIFEST):
            raise ArchiveRefused(no_backup)
        if not 0 < header.size <= MAX_MANIFEST_BYTES:
            msg = f"{self._name} has a list of contents of {header.size:,} bytes; that is no backup"
            raise ArchiveRefused(msg)
        content = self._read(header.size)
        self._read_padding(header.size)
        try:
            return _manifest_told(json.loads(content))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            msg = f"{self._name} has a list of contents that this version cannot read ({error})"
            raise ArchiveRefused(msg) from error

    def _expect(self, member: Member) -> None:
        header = _parsed(self._read(_BLOCK))
        if header is None:
            msg = f"{self._name} is damaged: where {member.name} should begin there is no file"
            raise ArchiveRefused(msg)
        if not _is_plain(header, member.name) or header.size != member.size:
            msg = (
                f"{self._name} holds {header.name[:80]!r} where its list of contents names {member.name}, "
                f"a plain file of {member.size:,} bytes"
            )
            raise ArchiveRefused(msg)

    def _unpack(self, member: Member, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        seen = hashlib.sha256()
        with path.open("xb") as file:
            left = member.size
            while left:
                chunk = self._read(min(left, _CHUNK))
                seen.update(chunk)
                file.write(chunk)
                left -= len(chunk)
        if seen.hexdigest() != member.sha256:
            msg = f"{self._name} is damaged or was altered: {member.name} does not have the SHA-256 in its list"
            raise ArchiveRefused(msg)
        self._read_padding(member.size)

    def _read_padding(self, size: int) -> None:
        self._read(len(_padding(size)))

    def _expect_the_end(self) -> None:
        end = self._read(2 * _BLOCK)
        try:
            # Read to the very end, so that the checksum of the whole is asked for too.
            end += self._packed.read(_LARGEST_END)
            more = self._packed.read(1)
        except (OSError, EOFError, zlib.error) as error:
            raise ArchiveRefused(self._cut_off()) from error
        if more or any(end):
            msg = f"{self._name} holds more than its list of contents names"
            raise ArchiveRefused(msg)

    def _read(self, length: int) -> bytes:
        """Return exactly so many bytes."""
        try:
            found = self._packed.read(length)
        except (OSError, EOFError, zlib.error) as error:
            raise ArchiveRefused(self._cut_off()) from error
        if len(found) < length:
            raise ArchiveRefused(self._cut_off())
        return found

    def _cut_off(self) -> str:
        return f"{self._name} is damaged or incomplete: it cannot be unpacked to its end"


def _put(packed: gzip.GzipFile, member: Member, source: Path, written_at: int) -> None:
    packed.write(_header(member.name, member.size, written_at))
    seen = hashlib.sha256()
    left = member.size
    with source.open("rb") as file:
        while left and (chunk := file.read(min(left, _CHUNK))):
            seen.update(chunk)
            packed.write(chunk)
            left -= len(chunk)
    if seen.hexdigest() != member.sha256:
        msg = f"{source} changed while it was being copied"
        raise ArchiveRefused(msg)
    packed.write(_padding(member.size))


def _header(name: str, size: int, written_at: int) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = size, written_at, 0o600
    return header.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _parsed(block: bytes) -> tarfile.TarInfo | None:
    try:
        return tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.TarError, ValueError):
        return None


def _is_plain(header: tarfile.TarInfo, name: str) -> bool:
    return header.type == tarfile.REGTYPE and header.name == name


def _manifest_told(told: Any) -> Manifest:
    """Return the manifest, or raise ValueError, KeyError or TypeError where it is not as this program writes it."""
    if (told["format"], told["layout"]) != (FORMAT, LAYOUT):
        msg = f"format {str(told['format'])[:40]!r}, layout {str(told['layout'])[:10]}"
        raise ValueError(msg)
    members = tuple(
        Member(_matching(_NAME, one["name"]), _matching(_SHA256, one["sha256"]), _count(one["size"]))
        for one in told["members"]
    )
    if len({member.name for member in members}) < len(members):
        msg = "a file is named twice"
        raise ValueError(msg)
    return Manifest(
        version=_text(told["version"]),
        schema=_text(told["schema"]),
        database=_text(told["database"]),
        made_at=datetime.fromisoformat(_text(told["made_at"])),
        journal_root=_matching(_SHA256, told["journal_root"]),
        journal_lines=_count(told["journal_lines"]),
        damage=tuple(_text(sentence) for sentence in told["damage"]),
        members=members,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        msg = f"{str(value)[:40]!r} is no plain text"
        raise TypeError(msg)
    return value


def _matching(form: re.Pattern[str], value: Any) -> str:
    if not form.fullmatch(_text(value)):
        msg = f"{value[:80]!r} is not allowed there"
        raise ValueError(msg)
    return str(value)


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        msg = f"{str(value)[:40]!r} is no number of bytes or lines"
        raise TypeError(msg)
    return value
