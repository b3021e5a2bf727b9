"""Writes the buildings, the brands and the factories of the demonstration, and who is where and buys from whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.coverage import set_coverage
from accord.casework.demo.days import Days
from accord.casework.demo.story import BuildingStory, FactoryStory, ProgrammeStory
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
    "coverage",
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
    """Write a factory, the buildings it occupies and the signatories that buy from it."""
    factory = Factory(
        **{name: getattr(story, name) for name in COPIED},
        company_group=grounds.groups[story.company_group] if story.company_group else None,
        occupancies=[
            Occupant(building=grounds.places[stay.building].building, from_on=days.worked_on(stay.since))
            for stay in story.occupies
        ],
        sourcings=[
            Sourcing(
                signatory=grounds.signatories[sourcing.signatory],
                from_on=days.worked_on(sourcing.since),
                to_on=None if sourcing.until is None else days.worked_on(sourcing.until),
                is_lead=sourcing.lead,
                recorded_at=days.at(days.worked_on(sourcing.since), RECORDED_AT),
                end_recorded_at=(
                    None if sourcing.until is None else days.at(days.worked_on(sourcing.until), RECORDED_AT)
                ),
            )
            for sourcing in story.sourcing
        ],
    )
    listed_on = days.worked_on(min(sourcing.since for sourcing in story.sourcing))
    set_coverage(
        factory,
        story.coverage,
        from_on=listed_on,
        actor=RECORDED_BY,
        moment=Moment(days.at(listed_on, RECORDED_AT), days.zone),
    )
    session.add(factory)
    return factory


def _place(story: BuildingStory, *, days: Days) -> Place:
    floors = {
        floor.level: Floor(level=floor.level, name=floor.name, allowable_load_kpa=floor.allowable_load_kpa)
        for floor in story.floors
    }
    zones = {
        (floor.level, zone.name): Zone(
            floor=floors[floor.level], name=zone.name, allowable_load_kpa=zone.allowable_load_kpa
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
