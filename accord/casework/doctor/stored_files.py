"""Published files and photos: whether each one that a row names is there, and is what it was."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Select, select

from accord.casework.backup import STORED_KINDS, stores
from accord.casework.doctor.examination import Examination, Finding, broken, fine
from accord.gateways.archive import member_from
from accord.records.edition import EditionFile, EditionPhoto
from accord.records.hazard import Photo

SIZES: dict[str, tuple[Select[str, int], ...]] = {
    "published": (
        select(EditionFile.sha256, EditionFile.size_bytes),
        select(EditionPhoto.sha256, EditionPhoto.size_bytes),
    ),
    "photos": (select(Photo.sha256, Photo.size_bytes),),
}


def published_files(examined: Examination) -> Finding:
    """Judge every file and photo that was published."""
    return _stored(examined, "published")


def photos(examined: Examination) -> Finding:
    """Judge every photo that is kept for those who work here."""
    return _stored(examined, "photos")


def _stored(examined: Examination, folder: str) -> Finding:
    named = examined.state.stored[folder]
    wrong = list(_wrong(examined, folder))
    how = "by SHA-256" if examined.is_thorough else "by size; --thorough reads each"
    if not wrong:
        return fine(f"{len(named):,} {STORED_KINDS[folder]}, each there and unchanged ({how})")
    return broken(
        f"{len(wrong):,} of {len(named):,} {STORED_KINDS[folder]} are not in order ({how}), first {wrong[0]}",
        "take the file from a backup (tar -xzf BACKUP NAME) and put it there; it is known by its name",
    )


def _wrong(examined: Examination, folder: str) -> Iterator[str]:
    store = stores(examined.settings)[folder]
    sizes = {row.sha256: row.size_bytes for query in SIZES[folder] for row in examined.database.execute(query)}
    for sha256, what in examined.state.stored[folder].items():
        path = store.path_of(sha256)
        if not path.is_file():
            yield f"the {what}, which is missing: {path}"
        elif not _is_unchanged(path, sha256, sizes[sha256], is_thorough=examined.is_thorough):
            yield f"the {what}, which was altered: {path}"


def _is_unchanged(path: Path, sha256: str, size_bytes: int, *, is_thorough: bool) -> bool:
    # Of every file, not of some: to ask for a size costs no more than to ask whether the file is there.
    if path.stat().st_size != size_bytes:
        return False
    return not is_thorough or member_from(path.name, path).sha256 == sha256
