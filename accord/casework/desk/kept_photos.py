"""Photos that came with a form which was not saved: kept for their sender alone, and sent when the form is saved.

No browser gives files back to a form that comes back, and over a slow line nobody sends ten photos twice. What was kept
and never used is forgotten; its file is then swept.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session

from accord.casework.desk.file_names import plain_name
from accord.casework.desk.preparing import GIVEN_UP, Waiting, in_both
from accord.casework.desk.uploads import PEN, Evidence, NoRoom, may_be_evidence, same_upload, write_upload
from accord.casework.desk.visitors import Visitor
from accord.gateways.files import FileStore
from accord.gateways.pictures import PHOTOS, Picture, look_at
from accord.records.base import hold_the_pen
from accord.records.hazard import Hazard
from accord.records.photo import KeptPhoto, Upload
from accord.rules.desk.rounds import UploadState
from accord.rules.desk.uploads import MOST_ATTEMPTS
from accord.rules.moments import Moment

KEPT = timedelta(days=2)
"""Ours: who was called away from a form in the evening finds its photos the next day."""

UNUSED = KeptPhoto.upload_id.is_(None)
NAMED: tuple[Select[str | None], ...] = (
    select(KeptPhoto.sha256).where(UNUSED),
    select(KeptPhoto.small_sha256).where(UNUSED),
)
"""The files that may not be swept as long as the form may come."""


def keep_photo(
    session: Session, raw: bytes, *, file_name: str, who: Visitor, moment: Moment, uploads: FileStore
) -> KeptPhoto:
    """Keep a photo for the form that it came with; raises as `keep_upload` does where it is none that is taken."""
    look_at(raw, file_name=file_name, accepts=PHOTOS)
    hold_the_pen(session, PEN)
    forget_the_old(session, moment=moment)
    try:
        sha256 = uploads.keep(raw)
    except OSError as error:
        raise NoRoom(file_name) from error
    kept = KeptPhoto(
        person_id=who.id,
        file_name=plain_name(file_name, otherwise="photo"),
        sha256=sha256,
        size_bytes=len(raw),
        state=UploadState.WAITING,
        kept_at=moment.now,
    )
    session.add(kept)
    session.flush()
    return kept


def kept_photos(session: Session, ids: Collection[int], *, who: Visitor, moment: Moment) -> Sequence[KeptPhoto]:
    """Return those of the kept photos that are this person's and not forgotten, used or not, as they were sent."""
    if not ids:
        return ()
    query = select(KeptPhoto).where(
        KeptPhoto.id.in_(ids), KeptPhoto.person_id == who.id, KeptPhoto.kept_at >= moment.now - KEPT
    )
    return session.scalars(query.order_by(KeptPhoto.id)).all()


def send_kept(
    session: Session, kept: KeptPhoto, hazard: Hazard, *, evidence: Evidence, who: Visitor, moment: Moment
) -> bool:
    """Send a kept photo as if it had come with the form that is saved now; return whether it belongs to it.

    Sent again with the same form it is the same photo. One that was used for something else belongs to that.
    """
    may_be_evidence(session, hazard, evidence, who=who, moment=moment)
    hold_the_pen(session, PEN)
    session.refresh(kept, with_for_update=True)
    if kept.upload_id is not None:
        used = session.get_one(Upload, kept.upload_id)
        return (used.hazard_id, used.event_id) == (hazard.id, evidence.event.id if evidence.event else None)
    upload = same_upload(session, hazard, kept.sha256, evidence=evidence) or write_upload(
        session,
        hazard,
        evidence,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        file_name=kept.file_name,
        who=who,
        moment=moment,
    )
    kept.upload_id = upload.id
    return True


def drop_kept(session: Session, ids: Collection[int], *, who: Visitor) -> None:
    """Forget those of the kept photos that are this person's and were not used: they shall not be sent."""
    if ids:
        session.execute(delete(KeptPhoto).where(KeptPhoto.id.in_(ids), KeptPhoto.person_id == who.id, UNUSED))


def forget_the_old(session: Session, *, moment: Moment) -> None:
    """Forget what was kept so long ago that its form will not come any more."""
    session.execute(delete(KeptPhoto).where(KeptPhoto.kept_at < moment.now - KEPT))


def is_any_waiting(session: Session) -> bool:
    """Return whether a small copy is to be drawn."""
    return bool(session.scalar(select(exists().where(KeptPhoto.state == UploadState.WAITING, UNUSED))))


def begin(session: Session, *, after: int, most: int) -> Sequence[Waiting]:
    """Count an attempt at the small copy of each of the next kept photos and return them, the oldest first.

    Those that were tried often enough are refused instead. `after`: the id of the last one that was begun.
    """
    query = (
        select(KeptPhoto)
        .where(KeptPhoto.state == UploadState.WAITING, UNUSED, KeptPhoto.id > after)
        .order_by(KeptPhoto.id)
        .limit(most)
        .with_for_update()
    )
    found = session.scalars(query).all()
    for kept in found:
        if kept.attempts >= MOST_ATTEMPTS:
            kept.state, kept.why_refused = UploadState.REFUSED, in_both(GIVEN_UP)
        else:
            kept.attempts += 1
    session.flush()
    return [Waiting(each.id, each.sha256, each.file_name) for each in found if each.state is UploadState.WAITING]


def give_back(session: Session, kept_id: int) -> None:
    """Take back an attempt that failed through no fault of the photo: the disk was full."""
    kept = session.get(KeptPhoto, kept_id, with_for_update=True)
    if kept is not None and kept.state is UploadState.WAITING:
        kept.attempts = max(0, kept.attempts - 1)


def finish(session: Session, kept_id: int, outcome: Picture | str, *, uploads: FileStore) -> bool:
    """Keep the small copy, or say why there is none: `outcome` is the picture or that; return whether it is there."""
    hold_the_pen(session, PEN)
    kept = session.get(KeptPhoto, kept_id, with_for_update=True, populate_existing=True)
    if kept is None or kept.state is not UploadState.WAITING:
        return False
    if isinstance(outcome, str):
        kept.state, kept.why_refused = UploadState.REFUSED, outcome
        return False
    kept.state, kept.small_sha256 = UploadState.READY, uploads.keep(outcome.thumbnail)
    return True
