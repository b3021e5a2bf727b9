"""The claims that wait for a verdict, by place: one trip clears many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.limits import limit
from accord.casework.desk.plans import due_in_force
from accord.casework.desk.sights import hazards_seen
from accord.casework.desk.visitors import Visitor
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.inspection import Inspection
from accord.rules.desk.actions import Action
from accord.rules.desk.verification import waits_too_long
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Severity, Status

GRAVE = (Severity.SEVERE_AND_IMMINENT, Severity.HIGH)
MOST_CLAIMS = 500
"""More on one page cannot be worked through; the districts narrow it."""

NO_DISTRICT = "?"
"""What asks for the factories whose district is not on record."""


@dataclass(frozen=True)
class Claim:
    """One claim: the hazard, what the factory says it did, and since when it waits."""

    hazard: Hazard
    event: HazardEvent
    due_on: date | None
    waiting_days: int
    is_late: bool
    """Whether it waits longer than the programme wants claims to wait."""

    @property
    def is_grave(self) -> bool:
        """Whether the hazard is severe and imminent, or high."""
        return self.hazard.severity in GRAVE

    @property
    def was_in_time(self) -> bool | None:
        """Whether it was claimed by the agreed date; None where none was agreed."""
        return None if self.due_on is None else self.event.effective_on <= self.due_on


@dataclass(frozen=True)
class FactoryClaims:
    """The claims of one factory, the grave ones first, then the oldest."""

    factory: Factory
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class DistrictClaims:
    """The factories of one district, that with most claims first; None: the district is not on record."""

    district: str | None
    factories: tuple[FactoryClaims, ...]

    @property
    def count(self) -> int:
        """How many claims wait in the district."""
        return sum(len(each.claims) for each in self.factories)


@dataclass(frozen=True)
class More:
    """Claims of a district that a page does not show; None: the district is not on record."""

    district: str | None
    count: int

    @property
    def asked(self) -> str:
        """What asks the queue for that district."""
        return self.district or NO_DISTRICT


def claims_by_place(
    session: Session,
    who: Visitor,
    *,
    moment: Moment,
    district: str | None = None,
    discipline: Discipline | None = None,
) -> tuple[DistrictClaims, ...]:
    """Return the claims that this visitor may give a verdict on, in five queries whatever their number.

    A hazard of a shared building stands under its first factory: it is verified once.
    """
    query = (
        select(Hazard, Factory)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(HazardFactory.removed_at.is_(None), *_asked(who, district, discipline))
        .options(joinedload(Hazard.building), joinedload(Hazard.floor), joinedload(Hazard.zone))
        .order_by(Hazard.id, Factory.number)
    )
    first: dict[int, tuple[Hazard, Factory]] = {}
    for hazard, factory in session.execute(query.limit(MOST_CLAIMS)):
        first.setdefault(hazard.id, (hazard, factory))
    events = last_claims(session, list(first))
    dates = due_in_force(session, list(first), moment=moment)
    longest_days = int(limit(session, "claim_waits_days", on=moment.today))
    claims = [
        (factory, _claim(hazard, events[hazard.id], dates.get(hazard.id), moment, longest_days=longest_days))
        for hazard, factory in first.values()
    ]
    return _by_district(claims)


def claims_not_shown(
    session: Session,
    who: Visitor,
    shown: Sequence[DistrictClaims],
    *,
    district: str | None = None,
    discipline: Discipline | None = None,
) -> tuple[More, ...]:
    """Return how many more claims wait in each district than `claims_by_place` gave, most first."""
    given = {each.district: each.count for each in shown}
    counted = count_by_district(session, *_asked(who, district, discipline))
    return tuple(
        More(each.district, each.count - given.get(each.district, 0))
        for each in counted
        if each.count > given.get(each.district, 0)
    )


def count_by_district(session: Session, *conditions: ColumnElement[bool]) -> tuple[More, ...]:
    """Return how many hazards fulfil the conditions in each district, most first; each under its first factory."""
    first = (
        select(func.min(Factory.number).label("number"))
        .select_from(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(HazardFactory.removed_at.is_(None), *conditions)
        .group_by(Hazard.id)
        .subquery()
    )
    query = (
        select(Factory.district, func.count())
        .join(first, first.c.number == Factory.number)
        .group_by(Factory.district)
        .order_by(func.count().desc(), Factory.district)
    )
    return tuple(More(district, count) for district, count in session.execute(query))


def _asked(who: Visitor, district: str | None, discipline: Discipline | None) -> list[ColumnElement[bool]]:
    asked = [
        Hazard.status == Status.PENDING_VERIFICATION,
        Hazard.discipline.in_([discipline] if discipline else list(Discipline)),
        hazards_seen(who.sight(Action.VERIFY_CORRECTION)),
    ]
    if who.disciplines:
        asked.append(Hazard.discipline.in_(who.disciplines))
    if district is not None:
        asked.append(Factory.district.is_(None) if district == NO_DISTRICT else Factory.district == district)
    return asked


def last_claims(session: Session, hazard_ids: Sequence[int]) -> dict[int, HazardEvent]:
    """Return the latest claim of each of the hazards that has one, by its id."""
    events = session.scalars(
        select(HazardEvent)
        .where(HazardEvent.hazard_id.in_(hazard_ids), HazardEvent.status == Status.PENDING_VERIFICATION)
        .order_by(HazardEvent.effective_on, HazardEvent.id)
    )
    return {event.hazard_id: event for event in events}


def inspections_for_verdict(session: Session, hazard: Hazard, *, since: date) -> Sequence[Inspection]:
    """Return the inspections on which the hazard may have been seen: of its factories and discipline, latest first."""
    factories = [link.factory_id for link in hazard.links if link.removed_at is None]
    return session.scalars(
        select(Inspection)
        .where(
            Inspection.factory_id.in_(factories),
            Inspection.discipline == hazard.discipline,
            Inspection.inspected_on >= since,
            Inspection.removed_at.is_(None),
        )
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
    ).all()


def _claim(hazard: Hazard, event: HazardEvent, due_on: date | None, moment: Moment, *, longest_days: int) -> Claim:
    return Claim(
        hazard,
        event,
        due_on,
        waiting_days=(moment.today - event.effective_on).days,
        is_late=waits_too_long(event.effective_on, today=moment.today, longest_days=longest_days),
    )


def _by_district(claims: Sequence[tuple[Factory, Claim]]) -> tuple[DistrictClaims, ...]:
    ordered = sorted(claims, key=lambda each: (each[0].district or "", each[0].number))
    districts = []
    for district, in_district in groupby(ordered, key=lambda each: each[0].district):
        factories = [
            FactoryClaims(factory, tuple(sorted((claim for _, claim in of_one), key=_urgency)))
            for factory, of_one in groupby(in_district, key=lambda each: each[0])
        ]
        most_first = sorted(factories, key=lambda each: (-len(each.claims), each.factory.number))
        districts.append(DistrictClaims(district, tuple(most_first)))
    return tuple(sorted(districts, key=lambda each: (-each.count, each.district or "")))


def _urgency(claim: Claim) -> tuple[bool, int, int]:
    return not claim.is_grave, -claim.waiting_days, claim.hazard.id
