"""Photos of hazards for tests: sent, made anew, and as rows with files."""

from datetime import date
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from accord.casework.desk.uploads import keep_upload
from accord.casework.desk.visitors import Visitor
from accord.gateways.files import FileStore
from accord.records.hazard import Hazard
from accord.records.photo import Photo, Upload
from accord.rules.moments import Moment
from accord.rules.vocabulary import PhotoOf
from tests.picture_builders import a_scene, encoded

TAKEN_ON = date(2024, 6, 20)


def a_different_photo(seed: int) -> bytes:
    """A JPEG unlike those of other seeds."""
    return encoded(a_scene().rotate(seed * 37).resize((400 + seed, 300), Image.Resampling.BICUBIC))


def a_sent_photo(
    session: Session, hazard: Hazard, who: Visitor, *, uploads: FileStore, moment: Moment, **words: Any
) -> Upload:
    """Send a photo of the correction as a form does."""
    given: dict[str, Any] = {
        "raw": a_different_photo(1),
        "file_name": "IMG_1.jpg",
        "shows": PhotoOf.CORRECTION,
        "caption": "The gate is gone.",
        "inspection": None,
        "event": None,
        "taken_on": TAKEN_ON,
    }
    return keep_upload(session, hazard, **given | words, who=who, moment=moment, uploads=uploads)


def a_kept_photo(session: Session, hazard: Hazard, *, photos: FileStore, moment: Moment, **words: Any) -> Photo:
    """Write a photo with its two files."""
    jpeg = words.pop("jpeg", None) or encoded(a_scene(800, 600))
    photo = Photo(
        **{
            "hazard_id": hazard.id,
            "shows": PhotoOf.CORRECTION,
            "sha256": photos.keep(jpeg),
            "thumbnail_sha256": photos.keep(encoded(a_scene(80, 60))),
            "width_px": 800,
            "height_px": 600,
            "size_bytes": len(jpeg),
            "taken_on": TAKEN_ON,
            "caption": "The gate is gone.",
            "actor": "the owner",
            "recorded_at": moment.now,
            **words,
        }
    )
    session.add(photo)
    session.flush()
    return photo
