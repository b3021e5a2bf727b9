"""Published files and photos: whether each one that a row names is there, and is what it was."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select

from accord.casework.doctor.examination import Examination, Finding, broken, fine, look
from accord.casework.stored import STORED_KINDS, stores
from accord.gateways.archive import member_from
from accord.records.cap import RecognitionSheet
from accord.records.edition import EditionFile, EditionPhoto
from accord.records.ending import EndingItem
from accord.records.order_care import PanelReferral
from accord.records.paperwork import StoredFile
from accord.records.photo import Photo, Upload
from accord.rules.desk.rounds import UploadState

SIZES: dict[str, tuple[Select[Any, Any], ...]] = {
    "published": (
        select(EditionFile.sha256, EditionFile.size_bytes),
        select(EditionPhoto.sha256, EditionPhoto.size_bytes),
    ),
    "photos": (select(Photo.sha256, Photo.size_bytes),),
    "documents": (
        select(StoredFile.sha256, StoredFile.size_bytes),
        select(RecognitionSheet.sha256, RecognitionSheet.size_bytes),
        select(EndingItem.sha256, EndingItem.size_bytes).where(EndingItem.sha256.is_not(None)),
        select(PanelReferral.package_sha256.label("sha256"), PanelReferral.package_bytes.label("size_bytes")),
    ),
}
"""Of small copies of photos no size is kept: whether they are there is asked, and with `--thorough` what they are."""
LONGEST_WAIT = timedelta(minutes=10)
"""Ours: a photo is made in a second; whoever has sent ten of them over a poor line waits no longer than this."""


def published_files(examined: Examination) -> Finding:
    """Judge every file and photo that was published."""
    return _stored(examined, "published")


def photos(examined: Examination) -> Finding:
    """Judge every photo that is kept for those who work here."""
    return _stored(examined, "photos")


def documents(examined: Examination) -> Finding:
    """Judge every document that was handed in."""
    return _stored(examined, "documents")


def uploads(examined: Examination) -> Finding:
    """Judge whether what was sent is made into photos, and whether what waits is there."""
    waits = Upload.state == UploadState.WAITING
    count, since = examined.database.execute(
        select(func.count(Upload.id), func.min(Upload.recorded_at)).where(waits)
    ).one()
    if not count:
        return fine("no photo waits to be prepared")
    store = stores(examined.settings)["uploads"]
    if lost := [what for sha256, what in examined.state.uploads.items() if not store.path_of(sha256).is_file()]:
        return broken(
            f"of {count:,} photos that wait to be prepared {len(lost):,} are lost, first {lost[0]}",
            "let “accord photos prepare” run: it asks those who sent them to send them again",
        )
    if examined.moment.now - since > LONGEST_WAIT:
        return look(
            f"{count:,} photos wait to be prepared, the first since {since:%Y-%m-%d %H:%M %Z}",
            "see whether “accord serve” runs and has room on the disk; “accord photos prepare” does it by hand",
        )
    return fine(f"{count:,} photos are about to be prepared")


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
        elif not _is_unchanged(path, sha256, sizes.get(sha256), is_thorough=examined.is_thorough):
            yield f"the {what}, which was altered: {path}"


def _is_unchanged(path: Path, sha256: str, size_bytes: int | None, *, is_thorough: bool) -> bool:
    # Of every file, not of some: to ask for a size costs no more than to ask whether the file is there.
    if size_bytes is not None and path.stat().st_size != size_bytes:
        return False
    return not is_thorough or member_from(path.name, path).sha256 == sha256
