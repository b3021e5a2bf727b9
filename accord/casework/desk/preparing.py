"""Turns waiting uploads into photos, or refuses them with a sentence; done by a process beside the web server.

Each attempt is counted before it begins, so that a photo over which the machine dies is not tried for ever. Whoever
comes second with the same upload changes nothing: it gives one photo. Source: docs/decisions/0006-the-desk.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.uploads import PEN
from accord.casework.refusals import N_
from accord.gateways.files import FileStore
from accord.gateways.language import Language, translator
from accord.gateways.pictures import Picture, UploadRefused
from accord.records.base import hold_the_pen
from accord.records.photo import KeptPhoto, Photo, Upload
from accord.rules.desk.rounds import UploadState
from accord.rules.desk.uploads import MOST_ATTEMPTS
from accord.rules.moments import Moment

GIVEN_UP = N_("The server could not prepare this photo: save it anew as JPEG and send that, or take it again.")
LOST = N_("The file got lost on the server before it was prepared: send it again.")


@dataclass(frozen=True)
class Waiting:
    """An upload that is about to be made anew."""

    id: int
    sha256: str
    file_name: str


def is_anything_waiting(session: Session) -> bool:
    """Return whether there is anything to do."""
    return bool(session.scalar(select(exists().where(Upload.state == UploadState.WAITING))))


def begin(session: Session, *, after: int, most: int, moment: Moment) -> Sequence[Waiting]:
    """Count an attempt at each of the next uploads and return them, the oldest first.

    Those that were tried often enough are refused instead. `after`: the id of the last one that was begun.
    """
    query = (
        select(Upload)
        .where(Upload.state == UploadState.WAITING, Upload.id > after)
        .order_by(Upload.id)
        .limit(most)
        .with_for_update()
    )
    found = session.scalars(query).all()
    for upload in found:
        if upload.attempts >= MOST_ATTEMPTS:
            _refuse(session, upload, in_both(GIVEN_UP), moment=moment)
        else:
            upload.attempts += 1
    session.flush()
    return [Waiting(each.id, each.sha256, each.file_name) for each in found if each.state is UploadState.WAITING]


def give_back(session: Session, upload_id: int) -> None:
    """Take back an attempt that failed through no fault of the photo: the disk was full."""
    upload = session.get(Upload, upload_id, with_for_update=True)
    if upload is not None and upload.state is UploadState.WAITING:
        upload.attempts = max(0, upload.attempts - 1)


def finish(
    session: Session, upload_id: int, outcome: Picture | str, *, photos: FileStore, moment: Moment
) -> Photo | None:
    """Make the upload a photo of the hazard, or refuse it: `outcome` is the picture or why there is none.

    Returns None where it was refused, or where another process was quicker.
    """
    files: tuple[str, ...] = ()
    if isinstance(outcome, Picture):
        # Before the pen is taken: the same upload gives the same bytes, so nothing is left over.
        files = (photos.keep(outcome.jpeg), photos.keep(outcome.thumbnail))
    upload = session.get(Upload, upload_id, with_for_update=True, populate_existing=True)
    if upload is None or upload.state is not UploadState.WAITING:
        return None
    if isinstance(outcome, str):
        _refuse(session, upload, outcome, moment=moment)
        return None
    photo = _photo(upload, outcome, files, moment=moment)
    session.add(photo)
    session.flush()
    upload.state, upload.photo_id = UploadState.READY, photo.id
    details = {"upload": upload.id, "photo": photo.id, "file": photo.sha256}
    _note(session, "made a photo of what was sent", upload, details, moment=moment)
    return photo


def forget_file(session: Session, sha256: str, *, uploads: FileStore) -> None:
    """Remove the file as it came in, with all that the camera wrote into it, unless it is waited for elsewhere."""
    hold_the_pen(session, PEN)
    waits = exists().where(Upload.sha256 == sha256, Upload.state == UploadState.WAITING)
    # The same file may be kept for a form that was not saved yet.
    is_kept = exists().where(KeptPhoto.sha256 == sha256, KeptPhoto.upload_id.is_(None))
    if not session.scalar(select(or_(waits, is_kept))):
        uploads.path_of(sha256).unlink(missing_ok=True)


def in_both(sentence: str) -> str:
    """Return a sentence in both languages, a line each: nobody knows yet who will read it."""
    return "\n".join(translator(each).gettext(sentence) for each in (Language.EN, Language.BN))


def refusal_in_both(refused: UploadRefused) -> str:
    """Return the sentence of a refusal in both languages, a line each."""
    return "\n".join(refused.in_language(each) for each in (Language.EN, Language.BN))


def why_refused(upload: Upload | KeptPhoto, language: Language) -> str:
    """Return why the upload was refused, in this language."""
    english, _, bangla = (upload.why_refused or "").partition("\n")
    return bangla if language is Language.BN and bangla else english


def _photo(upload: Upload, picture: Picture, files: tuple[str, ...], *, moment: Moment) -> Photo:
    sha256, thumbnail_sha256 = files
    return Photo(
        hazard_id=upload.hazard_id,
        shows=upload.shows,
        sha256=sha256,
        thumbnail_sha256=thumbnail_sha256,
        width_px=picture.width_px,
        height_px=picture.height_px,
        size_bytes=len(picture.jpeg),
        taken_on=upload.taken_on,
        caption=upload.caption,
        caption_bn=upload.caption_bn,
        upload_sha256=upload.sha256,
        fingerprint=picture.fingerprint,
        captured_at=picture.captured_at,
        event_id=upload.event_id,
        inspection_id=upload.inspection_id,
        person_id=upload.person_id,
        actor=upload.actor,
        recorded_at=moment.now,
    )


def _refuse(session: Session, upload: Upload, why: str, *, moment: Moment) -> None:
    upload.state, upload.why_refused = UploadState.REFUSED, why
    session.flush()
    _note(session, "refused what was sent", upload, {"upload": upload.id, "why": why}, moment=moment)


def _note(session: Session, deed: str, upload: Upload, details: dict[str, object], *, moment: Moment) -> None:
    subject = f"hazard {upload.hazard_id}"
    journal.note(session, deed, subject, actor="the process that prepares photos", moment=moment, details=details)
