"""What becomes of a photo: taken out, blurred, cleared for publication, and the clearance taken back.

Nothing of a photo is public before somebody has looked at it. What is cleared enters the next edition; what is taken
out or whose clearance was taken back is in no edition from then on, an edition that is being printed included.
"""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework import journal
from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile
from accord.casework.desk.things import issued_inspections, reads_only_what_is_issued, thing_of_hazard
from accord.casework.desk.uploads import NoRoom, may_show
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.gateways.files import FileStore
from accord.gateways.pictures import Box, blurred
from accord.records.edition import EditionPhoto
from accord.records.hazard import Hazard, HazardFactory
from accord.records.photo import Photo
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment

CAPTIONS = ("caption", "caption_bn")
"""What a photo shows, in both languages."""
SHOWN_AT_ONCE = 10
"""Each is shown as large as it is, since a face of thirty pixels is seen by nobody on a small picture."""


class TakenOutAlready(Told):
    """Something was to be done to a photo that was taken out meanwhile."""

    sentence = N_("This photo was taken out or replaced meanwhile. Load the page anew.")


class WordedMeanwhile(Told):
    """The words of a photo that was to be cleared are not those that were looked at."""

    sentence = N_("The words of a photo were changed while you looked at it: read them again before you clear it.")


class NotYoursToWord(Told):
    """Somebody who is no engineer of the discipline wanted to reword a photo of the hazard as found."""

    sentence = N_("Only an engineer of the discipline words the photos of the hazard as found.")


class NothingToBlur(Told):
    """No part of the photo was marked."""

    sentence = N_("Mark at least one part of the photo: draw a box, or type where it is.")


class NothingChosen(Told):
    """No photo was chosen to be cleared."""

    sentence = N_("Choose at least one photo.")


class FileIsMissing(Told):
    """The file of a photo is not where it should be."""

    sentence = N_("The file of this photo is missing on the server; tell the administrator.")


