"""Photos of hazards and of their corrections, and what was sent to become one.

Source: DOMAIN.md section 4, docs/decisions/0006-the-desk.md.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.hazard import Hazard
from accord.rules.desk.rounds import UploadState
from accord.rules.vocabulary import PhotoOf


class Photo(Base):
    """A photo of a hazard or of its correction, kept under its SHA-256 among the private photos.

    Nothing of it is public before somebody has looked at it for faces and names: `cleared_at`.
    """

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    shows: Mapped[PhotoOf] = mapped_column(WordType(PhotoOf))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    width_px: Mapped[int]
    height_px: Mapped[int]
    size_bytes: Mapped[int]
    taken_on: Mapped[date] = mapped_column(Date)
    caption: Mapped[str] = mapped_column(Text)
    """What can be seen, in one sentence: it is also the text for those who cannot see it."""
    caption_bn: Mapped[str | None] = mapped_column(Text)
    cleared_at: Mapped[datetime | None] = mapped_column(Instant)
    cleared_by: Mapped[str | None] = mapped_column(String(200))
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64))
    upload_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of the file as it was uploaded: the same file sent again is pointed out."""
    fingerprint: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """64 bits that change little when the picture is saved anew: a photo used elsewhere is pointed out."""
    captured_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the camera says that it was taken; private."""
    event_id: Mapped[int | None] = mapped_column(ForeignKey("hazard_event.id"), index=True)
    """The claim or the verdict that it is evidence of."""
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    blurred_from_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    """The photo that this one stands for, faces blurred."""
    taken_out_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was replaced or taken out; its file stays."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship(back_populates="photos")


class Upload(Base):
    """A photo as it came in; another process draws it anew and makes a `Photo` of it, or refuses it with a sentence."""

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("hazard_event.id"))
    shows: Mapped[PhotoOf] = mapped_column(WordType(PhotoOf))
    caption: Mapped[str] = mapped_column(Text)
    caption_bn: Mapped[str | None] = mapped_column(Text)
    taken_on: Mapped[date] = mapped_column(Date)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file as it came in, kept among the uploads until it was drawn anew."""
    size_bytes: Mapped[int]
    state: Mapped[UploadState] = mapped_column(WordType(UploadState), default=UploadState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    why_refused: Mapped[str | None] = mapped_column(Text)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship()


class KeptPhoto(Base):
    """A photo that came with a form which was not saved: it waits for its sender, who is given it back with the form.

    It is tied to nothing. Once the form is saved it is an `Upload` as if it had been sent with it: `upload_id`.
    """

    __tablename__ = "kept_photo"
    __table_args__ = (Index("ix_kept_photo_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    """Of the file as it came in, kept among the uploads."""
    size_bytes: Mapped[int]
    state: Mapped[UploadState] = mapped_column(WordType(UploadState), default=UploadState.WAITING)
    """Of its small copy; what becomes of the photo itself, its upload says."""
    attempts: Mapped[int] = mapped_column(default=0)
    why_refused: Mapped[str | None] = mapped_column(Text)
    small_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of its small copy, drawn anew; kept among the uploads too, since it goes when the photo goes."""
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    kept_at: Mapped[datetime] = mapped_column(Instant)
