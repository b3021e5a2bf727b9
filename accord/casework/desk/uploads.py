"""A photo comes in: looked at cheaply, refused at once with a sentence, or kept until another process makes it anew."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.file_names import plain_name
from accord.casework.desk.things import thing_of_hazard
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.gateways.files import FileStore
from accord.gateways.pictures import PHOTOS, look_at
from accord.records.base import hold_the_pen
from accord.records.hazard import Hazard, HazardEvent
from accord.records.inspection import Inspection
from accord.records.photo import Photo, Upload
from accord.rules.desk.actions import Action
from accord.rules.desk.rounds import UploadState
from accord.rules.moments import Moment
from accord.rules.vocabulary import PhotoOf

PEN = "uploads"
"""Held by whoever keeps or removes a file that was sent: none may vanish between its writing and its row."""


class NoRoom(Told):
    """A file could not be written: the disk is full, or closed to us."""

    sentence = N_("“%(name)s”: the server has no room for it now; nothing of it was kept. Tell the administrator.")

    def __init__(self, file_name: str) -> None:
        super().__init__(name=plain_name(file_name, otherwise="photo"))


class TakenInTheFuture(Told):
    """A photo is said to have been taken on a day that has not come."""

    sentence = N_("The day on which it was taken lies in the future.")


class NotYoursToShow(Told):
    """Somebody who is no engineer of the discipline sent a photo of the hazard as found."""

    sentence = N_("Only an engineer of the discipline adds photos of the hazard as found; yours show the correction.")


def may_show(session: Session, hazard: Hazard, who: Visitor) -> tuple[PhotoOf, ...]:
    """Return what photos of this person may show: the hazard as found only those of an engineer who records it."""
    if who.may(Action.RECORD_HAZARD, thing_of_hazard(session, hazard)):
        return tuple(PhotoOf)
    return (PhotoOf.CORRECTION,)


@dataclass(frozen=True)
class Evidence:
    """What a photo shows, in whose words, and what it belongs to."""

    shows: PhotoOf
    caption: str
    caption_bn: str | None
    inspection: Inspection | None
    event: HazardEvent | None
    taken_on: date


def keep_upload(
    session: Session,
    hazard: Hazard,
    *,
    raw: bytes,
    file_name: str,
    shows: PhotoOf,
    caption: str,
    inspection: Inspection | None,
    event: HazardEvent | None,
    taken_on: date,
    who: Visitor,
    moment: Moment,
    uploads: FileStore,
    caption_bn: str | None = None,
) -> Upload:
    """Keep a photo as it came in, waiting to be made anew.

    Raises `UploadRefused` where the file is none that is taken, and a refusal of ours otherwise; nothing is kept then.
    """
    look_at(raw, file_name=file_name, accepts=PHOTOS)
    evidence = Evidence(shows, caption, caption_bn, inspection, event, taken_on)
    may_be_evidence(session, hazard, evidence, who=who, moment=moment)
    hold_the_pen(session, PEN)
    try:
        sha256 = uploads.keep(raw)
    except OSError as error:
        raise NoRoom(file_name) from error
    return write_upload(
        session,
        hazard,
        evidence,
        sha256=sha256,
        size_bytes=len(raw),
        file_name=plain_name(file_name, otherwise="photo"),
        who=who,
        moment=moment,
    )


def may_be_evidence(session: Session, hazard: Hazard, evidence: Evidence, *, who: Visitor, moment: Moment) -> None:
    """Refuse a photo of a day that has not come, and one that shows what this person may not show."""
    if evidence.taken_on > moment.today:
        raise TakenInTheFuture
    if evidence.shows not in may_show(session, hazard, who):
        raise NotYoursToShow


def write_upload(
    session: Session,
    hazard: Hazard,
    evidence: Evidence,
    *,
    sha256: str,
    size_bytes: int,
    file_name: str,
    who: Visitor,
    moment: Moment,
) -> Upload:
    """Write that a file which is kept already waits to be made a photo; the pen is held since it was kept."""
    upload = Upload(
        hazard_id=hazard.id,
        inspection_id=evidence.inspection.id if evidence.inspection else None,
        event_id=evidence.event.id if evidence.event else None,
        shows=evidence.shows,
        caption=evidence.caption,
        caption_bn=evidence.caption_bn,
        taken_on=evidence.taken_on,
        file_name=file_name,
        sha256=sha256,
        size_bytes=size_bytes,
        state=UploadState.WAITING,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(upload)
    session.flush()
    details = {
        "upload": upload.id,
        "file": sha256,
        "shows": evidence.shows.value,
        "inspection": upload.inspection_id,
    }
    journal.note(session, "sent a photo", f"hazard {hazard.id}", actor=who.actor, moment=moment, details=details)
    return upload


def said_on(session: Session, hazard: Hazard, inspection: Inspection | None) -> HazardEvent | None:
    """Return what was last said of the hazard on an inspection and stands: photos of that visit are evidence of it."""
    if inspection is None:
        return None
    taken_back = select(HazardEvent.compensates_id).where(
        HazardEvent.hazard_id == hazard.id, HazardEvent.compensates_id.is_not(None)
    )
    query = (
        select(HazardEvent)
        .where(
            HazardEvent.hazard_id == hazard.id,
            HazardEvent.inspection_id == inspection.id,
            HazardEvent.id.not_in(taken_back),
        )
        .order_by(HazardEvent.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def was_sent(session: Session, hazard: Hazard, raw: bytes, *, evidence: Evidence) -> bool:
    """Return whether the same file came in already for the hazard and the same event: the form was sent twice."""
    return same_upload(session, hazard, hashlib.sha256(raw).hexdigest(), evidence=evidence) is not None


def same_upload(session: Session, hazard: Hazard, sha256: str, *, evidence: Evidence) -> Upload | None:
    """Return the upload of the same file that is the same evidence in the same words, if there is one.

    One that was refused is none, nor one whose photo was taken out: whoever sends it again wants it back.
    """
    taken_out = select(Photo.id).where(Photo.id == Upload.photo_id, Photo.taken_out_at.is_not(None))
    query = (
        select(Upload)
        .where(
            Upload.hazard_id == hazard.id,
            Upload.inspection_id == (evidence.inspection.id if evidence.inspection else None),
            Upload.event_id == (evidence.event.id if evidence.event else None),
            Upload.shows == evidence.shows,
            Upload.caption == evidence.caption,
            Upload.caption_bn == evidence.caption_bn,
            Upload.sha256 == sha256,
            Upload.state != UploadState.REFUSED,
            ~taken_out.exists(),
        )
        .order_by(Upload.id)
        .limit(1)
    )
    return session.scalar(query)


def uploads_of(session: Session, hazard: Hazard) -> Sequence[Upload]:
    """Return what was sent for the hazard and is no photo yet: what waits, and what was refused."""
    query = (
        select(Upload)
        .where(Upload.hazard_id == hazard.id, Upload.state.in_((UploadState.WAITING, UploadState.REFUSED)))
        .order_by(Upload.id)
    )
    return session.scalars(query).all()
