"""Documents that people hand in: PDFs kept as they came, for those who may see the factory or the hazard."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.file_names import plain_name
from accord.casework.desk.sights import hazards_seen
from accord.casework.desk.things import thing_of_factory, thing_of_hazard
from accord.casework.desk.uploads import PEN, NoRoom
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.gateways.files import FileStore
from accord.gateways.pictures import PictureKind, look_at
from accord.records.base import hold_the_pen
from accord.records.escalation import OwnersAnswer
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.paperwork import StoredFile
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment


class PhotoNotWanted(Told):
    """A photo was handed in where documents go."""

    sentence = N_("“%(name)s” is a photo: add it to the hazard's photos, or hand in a PDF here.")


class NotOfThisFactory(Told):
    """A document was to be kept for a hazard that the factory does not have."""

    sentence = N_("This hazard does not belong to the factory.")


def keep_document(
    session: Session,
    factory: Factory,
    *,
    raw: bytes,
    file_name: str,
    documents: FileStore,
    who: Visitor,
    moment: Moment,
    hazard: Hazard | None = None,
) -> StoredFile:
    """Keep a PDF for the factory, or for one of its hazards.

    Raises `UploadRefused` where the file is none that is taken, and a refusal of ours otherwise; nothing is kept then.
    """
    name = _pdf_name(file_name)
    if look_at(raw, file_name=file_name) is not PictureKind.PDF:
        raise PhotoNotWanted(name=name)
    if hazard is not None and factory.id not in {link.factory_id for link in hazard.links if link.removed_at is None}:
        raise NotOfThisFactory
    hold_the_pen(session, PEN)
    try:
        sha256 = documents.keep(raw)
    except OSError as error:
        raise NoRoom(file_name) from error
    kept = StoredFile(
        factory_id=factory.id,
        hazard_id=hazard.id if hazard else None,
        name=name,
        sha256=sha256,
        size_bytes=len(raw),
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(kept)
    session.flush()
    subject = f"hazard {hazard.id}" if hazard else f"factory {factory.number}"
    details = {"document": kept.id, "name": kept.name, "file": sha256}
    journal.note(session, "handed in a document", subject, actor=who.actor, moment=moment, details=details)
    return kept


def documents_of_factory(session: Session, factory: Factory, *, who: Visitor) -> Sequence[StoredFile]:
    """Return the documents of the factory, the latest first, without those of hazards that the visitor does not see.

    What an owner answered to a draft of its ineligibility lies with the draft alone.
    """
    seen = select(Hazard.id).where(hazards_seen(who.sight(Action.READ_HAZARD)))
    query = (
        select(StoredFile)
        .where(
            StoredFile.factory_id == factory.id,
            StoredFile.hazard_id.is_(None) | StoredFile.hazard_id.in_(seen),
            StoredFile.id.not_in(_of_answers()),
        )
        .order_by(StoredFile.id.desc())
    )
    return session.scalars(query).all()


def documents_of_hazard(session: Session, hazard: Hazard) -> Sequence[StoredFile]:
    """Return the documents of the hazard, the latest first."""
    query = select(StoredFile).where(StoredFile.hazard_id == hazard.id).order_by(StoredFile.id.desc())
    return session.scalars(query).all()


def thing_of_document(session: Session, document: StoredFile) -> Thing:
    """Return the document as what it belongs to; what an owner answered to a draft is given by the draft itself."""
    if session.scalar(select(_of_answers().where(OwnersAnswer.file_id == document.id).exists())):
        return Thing()
    return thing_of_hazard(session, document.hazard) if document.hazard else thing_of_factory(document.factory)


def _of_answers() -> Select[int | None]:
    return select(OwnersAnswer.file_id).where(OwnersAnswer.file_id.is_not(None))


def _pdf_name(file_name: str) -> str:
    name = plain_name(file_name, otherwise="document.pdf")
    return name if name.lower().endswith(".pdf") else f"{name}.pdf"
