"""What the fields of the register offer, in a fixed number of queries: nothing that the visitor may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.register.selection import Selection
from accord.casework.desk.sights import factories_seen
from accord.casework.desk.visitors import Visitor
from accord.records.factory import Building, Factory, Signatory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.person import Person, RoleHeld
from accord.rules.desk.actions import Action
from accord.rules.desk.people import Role


@dataclass(frozen=True)
class Choices:
    """What can be chosen by name; brands and people only for those who see everything."""

    districts: Sequence[str]
    signatories: Sequence[str]
    engineers: Mapping[int, str]
    buildings: Mapping[int, str]
    """Of the factory that was asked for."""


def choices_for(session: Session, selection: Selection, who: Visitor) -> Choices:
    """Return what the visitor can choose from."""
    sight = who.sight(Action.READ_FACTORY)
    districts = select(Factory.district).where(Factory.district.is_not(None), factories_seen(sight)).distinct()
    sees_all = sight.everywhere
    return Choices(
        districts=[name for name in session.scalars(districts.order_by(Factory.district)) if name],
        signatories=session.scalars(select(Signatory.name).order_by(Signatory.name)).all() if sees_all else (),
        engineers=_engineers(session) if sees_all else {},
        buildings=_buildings(session, selection.factory, who) if selection.factory else {},
    )


def _engineers(session: Session) -> Mapping[int, str]:
    held = select(RoleHeld.person_id).where(RoleHeld.role == Role.ENGINEER)
    query = select(Person.id, Person.name).where(Person.id.in_(held)).order_by(Person.name, Person.id)
    return {id_: name for id_, name in session.execute(query)}  # noqa: C416  rows are no pairs to the type checker


def _buildings(session: Session, number: int, who: Visitor) -> Mapping[int, str]:
    there = (
        select(Hazard.building_id)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(Factory.number == number, factories_seen(who.sight(Action.READ_FACTORY)))
    )
    query = select(Building.id, Building.name).where(Building.id.in_(there)).order_by(Building.name, Building.id)
    return {id_: name or str(id_) for id_, name in session.execute(query)}
