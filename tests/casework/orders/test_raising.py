"""An order is raised with its cause, once for a building and kind, and whoever is in danger is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accord.casework.desk.danger import preview_of_hazard, raise_order
from accord.casework.desk.taking_back import PeopleWereTold, take_back_hazard
from accord.casework.orders import deeds
from accord.casework.orders.raising import OnlyTheChiefDecides, SayWhy, WhichBuilding, raise_or_join
from accord.casework.orders.standing import clock_of, standing_of
from accord.records.factory import Building, Factory, Occupant
from accord.records.journal import JournalEntry
from accord.records.notice import Notice
from accord.records.order import OrderEvent, OrderPlace, SafetyOrder
from accord.rules.notices import Sending
from accord.rules.orders.reminders import next_due_at
from accord.rules.orders.steps import Phase
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep, Severity
from tests.desk_builders import a_factory_with_hazard
from tests.order_builders import WHY, a_house, determined, go_live, later, raised


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def told(order):
    return sorted(each.organisation for each in order.recipients)


def test_a_raised_order_tells_the_factories_their_committees_the_chief_and_who_is_on_call_at_once(
    session, moment, house
):
    order = raised(session, house, moment)

    first, second = house.first.id, house.second.id
    programme = ["chief_safety_officer", "on_call structural"]
    inside = [f"committee {first}", f"committee {second}", f"factory {first}", f"factory {second}"]
    assert told(order) == sorted(programme + inside)
    assert {link.factory_id for link in order.factories} == {first, second}
    letters = session.scalars(select(Notice)).all()
    assert {each.organisation for each in letters} == set(told(order))
    assert {each.step for each in letters} == {"raised"}
    assert session.scalars(select(JournalEntry.deed)).all() == ["raised an order"]
    assert order.next_due_at == next_due_at(clock_of(session, order, moment.zone)) == moment.now + timedelta(hours=2)


def test_before_the_programme_is_live_letters_are_held_and_afterwards_they_wait_to_be_sent(session, moment, house):
    raised(session, house, moment)
    assert {each.state for each in session.scalars(select(Notice))} == {Sending.HELD}

    go_live(session, later(moment, hours=1))
    other = raised(session, house, later(moment, hours=2), kind=OrderKind.BOILER_SHUTDOWN)
    states = {each.organisation: (each.state, each.next_try_at) for each in other_letters(session, other)}
    assert set(states.values()) == {(Sending.WAITING, later(moment, hours=2).now)}


def other_letters(session, order):
    return session.scalars(select(Notice).where(Notice.order_id == order.id)).all()


def test_a_second_cause_of_the_building_and_kind_joins_the_open_order_and_never_makes_another(session, moment, house):
    order = raised(session, house, moment)

    again = raise_or_join(session, house.cause(words="Column C4 too."), who=house.who["chief"], moment=moment)
    other = raised(session, house, moment, kind=OrderKind.LOAD_REDUCTION)

    assert again is order
    assert other is not order
    assert [each.words for each in order.causes] == ["Cracks in column C3.", "Column C4 too."]
    assert [each.step for each in order.steps] == [OrderStep.RAISED, OrderStep.JOINED]
    joined = session.scalars(select(Notice.organisation).where(Notice.step.startswith("joined"))).all()
    assert sorted(joined) == told(order)


def test_after_an_order_has_ended_a_new_cause_raises_a_new_one(session, moment, house):
    first = determined(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    deeds.propose_annulment(session, first, WHY, who=house.who["chief"], moment=moment)
    deeds.annul(session, first, WHY, who=house.who["boilers"], moment=moment)

    second = raised(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)

    assert second is not first
    assert (first.next_due_at, standing_of(first).phase) == (None, Phase.ANNULLED)


def test_a_load_joined_on_another_floor_widens_the_order_and_keeps_the_lower_limit(session, moment, house):
    ground, upper = house.building.floors
    load = OrderKind.LOAD_REDUCTION
    chief = house.who["chief"]
    order = raise_or_join(session, house.cause(load, spots=[(ground, None)], limit_kpa=2.0), who=chief, moment=moment)
    raise_or_join(session, house.cause(load, spots=[(upper, None)], limit_kpa=3.0), who=chief, moment=moment)
    assert ({each.floor for each in order.places}, order.limit_kpa) == ({ground, upper}, 2.0)

    raise_or_join(session, house.cause(load), who=chief, moment=moment)
    session.refresh(order)
    assert order.places == []
    assert session.scalar(select(func.count()).select_from(OrderPlace)) == 0


def test_only_the_chief_safety_officer_raises_an_order_without_a_finding_and_never_without_a_word(
    session, moment, house
):
    with pytest.raises(OnlyTheChiefDecides):
        raise_or_join(session, house.cause(), who=house.who["engineer"], moment=moment)
    with pytest.raises(SayWhy):
        raise_or_join(session, house.cause(words=" "), who=house.who["chief"], moment=moment)
    assert session.scalars(select(SafetyOrder)).all() == []


def a_danger(session, hazard, moment, *, building=None):
    return preview_of_hazard(
        session,
        factory=hazard.links[0].factory,
        building=building,
        discipline=hazard.discipline,
        severity=hazard.severity,
        moment=moment,
    )


def test_a_danger_that_names_no_building_is_of_the_only_one_of_its_factory(session, moment, house):
    hazard = a_factory_with_hazard(
        session, moment, discipline=Discipline.STRUCTURAL, severity=Severity.SEVERE_AND_IMMINENT
    )

    preview = a_danger(session, hazard, moment)
    order = raise_order(session, preview, hazard=hazard, who=house.who["engineer"], moment=moment)

    assert (preview.building, order.building) == (house.building, house.building)
    assert [(each.kind, each.hazard_id) for each in order.causes] == [(CauseKind.HAZARD, hazard.id)]
    again = raise_order(session, preview, hazard=hazard, who=house.who["engineer"], moment=moment)
    assert (again, len(order.causes), len(order.steps)) == (order, 1, 1)


def test_a_factory_without_a_building_gets_one_and_one_with_several_is_asked_which(session, moment, house):
    hazard = a_factory_with_hazard(
        session, moment, number=9777, discipline=Discipline.BOILER, severity=Severity.SEVERE_AND_IMMINENT
    )
    order = raise_order(
        session, a_danger(session, hazard, moment), hazard=hazard, who=house.who["boilers"], moment=moment
    )
    factory = hazard.links[0].factory
    assert order.building.name == "Building of Factory 9777"
    assert [each.factory for each in order.building.occupants] == [factory]

    other = a_factory_with_hazard(
        session, moment, number=9777, item=2, discipline=Discipline.BOILER, severity=Severity.SEVERE_AND_IMMINENT
    )
    session.add(Building(name="Block Z", occupants=[Occupant(factory=factory)]))
    session.flush()
    with pytest.raises(WhichBuilding):
        raise_order(session, a_danger(session, other, moment), hazard=other, who=house.who["boilers"], moment=moment)


def test_a_hazard_because_of_which_people_were_told_is_not_taken_back_by_one(session, moment, house):
    hazard = a_factory_with_hazard(
        session, moment, discipline=Discipline.STRUCTURAL, severity=Severity.SEVERE_AND_IMMINENT
    )
    raise_order(session, a_danger(session, hazard, moment), hazard=hazard, who=house.who["engineer"], moment=moment)

    with pytest.raises(PeopleWereTold):
        take_back_hazard(session, hazard, reason="Seen wrongly.", who=house.who["engineer"], moment=moment)


def test_a_factory_that_moves_in_is_told_like_the_others_and_one_that_left_stays_told(session, moment, house):
    order = determined(session, house, moment)
    before = set(told(order))
    newcomer = Factory(number=9003, name="Third Ltd.")
    house.building.occupants.append(Occupant(factory=newcomer, from_on=moment.today))
    house.building.occupants[0].to_on = moment.today
    session.flush()

    deeds.welcome(session, order, moment=later(moment, hours=1))
    deeds.welcome(session, order, moment=later(moment, hours=2))

    assert set(told(order)) == before | {f"factory {newcomer.id}", f"committee {newcomer.id}"}
    steps = session.scalars(select(Notice.step).where(Notice.organisation == f"factory {newcomer.id}")).all()
    assert steps == ["determined"]
    assert {link.factory_id for link in order.factories} == {house.first.id, house.second.id, newcomer.id}


def test_an_organisation_that_is_renamed_is_told_once(session, moment, house):
    order = determined(session, house, moment)
    count = len(order.recipients)
    house.first.name, house.nordic.name, house.building.landlord = "New Knit Ltd.", "Nordic Wear", "New Estates"
    session.flush()

    deeds.welcome(session, order, moment=later(moment, hours=1))

    assert len(order.recipients) == count
    assert {each.name for each in order.recipients} >= {"First Knit Ltd.", "Nordic", "Kashimpur Estates"}


def test_who_raised_it_and_as_what_is_kept_with_the_step(session, moment, house):
    raised(session, house, moment)

    event = session.scalars(select(OrderEvent)).one()
    assert (event.person_id, event.taken_as, event.happened_on) == (house.who["chief"].id, "decider", date(2024, 7, 1))
