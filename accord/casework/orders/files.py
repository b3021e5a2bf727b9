"""Photos and papers that come with a step of an order or of a measure: drawn anew, and kept once the step is taken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.file_names import plain_name
from accord.casework.desk.uploads import PEN, NoRoom
from accord.casework.orders.taking import HandedIn
from accord.gateways.files import FileStore
from accord.gateways.pictures import PHOTOS, PictureKind, Processor, look_at
from accord.records.base import hold_the_pen
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderFile

PAPERS = frozenset({PictureKind.PDF})


@dataclass(frozen=True)
class Ready:
    """A file that may be kept, and what the order will say of it."""

    told: HandedIn
    content: bytes


def photo_ready(raw: bytes, *, file_name: str, drawing: Processor, zone: ZoneInfo) -> Ready:
    """Return a photo made anew from its pixels, without a word of where it was taken; raises UploadRefused."""
    look_at(raw, file_name=file_name, accepts=PHOTOS)
    picture = drawing.reencode_safely(raw, zone=zone, file_name=file_name)
    name = PurePath(plain_name(file_name, otherwise="photo")).with_suffix(".jpg").name
    return _ready(picture.jpeg, name, PictureKind.JPEG)


def paper_ready(raw: bytes, *, file_name: str) -> Ready:
    """Return a PDF as it came in; raises UploadRefused where it is none, or cannot be opened."""
    look_at(raw, file_name=file_name, accepts=PAPERS)
    name = plain_name(file_name, otherwise="document.pdf")
    return _ready(raw, name if name.lower().endswith(".pdf") else f"{name}.pdf", PictureKind.PDF)


def keep_files(session: Session, files: Sequence[Ready], *, photos: FileStore, documents: FileStore) -> None:
    """Write the files of a step that was taken in this transaction; what was refused leaves none behind.

    Raises NoRoom where one cannot be written: then the step is taken back with it.
    """
    if files:
        hold_the_pen(session, PEN)
    for each in files:
        try:
            (documents if each.told.media_type == PictureKind.PDF else photos).keep(each.content)
        except OSError as error:
            raise NoRoom(each.told.name) from error


def files_of(session: Session, order: SafetyOrder) -> Sequence[OrderFile]:
    """Return everything that was handed in with the order and its measures, the first one first."""
    return session.scalars(select(OrderFile).where(OrderFile.order_id == order.id).order_by(OrderFile.id)).all()


def file_of(session: Session, order: SafetyOrder, file_id: int) -> OrderFile | None:
    """Return a file that came with this order, or None."""
    return session.scalar(select(OrderFile).where(OrderFile.id == file_id, OrderFile.order_id == order.id))


def _ready(content: bytes, name: str, kind: PictureKind) -> Ready:
    sha256 = hashlib.sha256(content).hexdigest()
    return Ready(HandedIn(name, kind.value, sha256, len(content)), content)
