"""The package of a referral: one ZIP with the letter, the data, what is enclosed, and the SHA-256 of each file.

The same state of an order at the same moment always gives the same bytes.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from accord.casework.orders.referral.gathering import Gathered
from accord.casework.orders.referral.paper import print_referral
from accord.rules.public.edition_object import plain

FORMAT = "accord referral to the Review Panel"
LAYOUT = 1
"""Raised when a program that reads the data could no longer do so."""
PAPER, DATA, SUMS = "referral.pdf", "referral.json", "SHA256SUMS"
_CHUNK = 1 << 20
_PACKED_ALREADY = (".pdf", ".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True)
class Package:
    """A package that was written, not yet in its place."""

    file: Path
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class _Enclosed:
    name: str
    sha256: str
    size_bytes: int


@contextmanager
def written_package(gathered: Gathered, folder: Path, *, zone: ZoneInfo) -> Iterator[Package]:
    """Write the package into the folder for as long as it is looked at; whoever keeps it moves it away from there.

    Raises PrintRefused where the letter cannot be printed.
    """
    paper = print_referral(gathered.dossier, zone=zone)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="referral-", dir=folder) as place:
        file = Path(place) / "package.zip"
        _write(file, gathered, paper, zone)
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        yield Package(file, sha256, file.stat().st_size)


def _write(file: Path, gathered: Gathered, paper: bytes, zone: ZoneInfo) -> None:
    at = gathered.dossier.referred_at.astimezone(zone).timetuple()[:6]
    with zipfile.ZipFile(file, "w") as archive:
        enclosed = [_put(archive, PAPER, paper, at)]
        enclosed += [_copy(archive, name, path, at) for name, path in gathered.enclosed.items()]
        data = {
            "format": FORMAT,
            "layout": LAYOUT,
            **plain(gathered.dossier),
            "enclosed": [{"file": each.name, "sha256": each.sha256, "bytes": each.size_bytes} for each in enclosed],
        }
        enclosed.append(_put(archive, DATA, json.dumps(data, ensure_ascii=False, indent=1).encode(), at))
        # As sha256sum writes and checks them.
        sums = "".join(f"{each.sha256}  {each.name}\n" for each in enclosed)
        _put(archive, SUMS, sums.encode(), at)


def _put(archive: zipfile.ZipFile, name: str, content: bytes, at: tuple[int, ...]) -> _Enclosed:
    archive.writestr(_member(name, at), content)
    return _Enclosed(name, hashlib.sha256(content).hexdigest(), len(content))


def _copy(archive: zipfile.ZipFile, name: str, path: Path, at: tuple[int, ...]) -> _Enclosed:
    """Copy a file in pieces: one that was handed in may be large."""
    seen, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(_member(name, at), "w") as member:
        while chunk := source.read(_CHUNK):
            seen.update(chunk)
            size += len(chunk)
            member.write(chunk)
    return _Enclosed(name, seen.hexdigest(), size)


def _member(name: str, at: tuple[int, ...]) -> zipfile.ZipInfo:
    year, month, day, hour, minute, second = at
    member = zipfile.ZipInfo(name, (year, month, day, hour, minute, second))
    member.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    # The same on every system that writes it.
    member.create_system, member.external_attr = 3, 0o644 << 16
    return member
