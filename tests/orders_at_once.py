"""People who move the same order in the same instant, on whichever database."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from accord.casework.orders import deeds, raising
from accord.casework.orders.refused import NotNow
from accord.casework.orders.sweeping import sweep_orders
from accord.casework.refusals import Told
from accord.records.factory import Building
from accord.records.notice import Notice
from accord.records.order import OrderCause, OrderEvent, OrderReminder, SafetyOrder
from accord.records.person import Person
from accord.rules.moments import Moment
from accord.rules.vocabulary import OrderStep
from tests.desk_builders import a_visitor
from tests.order_builders import a_house, determined, later

Deed = Callable[[Session], object]


def at_once(engine: Engine, deeds_: Sequence[Deed]) -> list[type[Told] | None]:
    """Do all of these in the same instant, each in a session of its own; return who was refused, and how."""
    together = Barrier(len(deeds_))

    def do(deed: Deed) -> type[Told] | None:
        with Session(engine) as session:
            together.wait()
            try:
                deed(session)
            except Told as refusal:
                return type(refusal)
            session.commit()
            return None

    with ThreadPoolExecutor(len(deeds_)) as pool:
        return list(pool.map(do, deeds_))


def many_causes_at_once(engine: Engine, moment: Moment) -> None:
    """Find the same danger four times at once: there is one order with four causes, and each is told once of it."""
    with Session(engine) as session:
        house = a_house(session, moment)
        building_id, chief_id = house.building.id, house.who["chief"].id
        session.commit()

    def find(session: Session) -> None:
        chief = a_visitor(session, session.get_one(Person, chief_id), moment)
        building = session.get_one(Building, building_id)
        cause = house.cause(factories=[])
        raising.raise_or_join(session, replace(cause, building=building), who=chief, moment=moment)

    assert at_once(engine, [find] * 4) == [None] * 4

    with Session(engine) as session:
        assert _count(session, SafetyOrder.id) == 1
        assert _count(session, OrderCause.id) == 4
        steps = session.scalars(select(OrderEvent.step).order_by(OrderEvent.id)).all()
        assert steps == [OrderStep.RAISED] + [OrderStep.JOINED] * 3
        assert session.scalar(select(func.count()).where(Notice.step == "raised")) == 6


def two_who_determine_at_once(engine: Engine, moment: Moment) -> None:
    """Let the chief safety officer and the deputy determine in the same instant: one does, the other is told so."""
    with Session(engine) as session:
        house = a_house(session, moment)
        raised = raising.raise_or_join(session, house.cause(), who=house.who["chief"], moment=moment)
        order_id, ids = raised.id, [house.who[name].id for name in ("chief", "deputy")]
        session.commit()

    def determine(person_id: int) -> Deed:
        def deed(session: Session) -> None:
            who = a_visitor(session, session.get_one(Person, person_id), moment)
            deeds.determine(session, session.get_one(SafetyOrder, order_id), who=who, moment=moment)

        return deed

    assert sorted(map(str, at_once(engine, [determine(each) for each in ids]))) == sorted(map(str, [None, NotNow]))


def two_sweeps_at_once(engine: Engine, moment: Moment) -> None:
    """Sweep twice in the same instant: each reminder is made once."""
    with Session(engine) as session:
        determined(session, a_house(session, moment), moment)
        session.commit()
    made: list[int] = []
    then = later(moment, days=3)

    assert at_once(engine, [lambda session: made.append(sweep_orders(session, moment=then))] * 2) == [None, None]

    assert sorted(made) == [0, 1]
    with Session(engine) as session:
        assert _count(session, OrderReminder.id) == 1


ALL = (many_causes_at_once, two_who_determine_at_once, two_sweeps_at_once)


def _count(session: Session, column: object) -> int | None:
    return session.scalar(select(func.count(column)))