def standing(hazard_ids: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return what is true of the photos of some hazards that were not taken out."""
    return hazard_ids & Photo.taken_out_at.is_(None)


def photos_of(session: Session, hazard: Hazard, *, who: Visitor) -> Sequence[Photo]:
    """Return the photos of the hazard that were not taken out, as found first, the oldest first.

    Who reads only what was issued to the parties is shown none of a visit whose report was not.
    """
    query = (
        select(Photo)
        .where(standing(Photo.hazard_id == hazard.id))
        .order_by(Photo.shows.desc(), Photo.taken_on, Photo.id)
    )
    photos = session.scalars(query).all()
    if not reads_only_what_is_issued(who, Action.READ_HAZARD, thing_of_hazard(session, hazard)):
        return photos
    issued = issued_inspections(session, (photo.inspection_id for photo in photos))
    return [photo for photo in photos if photo.inspection_id is None or photo.inspection_id in issued]


def photos_to_clear(session: Session, *, most: int = SHOWN_AT_ONCE) -> Sequence[Photo]:
    """Return the photos that nobody has looked at yet, the oldest first, with their hazards and factories."""
    query = (
        select(Photo)
        .where(_waits())
        .options(joinedload(Photo.hazard).selectinload(Hazard.links).joinedload(HazardFactory.factory))
        .order_by(Photo.id)
        .limit(most)
    )
    return session.scalars(query).all()


def count_to_clear(session: Session) -> int:
    """Return how many photos nobody has looked at yet."""
    return session.scalar(select(func.count(Photo.id)).where(_waits())) or 0


def photos_chosen(session: Session, ids: Sequence[int]) -> Sequence[Photo]:
    """Return the photos with these ids, for a deed that changes them."""
    query = select(Photo).where(Photo.id.in_(ids)).order_by(Photo.id).with_for_update()
    return session.scalars(query).all()


def with_hazard(session: Session, photo_id: int) -> Photo | None:
    """Return a photo with its hazard and the factories that it counts for, or None."""
    query = (
        select(Photo)
        .where(Photo.id == photo_id)
        .options(selectinload(Photo.hazard).selectinload(Hazard.links).joinedload(HazardFactory.factory))
    )
    return session.scalar(query)


def clear(
    session: Session,
    photos: Sequence[Photo],
    *,
    who: Visitor,
    moment: Moment,
    words_seen: Mapping[int, int] | None = None,
) -> int:
    """Say that no face, name or paper can be made out in the photos; return how many were cleared by this.

    One that was taken out while the page lay open refuses all: somebody saw in it what this person did not. So does
    one whose words are others by now; `words_seen` is, by the id of a photo, what `revision_of` gave for the page.
    """
    if not photos:
        raise NothingChosen
    for photo in photos:
        _require_standing(session, photo)
        if (words_seen or {}).get(photo.id, revision_of(photo)) != revision_of(photo):
            raise WordedMeanwhile
    fresh = [photo for photo in photos if photo.cleared_at is None]
    for photo in fresh:
        photo.cleared_at, photo.cleared_by = moment.now, who.actor
        _note(session, "cleared a photo", photo, who=who, moment=moment)
    return len(fresh)


def take_back_clearance(session: Session, photo: Photo, *, who: Visitor, moment: Moment) -> None:
    """Take the photo back from publication, for somebody to look at it again."""
    _require_standing(session, photo)
    photo.cleared_at = photo.cleared_by = None
    _note(session, "took back the clearance of a photo", photo, who=who, moment=moment)


def take_out(session: Session, photo: Photo, *, reason: str, who: Visitor, moment: Moment) -> None:
    """Take the photo out of the hazard; the row and the file stay, for who asks what was there."""
    _require_standing(session, photo)
    photo.taken_out_at = moment.now
    _note(session, "took out a photo", photo, who=who, moment=moment, reason=reason)


def reword(
    session: Session, photo: Photo, words: Mapping[str, str | None], *, opened_at: int, who: Visitor, moment: Moment
) -> bool:
    """Write the captions of the photo anew, and return whether its clearance was taken back by it.

    `opened_at` is what `revision_of` gave when the words were shown; raises ChangedMeanwhile where others stand now. A
    caption is published with its photo: words by somebody who clears none wait to be looked at like the photo itself.
    """
    _require_standing(session, photo)
    if photo.shows not in may_show(session, photo.hazard, who):
        raise NotYoursToWord
    changed = {name: (getattr(photo, name), words[name]) for name in CAPTIONS if getattr(photo, name) != words[name]}
    if not changed:
        return False
    if revision_of(photo) != opened_at:
        fields = tuple(Meanwhile(name, stands, typed) for name, (stands, typed) in changed.items())
        raise ChangedMeanwhile(fields, revision=revision_of(photo))
    for name, (_, typed) in changed.items():
        setattr(photo, name, typed)
    is_uncleared = photo.cleared_at is not None and not who.may_at_all(Action.CLEAR_PHOTO)
    if is_uncleared:
        photo.cleared_at = photo.cleared_by = None
    details = {name: [before, after] for name, (before, after) in changed.items()}
    _note(session, "worded a photo anew", photo, who=who, moment=moment, uncleared=is_uncleared, **details)
    return is_uncleared


def revision_of(photo: Photo) -> int:
    """Return a number that is another one as soon as the captions are others."""
    words = "\0".join(getattr(photo, name) or "" for name in CAPTIONS)
    return int(hashlib.sha256(words.encode()).hexdigest()[:7], 16)


def blur(
    session: Session, photo: Photo, boxes: Sequence[Box], *, who: Visitor, moment: Moment, photos: FileStore
) -> Photo:
    """Put a copy in the photo's place in which the boxes show nothing; the old one is taken out and stays private."""
    if not boxes:
        raise NothingToBlur
    _require_standing(session, photo)
    try:
        made = blurred(photos.path_of(photo.sha256).read_bytes(), boxes)
        sha256, thumbnail_sha256 = photos.keep(made.jpeg), photos.keep(made.thumbnail)
    except FileNotFoundError as error:
        raise FileIsMissing from error
    except OSError as error:
        raise NoRoom(photo.caption) from error
    copy = Photo(
        hazard_id=photo.hazard_id,
        shows=photo.shows,
        sha256=sha256,
        thumbnail_sha256=thumbnail_sha256,
        width_px=photo.width_px,
        height_px=photo.height_px,
        size_bytes=len(made.jpeg),
        taken_on=photo.taken_on,
        caption=photo.caption,
        caption_bn=photo.caption_bn,
        upload_sha256=photo.upload_sha256,
        fingerprint=photo.fingerprint,
        captured_at=photo.captured_at,
        event_id=photo.event_id,
        inspection_id=photo.inspection_id,
        blurred_from_id=photo.id,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(copy)
    photo.taken_out_at = moment.now
    session.flush()
    _note(session, "blurred a photo", copy, who=who, moment=moment, stands_for=photo.id, boxes=len(boxes))
    return copy


def is_published(session: Session, photo: Photo) -> bool:
    """Return whether an edition shows the photo: it stays on the public page until the factory is published anew."""
    return bool(session.scalar(select(exists().where(EditionPhoto.sha256 == photo.sha256))))


def _waits() -> ColumnElement[bool]:
    return Photo.cleared_at.is_(None) & Photo.taken_out_at.is_(None)


def _require_standing(session: Session, photo: Photo) -> None:
    session.refresh(photo, ["taken_out_at", "cleared_at", *CAPTIONS], with_for_update=True)
    if photo.taken_out_at is not None:
        raise TakenOutAlready


def _note(session: Session, deed: str, photo: Photo, *, who: Visitor, moment: Moment, **more: object) -> None:
    session.flush()
    details = {"photo": photo.id, "file": photo.sha256, **more}
    journal.note(session, deed, f"hazard {photo.hazard_id}", actor=who.actor, moment=moment, details=details)
