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
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection
from accord.records.photo import Photo
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


def doubts_of(
    session: Session, hazard_ids: Collection[int], *, moment: Moment, by_likeness: bool = True
) -> Mapping[int, Sequence[Doubted]]:
    """Return what is doubtful in the photos of each hazard, by its id; a hazard without doubts is not in it.

    Only for those who may see every hazard: a doubt names where else a photo stands. Without `by_likeness` what merely
    looks alike is left out: for a list of many hazards it would be compared for seconds.
    """
    own = _evidence(session, Photo.hazard_id.in_(hazard_ids), moment)
    if not own:
        return {}
    others = _Others(_evidence(session, _comparable(own, hazard_ids, by_likeness=by_likeness), moment))
    doubts = [
        (photo.hazard_id, doubt)
        for photo in own
        for doubt in doubts_about(photo, others.of(photo, by_likeness=by_likeness), alike=is_likely_the_same)
    ]
    places = _places(session, {doubt.other_id for _, doubt in doubts if doubt.other_id})
    found = defaultdict(list)
    for hazard_id, doubt in doubts:
        found[hazard_id].append(Doubted(doubt, places.get(doubt.other_id or 0)))
    return found


class _Others:
    """The photos that others are compared with, found by what is the same in them."""

    def __init__(self, photos: Sequence[Evidence]) -> None:
        self.photos = photos
        self._same: dict[tuple[str, object], list[Evidence]] = defaultdict(list)
        for photo in photos:
            for key in _keys(photo):
                self._same[key].append(photo)

    def of(self, photo: Evidence, *, by_likeness: bool) -> Sequence[Evidence]:
        """Return those that are worth a comparison with this one, each once."""
        if by_likeness:
            return self.photos
        return list({other.id: other for key in _keys(photo) for other in self._same[key]}.values())


def _keys(photo: Evidence) -> list[tuple[str, object]]:
    keys: list[tuple[str, object]] = [("file", photo.upload_sha256)] if photo.upload_sha256 else []
    return keys if photo.fingerprint is None else [*keys, ("print", photo.fingerprint)]


def _comparable(own: Sequence[Evidence], hazard_ids: Collection[int], *, by_likeness: bool) -> ColumnElement[bool]:
    same = or_(
        Photo.upload_sha256.in_({photo.upload_sha256 for photo in own if photo.upload_sha256}),
        Photo.fingerprint.in_({photo.fingerprint for photo in own if photo.fingerprint is not None}),
    )
    if not by_likeness:
        return same
    factories = select(HazardFactory.factory_id).where(HazardFactory.hazard_id.in_(hazard_ids))
    beside = select(HazardFactory.hazard_id).where(HazardFactory.factory_id.in_(factories))
    return same | Photo.hazard_id.in_(beside)


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
