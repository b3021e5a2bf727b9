"""What tests of orders build with: a building with everybody in it, and the people who act on its orders."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders import deeds, raising
from accord.casework.orders.causes import Cause
from accord.casework.orders.taking import Comes
from accord.records.clockwork import GoLive
from accord.records.factory import Building, Factory, Floor, Occupant, Signatory, Sourcing
from accord.records.order import SafetyOrder
from accord.records.order_care import PanelDetermination
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.orders.words import CauseKind, Channel, PanelOutcome
from accord.rules.vocabulary import Discipline, OrderKind
from tests.desk_builders import a_person, a_visitor, an_engineer

SEEN = Comes(note="Walked through: nobody is inside.")
WHY = Comes(note="Eight columns jacketed and seen.")


@dataclass
class House:
    """A building with two factories, a bank and a landlord, two brands, and the people who act on its orders."""

    building: Building
    first: Factory
    second: Factory
    nordic: Signatory
    who: dict[str, Visitor]

    def cause(self, kind: OrderKind = OrderKind.EVACUATION, **more: object) -> Cause:
        """Return a cause that the chief safety officer decides."""
        discipline = Discipline.BOILER if kind is OrderKind.BOILER_SHUTDOWN else Discipline.STRUCTURAL
        told = {"words": "Cracks in column C3.", "factories": [self.first]}
        return Cause(CauseKind.DECISION, kind, discipline, self.building, **told | more)


def a_house(session: Session, moment: Moment) -> House:
    """Write it all; the second brand buys from the second factory alone."""
    first, second = Factory(number=9001, name="First Knit Ltd."), Factory(number=9002, name="Second Wear Ltd.")
    building = Building(name="Block A", landlord="Kashimpur Estates", floors=[Floor(level=0), Floor(level=1)])
    building.occupants = [Occupant(factory=first), Occupant(factory=second), Occupant(other_name="Kashimpur Bank")]
    nordic, baltic = Signatory(name="Nordic"), Signatory(name="Baltic")
    session.add_all([building, nordic, baltic])
    for buyer, factory in ((nordic, first), (baltic, second)):
        session.add(Sourcing(signatory=buyer, factory=factory, from_on=date(2020, 1, 1), recorded_at=moment.now))
    session.flush()
    structural = Discipline.STRUCTURAL
    people = {
        "engineer": an_engineer(session, structural, name="First engineer"),
        "second": an_engineer(session, structural, name="Second engineer"),
        "boilers": an_engineer(session, Discipline.BOILER, name="Boiler engineer"),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO"),
        "deputy": a_person(session, Role.DEPUTY, name="The deputy"),
        "handler": a_person(session, Role.CASE_HANDLER, name="The case handler"),
        "owner": a_person(session, Role.FACTORY_USER, name="The owner", factory=first),
        "committee": a_person(session, Role.SAFETY_COMMITTEE, name="The committee", factory=first),
        "brand": a_person(session, Role.SIGNATORY_USER, name="The brand", signatory=nordic),
        "stranger": a_person(session, Role.FACTORY_USER, name="A stranger", factory=_elsewhere(session)),
    }
    who = {name: a_visitor(session, person, moment) for name, person in people.items()}
    return House(building, first, second, nordic, who)


def _elsewhere(session: Session) -> Factory:
    factory = Factory(number=9900, name="Elsewhere Ltd.")
    session.add(factory)
    session.flush()
    return factory


def go_live(session: Session, moment: Moment) -> None:
    """Let letters be sent from that moment on."""
    session.add(GoLive(live_from=moment.now, reason="Ready.", actor="the administrator", recorded_at=moment.now))
    session.flush()


def later(moment: Moment, **passed: float) -> Moment:
    """Return the moment when so much has passed."""
    return replace(moment, now=moment.now + timedelta(**passed))


def raised(session: Session, house: House, moment: Moment, *, kind: OrderKind = OrderKind.EVACUATION) -> SafetyOrder:
    """Return an order that the chief safety officer raised."""
    return raising.raise_or_join(session, house.cause(kind), who=house.who["chief"], moment=moment)


def determined(
    session: Session, house: House, moment: Moment, *, kind: OrderKind = OrderKind.EVACUATION
) -> SafetyOrder:
    """Return an order that was determined at once."""
    order = raised(session, house, moment, kind=kind)
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    return order


def acknowledged(session: Session, order: SafetyOrder, organisation: str, house: House, moment: Moment) -> None:
    """Let an organisation acknowledge the order by telephone."""
    deeds.acknowledge(
        session,
        order,
        organisation=organisation,
        said_by="Somebody",
        channel=Channel.TELEPHONE,
        number="01700000000",
        who=house.who["handler"],
        moment=moment,
    )


def ready(session: Session, order: SafetyOrder, house: House, moment: Moment) -> None:
    """Take the order to where it may be lifted."""
    seen = replace(SEEN, seen_on=moment.today)
    deeds.comply(session, order, SEEN, who=house.who["owner"], moment=moment)
    deeds.verify_on_site(session, order, seen, who=house.who["engineer"], moment=moment)
    deeds.verify_works(session, order, seen, who=house.who["engineer"], moment=moment)


def the_panel_agrees(session: Session, order: SafetyOrder, moment: Moment) -> None:
    """Write that the Review Panel agrees of one mind to lift it."""
    session.add(
        PanelDetermination(
            order_id=order.id,
            outcome=PanelOutcome.NO_RESTRICTION,
            determined_on=moment.today,
            is_unanimous=True,
            members="BUET\nDIFE",
            actor="a test",
            recorded_at=moment.now,
        )
    )
    session.flush()
