"""The people and buildings of a simulated month: each building with two factories, a bank, a landlord and brands."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.records.clockwork import GoLive
from accord.records.factory import Building, Factory, Floor, Occupant, Signatory, Sourcing
from accord.records.inspection import Inspection, InspectionEngineer
from accord.records.notice import Contact
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind, Source
from tests.desk_builders import a_person, an_engineer

BRANDS = 4


@dataclass(frozen=True)
class House:
    """A building in which somebody will find a danger."""

    building_id: int
    inspection_id: int
    organisations: tuple[str, ...]
    """Whoever is told once an order is determined and has to answer."""
    owner: str


@dataclass(frozen=True)
class World:
    """All of it, by id: the driver has no session that stays open."""

    people: dict[str, int]
    houses: tuple[House, ...]

    def sign_in(self, session: Session, name: str, moment: Moment) -> str:
        """Return the word with which somebody is signed in at that moment."""
        person = session.get_one(Person, self.people[name])
        token = sign_in.begin(session, person, device="simulated", moment=moment)
        session.commit()
        return token


def a_world(session: Session, moment: Moment, *, houses: int) -> World:
    """Write it, with an address for everybody who is told."""
    session.add(GoLive(live_from=moment.now, reason="Ready.", actor="the administrator", recorded_at=moment.now))
    brands = [Signatory(name=f"Brand {number}") for number in range(BRANDS)]
    session.add_all(brands)
    people = {
        "finder": an_engineer(session, Discipline.STRUCTURAL, name="Who finds it"),
        "verifier": an_engineer(session, Discipline.STRUCTURAL, name="Who verifies it"),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The chief"),
        "handler": a_person(session, Role.CASE_HANDLER, name="The case handler"),
    }
    alone = ("labour_signatories", "inspector_general", "steering_committee")
    told = dict.fromkeys((*alone, *(f"signatory {brand.id}" for brand in brands)))
    made = []
    for number in range(houses):
        house = _house(session, moment, number, brands, people)
        told |= dict.fromkeys(house.organisations)
        made.append(house)
    for organisation in told:
        at = organisation.replace(" ", "-")
        contact = {"name": organisation, "language": "bn", "email": f"{at}@told.example"}
        session.add(Contact(organisation=organisation, actor="a test", recorded_at=moment.now, **contact))
    session.commit()
    return World({name: person.id for name, person in people.items()}, tuple(made))


def _house(session: Session, moment: Moment, number: int, brands: list[Signatory], people: dict[str, Person]) -> House:
    factories = [Factory(number=9001 + 2 * number + place, name=f"Mill {number}.{place}") for place in range(2)]
    occupants = [*(Occupant(factory=each) for each in factories), Occupant(other_name=f"Bank {number}")]
    building = Building(name=f"Block {number}", landlord=f"Landlord {number}", floors=[Floor(level=0), Floor(level=1)])
    building.occupants = occupants
    session.add(building)
    for brand in brands[number % 2 :]:
        sourcing = {"from_on": date(2020, 1, 1), "recorded_at": moment.now}
        session.add(Sourcing(signatory=brand, factory=factories[number % 2], **sourcing))
    inspection = Inspection(
        factory=factories[0],
        discipline=Discipline.STRUCTURAL,
        kind=InspectionKind.SPECIAL,
        source=Source.DESK,
        inspected_on=moment.today,
        recorded_at=moment.now,
        engineers=[InspectionEngineer(person=people["finder"])],
    )
    owner = a_person(session, Role.FACTORY_USER, name=f"Owner {number}", factory=factories[0])
    people[owner.name] = owner
    session.add(inspection)
    session.flush()
    organisations = [f"{kind} {each.id}" for each in factories for kind in ("factory", "committee")]
    organisations += [f"occupant {occupants[2].id}", f"landlord {building.id}"]
    organisations += [f"signatory {brand.id}" for brand in brands[number % 2 :]]
    return House(building.id, inspection.id, tuple(organisations), owner.name)
