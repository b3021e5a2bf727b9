"""Which photos of some hazards somebody should look at twice, for the page of a hazard and the verification queue.

The same file, and a picture with the same fingerprint, are found anywhere in the programme. Pictures that are merely
alike are looked for among the factories of the hazard: no index finds those, and to go through all of them on each page
would take seconds. Four questions to the database, however many hazards.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session

from accord.gateways.pictures import is_likely_the_same
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory, Photo
from accord.records.inspection import Inspection
from accord.rules.desk.photo_doubts import Doubt, Evidence, doubts_about
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class Elsewhere:
    """Where a photo stands that another one resembles."""

    photo_id: int
    hazard_id: int
    factory_number: int
    discipline: Discipline
    item: int


@dataclass(frozen=True)
class Doubted:
    """A doubt about a photo of a hazard; `elsewhere` is the photo that it resembles, if it is about one."""

    doubt: Doubt
    elsewhere: Elsewhere | None


def doubts_of(session: Session, hazard_ids: Collection[int], *, moment: Moment) -> Mapping[int, Sequence[Doubted]]:
    """Return what is doubtful in the photos of each hazard, by its id; a hazard without doubts is not in it.

    Only for those who may see every hazard: a doubt names where else a photo stands.
    """
    own = _evidence(session, Photo.hazard_id.in_(hazard_ids), moment)
    if not own:
        return {}
    others = _evidence(session, _comparable(session, own, hazard_ids), moment)
    doubts = [
        (photo.hazard_id, doubt) for photo in own for doubt in doubts_about(photo, others, alike=is_likely_the_same)
    ]
    places = _places(session, {doubt.other_id for _, doubt in doubts if doubt.other_id})
    found = defaultdict(list)
    for hazard_id, doubt in doubts:
        found[hazard_id].append(Doubted(doubt, places.get(doubt.other_id or 0)))
    return found


def _comparable(session: Session, own: Sequence[Evidence], hazard_ids: Collection[int]) -> ColumnElement[bool]:
    factories = select(HazardFactory.factory_id).where(HazardFactory.hazard_id.in_(hazard_ids))
    beside = select(HazardFactory.hazard_id).where(HazardFactory.factory_id.in_(factories))
    return or_(
        Photo.hazard_id.in_(beside),
        Photo.upload_sha256.in_({photo.upload_sha256 for photo in own if photo.upload_sha256}),
        Photo.fingerprint.in_({photo.fingerprint for photo in own if photo.fingerprint is not None}),
    )


def _evidence(session: Session, which: ColumnElement[bool], moment: Moment) -> Sequence[Evidence]:
    rows = session.execute(_question().where(which, Photo.taken_out_at.is_(None)).order_by(Photo.id))
    return [_read(row, moment) for row in rows]


def _question() -> Select[*tuple[object, ...]]:
    return (
        select(
            Photo.id,
            Photo.hazard_id,
            Photo.shows,
            Photo.captured_at,
            Inspection.inspected_on,
            Hazard.found_on,
            Photo.upload_sha256,
            Photo.fingerprint,
        )
        .join(Hazard, Hazard.id == Photo.hazard_id)
        .outerjoin(Inspection, Inspection.id == Photo.inspection_id)
    )


def _read(row: Row[*tuple[object, ...]], moment: Moment) -> Evidence:
    return Evidence(
        id=row.id,
        hazard_id=row.hazard_id,
        shows=row.shows,
        captured_on=moment.civil_date(row.captured_at) if row.captured_at else None,
        inspected_on=row.inspected_on,
        found_on=row.found_on,
        upload_sha256=row.upload_sha256,
        fingerprint=row.fingerprint,
    )


def _places(session: Session, photo_ids: Collection[int]) -> dict[int, Elsewhere]:
    query = (
        select(Photo.id, Photo.hazard_id, Factory.number, Hazard.discipline, Hazard.item)
        .join(Hazard, Hazard.id == Photo.hazard_id)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(Photo.id.in_(photo_ids), HazardFactory.removed_at.is_(None))
        .order_by(Factory.number.desc())
    )
    return {
        photo_id: Elsewhere(photo_id, hazard_id, factory_number=number, discipline=discipline, item=item)
        for photo_id, hazard_id, number, discipline, item in session.execute(query)
    }
