"""Gathers a referral: the order, its building, the structural hazards of the factories in it, what was handed in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from accord.casework.cap_files import WORKING_COPY
from accord.casework.desk.file_names import plain_name
from accord.casework.disclosure import disclose, is_demonstration
from accord.casework.orders.referral.building_told import building_told
from accord.casework.orders.referral.dossier import Dossier, FileTold, HazardTold, PhotoTold, Said
from accord.casework.orders.referral.order_told import order_told, said
from accord.gateways.files import FileStore
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.order import OrderFactory, SafetyOrder
from accord.records.order_care import OrderFile
from accord.records.paperwork import DocumentStep, RequiredDocument, StoredFile
from accord.records.photo import Photo
from accord.rules.desk.paperwork import DocumentKind
from accord.rules.moments import Moment
from accord.rules.public.disclosure import HazardDisclosed, PhotoDisclosed
from accord.rules.public.redaction import redacted
from accord.rules.vocabulary import Discipline, Status

STRUCTURAL_PAPERS = (DocumentKind.DEA, DocumentKind.LOAD_PLAN)


@dataclass(frozen=True)
class Asked:
    """What the Review Panel is asked, in both languages as far as somebody wrote it."""

    words: str | None = None
    words_bn: str | None = None


@dataclass(frozen=True)
class Gathered:
    """A dossier with the places of the files that go with it, by their names in the package."""

    dossier: Dossier
    enclosed: Mapping[str, Path]


def gather(
    session: Session,
    order: SafetyOrder,
    asked: Asked,
    *,
    documents: FileStore,
    photos: FileStore,
    moment: Moment,
) -> Gathered:
    """Return all that the Review Panel is told of the order at this moment; nothing is written."""
    factories = sorted((link.factory for link in order.factories), key=lambda each: each.number)
    hazards = _hazards(session, order, factories, moment)
    handed_in, places = _files(session, order, factories, documents, photos, moment=moment)
    dossier = Dossier(
        referred_at=moment.now,
        referred_on=moment.today,
        asked=said(asked.words or "", asked.words_bn) if asked.words or asked.words_bn else None,
        is_demonstration=is_demonstration(session),
        order=order_told(session, order),
        building=building_told(session, order.building, factories, day=moment.today),
        hazards=hazards,
        photos_not_looked_at=_photos_not_looked_at(session, order, factories),
        files=handed_in,
    )
    pictures = {photo.file: photos.path_of(photo.sha256) for hazard in hazards for photo in hazard.photos}
    whole = {name: place for name, place in pictures.items() if place.is_file()}
    return Gathered(dossier, whole | places)


def _hazards(
    session: Session, order: SafetyOrder, factories: Sequence[Factory], moment: Moment
) -> tuple[HazardTold, ...]:
    """Return the structural hazards of all of them, each once: those of a shared building are of several."""
    found: dict[str, tuple[HazardDisclosed, list[int]]] = {}
    elsewhere = set(session.scalars(select(Hazard.public_key).where(_of_another_building(order))))
    for factory in factories:
        working_copy = disclose(session, factory, moment=moment, number=WORKING_COPY, for_public=False)
        for hazard in redacted(working_copy).edition.hazards:
            counts = hazard.discipline is Discipline.STRUCTURAL and hazard.status is not Status.WITHDRAWN
            if counts and hazard.key not in elsewhere:
                found.setdefault(hazard.key, (hazard, []))[1].append(factory.number)
    return tuple(_hazard(hazard, tuple(numbers)) for hazard, numbers in found.values())


def _of_another_building(order: SafetyOrder) -> ColumnElement[bool]:
    here = select(OrderFactory.factory_id).where(OrderFactory.order_id == order.id)
    links = select(HazardFactory.hazard_id).where(HazardFactory.factory_id.in_(here))
    return Hazard.id.in_(links) & Hazard.building_id.is_not(None) & (Hazard.building_id != order.building_id)


def _hazard(hazard: HazardDisclosed, numbers: tuple[int, ...]) -> HazardTold:
    return HazardTold(
        key=hazard.key,
        factories=numbers,
        item=hazard.item,
        found_on=hazard.found_on,
        severity=hazard.severity,
        location=hazard.location,
        observation=Said(hazard.observation, hazard.observation_bn),
        recommended_action=_maybe(hazard.recommended_action, hazard.recommended_action_bn),
        final_action_plan=_maybe(hazard.final_action_plan, hazard.final_action_plan_bn),
        due_on=hazard.due_on,
        status=hazard.status,
        status_since=hazard.status_since,
        photos=tuple(_photo(photo, hazard, numbers[0], place) for place, photo in enumerate(hazard.photos, start=1)),
    )


def _maybe(words: str | None, words_bn: str | None) -> Said | None:
    return Said(words or words_bn or "", words_bn) if words or words_bn else None


def _photo(photo: PhotoDisclosed, hazard: HazardDisclosed, number: int, place: int) -> PhotoTold:
    return PhotoTold(
        file=f"photos/{number}-structural-{hazard.item}-{place}.jpg",
        sha256=photo.sha256,
        shows=photo.shows,
        taken_on=photo.taken_on,
        said=Said(photo.caption, photo.caption_bn),
    )


def _photos_not_looked_at(session: Session, order: SafetyOrder, factories: Sequence[Factory]) -> int:
    of_them = select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id.in_([each.id for each in factories]), HazardFactory.removed_at.is_(None)
    )
    query = (
        select(func.count(Photo.id))
        .join(Hazard, Photo.hazard_id == Hazard.id)
        .where(
            Hazard.id.in_(of_them),
            Hazard.discipline == Discipline.STRUCTURAL,
            Hazard.status != Status.WITHDRAWN,
            ~_of_another_building(order),
            Photo.cleared_at.is_(None),
            Photo.taken_out_at.is_(None),
        )
    )
    return session.scalar(query) or 0


def _files(
    session: Session,
    order: SafetyOrder,
    factories: Sequence[Factory],
    documents: FileStore,
    photos: FileStore,
    *,
    moment: Moment,
) -> tuple[tuple[FileTold, ...], dict[str, Path]]:
    of_order = session.scalars(select(OrderFile).where(OrderFile.order_id == order.id).order_by(OrderFile.id)).all()
    told, places = [], {}
    # A file that was handed in twice is enclosed once.
    handed_in: list[OrderFile | StoredFile] = [*of_order, *_papers(session, order, factories)]
    each_once = {each.sha256: each for each in handed_in}
    for place, each in enumerate(each_once.values(), start=1):
        file = f"files/{place:02}-{plain_name(each.name, otherwise='file')}"
        found = _whole(each.sha256, documents, photos)
        if found is not None:
            places[file] = found
        told.append(
            FileTold(
                file=file,
                name=each.name,
                sha256=each.sha256,
                size_bytes=each.size_bytes,
                handed_in_on=moment.civil_date(each.recorded_at),
                is_missing=found is None,
            )
        )
    return tuple(told), places


def _papers(session: Session, order: SafetyOrder, factories: Sequence[Factory]) -> Sequence[StoredFile]:
    """Return the evidence for structural hazards, and the drawings and calculations of this building."""
    ids = [each.id for each in factories]
    structural = select(Hazard.id).where(Hazard.discipline == Discipline.STRUCTURAL, Hazard.status != Status.WITHDRAWN)
    papers = (
        select(DocumentStep.file_id)
        .join(RequiredDocument, DocumentStep.document_id == RequiredDocument.id)
        .where(
            RequiredDocument.kind.in_(STRUCTURAL_PAPERS),
            RequiredDocument.building_id.is_(None) | (RequiredDocument.building_id == order.building_id),
            DocumentStep.file_id.is_not(None),
        )
    )
    query = (
        select(StoredFile)
        .where(
            StoredFile.factory_id.in_(ids),
            StoredFile.hazard_id.in_(structural) | StoredFile.id.in_(papers),
        )
        .order_by(StoredFile.id)
    )
    return session.scalars(query).all()


def _whole(sha256: str, *stores: FileStore) -> Path | None:
    """Return where the file stands whole; None where it is gone or damaged: an order is not held up by that."""
    for store in stores:
        path = store.path_of(sha256)
        if path.is_file():
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                    return path
    return None
