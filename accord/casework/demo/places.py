"""Writes the buildings, the brands and the factories of the demonstration, and who is where and buys from whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.coverage import set_coverage
from accord.casework.demo.days import Days
from accord.casework.demo.programme import BuildingStory, ProgrammeStory
from accord.casework.demo.story import CoverageStory, FactoryStory, SourcingStory
from accord.records.factory import Building, CompanyGroup, Factory, Floor, Occupant, Signatory, Sourcing, Zone
from accord.rules.moments import Moment

COPIED = (
    "number",
    "name",
    "name_bn",
    "address",
    "address_bn",
    "district",
    "upazila",
    "latitude_degrees",
    "longitude_degrees",
    "os_id",
    "production",
    "workers",
    "workers_women",
    "summary",
    "summary_bn",
)

RECORDED_BY = "accord demo"
RECORDED_AT = 9
"""Hour of the day in the programme's time zone."""


@dataclass(frozen=True)
class Place:
    """A building with its floors by level and its zones by level and name."""

    building: Building
    floors: Mapping[int, Floor]
    zones: Mapping[tuple[int, str], Zone]


@dataclass(frozen=True)
class Grounds:
    """All that stands before the first factory is written, each by the name the factories call it by."""

    places: Mapping[str, Place]
    signatories: Mapping[str, Signatory]
    groups: Mapping[str, CompanyGroup]


def write_grounds(session: Session, programme: ProgrammeStory, *, days: Days) -> Grounds:
    """Write company groups, signatories and buildings."""
    grounds = Grounds(
        places={story.key: _place(story, days=days) for story in programme.buildings},
        signatories={
            story.name: Signatory(name=story.name, agreed_to_be_named=story.agreed_to_be_named)
            for story in programme.signatories
        },
        groups={name: CompanyGroup(name=name) for name in programme.company_groups},
    )
    session.add_all(place.building for place in grounds.places.values())
    session.add_all(grounds.signatories.values())
    session.add_all(grounds.groups.values())
    return grounds


def write_factory(session: Session, story: FactoryStory, *, grounds: Grounds, days: Days) -> Factory:
    """Write a factory with its coverage, the buildings it occupies and the signatories that buy from it."""
    coverages = _coverages(story)
    joined_on = days.worked_on(coverages[0].day)
    factory = Factory(
        **{name: getattr(story, name) for name in COPIED},
        company_group=grounds.groups[story.company_group] if story.company_group else None,
        occupancies=[
            Occupant(building=grounds.places[stay.building].building, from_on=days.worked_on(stay.since))
            for stay in story.occupies
        ],
        sourcings=[_sourcing(sourcing, joined_on, grounds=grounds, days=days) for sourcing in story.sourcing],
    )
    for change in coverages:
        on = days.worked_on(change.day)
        set_coverage(
            factory,
            change.coverage,
            from_on=on,
            reason=change.reason,
            reason_bn=change.reason_bn,
            actor=RECORDED_BY,
            moment=Moment(days.at(on, RECORDED_AT), days.zone),
        )
    session.add(factory)
    return factory


def first_day_of(story: FactoryStory) -> int:
    """Return the day on which the factory joined."""
    return _coverages(story)[0].day


def _coverages(story: FactoryStory) -> tuple[CoverageStory, ...]:
    first_bought = min(sourcing.since for sourcing in story.sourcing)
    return story.coverage_history or (CoverageStory(first_bought, story.coverage),)


def _sourcing(story: SourcingStory, joined_on: date, *, grounds: Grounds, days: Days) -> Sourcing:
    from_on = days.worked_on(story.since)
    to_on = None if story.until is None else days.worked_on(story.until)
    return Sourcing(
        signatory=grounds.signatories[story.signatory],
        from_on=from_on,
        to_on=to_on,
        is_lead=story.lead,
        # Who bought before the factory joined was put on record when it did.
        recorded_at=days.at(max(from_on, joined_on), RECORDED_AT),
        end_recorded_at=None if to_on is None else days.at(max(to_on, joined_on), RECORDED_AT),
    )


def _place(story: BuildingStory, *, days: Days) -> Place:
    floors = {
        floor.level: Floor(
            level=floor.level, name=floor.name, name_bn=floor.name_bn, allowable_load_kpa=floor.allowable_load_kpa
        )
        for floor in story.floors
    }
    zones = {
        (floor.level, zone.name): Zone(
            floor=floors[floor.level],
            name=zone.name,
            name_bn=zone.name_bn,
            allowable_load_kpa=zone.allowable_load_kpa,
        )
        for floor in story.floors
        for zone in floor.zones
    }
    building = Building(
        name=story.name,
        name_bn=story.name_bn,
        storeys=story.storeys,
        construction=story.construction,
        year_built=story.year_built,
        landlord=story.landlord,
        floors=list(floors.values()),
        occupants=[
            Occupant(other_name=other.name, other_use=other.use, from_on=days.worked_on(other.since))
            for other in story.others
        ],
    )
    return Place(building, floors, zones)
