"""What the public snapshot holds besides hazards: the register, orders, stages and photos, and nothing private."""

from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_row, a_sheet
from sqlalchemy import select

from accord.casework.coverage import set_coverage
from accord.casework.factories import factory_numbered
from accord.casework.snapshot import rebuild_snapshot
from accord.gateways.snapshot.reader import NothingPublished
from accord.records.escalation import StageChange
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.hazard import Hazard
from accord.records.order import OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.records.photo import Photo
from accord.rules.public.disclosed_order import is_open_on
from accord.rules.vocabulary import Coverage, FactoryStatus, OrderKind, OrderStep, PhotoOf


@pytest.fixture
def place(tmp_path):
    return tmp_path / "public.sqlite"


def registered(session, number, coverage, moment, **fields):
    factory = Factory(number=number, **fields)
    set_coverage(factory, coverage, from_on=None, actor="the CSO", moment=moment)
    session.add(factory)
    session.flush()
    return factory


def test_a_covered_factory_stands_in_the_register_before_anything_of_it_is_published(session, public, place, moment):
    registered(session, 9490, Coverage.ACTIVE, moment, name="New Ltd.", summary="Nobody has looked at this yet.")
    registered(session, 9491, Coverage.INACTIVE, moment, name="Not ours Ltd.")
    registered(session, 9492, Coverage.HANDED_OVER, moment, name="Gone Ltd.")

    rebuild_snapshot(session, place, moment=moment)

    register = public.register(as_of=moment.today)
    assert [(line.factory.number, line.is_covered) for line in register.lines] == [(9492, False), (9490, True)]
    line = register.by_number[9490]
    assert (line.edition, line.status, line.progress.initial.applicable) == (None, FactoryStatus.NOT_INSPECTED, 0)
    assert line.factory.summary is None


def test_hazards_that_were_imported_and_not_published_are_in_no_figure(take, session, public, place, moment):
    take(a_sheet(a_row()))

    rebuild_snapshot(session, place, moment=moment)

    shown = public.factory(9490, as_of=moment.today)
    assert (shown.edition, shown.hazards, shown.progress.initial.applicable) == (None, (), 0)


def test_without_a_covered_factory_and_a_publication_there_is_no_snapshot(session, public, place, moment):
    registered(session, 9491, Coverage.INACTIVE, moment)

    assert rebuild_snapshot(session, place, moment=moment) == []
    with pytest.raises(NothingPublished):
        public.facts()


def test_a_factory_that_is_closed_after_publication_leaves_the_figures_from_that_day_on(
    take, put, session, public, place, moment
):
    take(a_sheet(a_row()))
    put(9490)
    closed_on = moment.today - timedelta(days=10)
    words = {"actor": "the CSO", "moment": moment, "reason": "Closed. Ask 01711123456 for details."}
    set_coverage(factory_numbered(session, 9490), Coverage.CLOSED, from_on=closed_on, **words)
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    before, after = (public.register(as_of=closed_on - timedelta(days=days)) for days in (1, 0))
    assert (before.progress.initial.applicable, after.progress.initial.applicable) == (1, 0)
    assert public.factory(9490, as_of=moment.today).past.coverage_changes[-1].reason == "Closed. Ask […] for details."


@pytest.fixture
def building(take, put, session):
    take(a_sheet(a_row()))
    building = Building(name="Building 1", floors=[Floor(level=3, name="3rd floor")])
    session.add(building)
    session.flush()
    return building


def an_order(session, building, moment, *steps):
    """An evacuation of the building with factory 9490 inside; steps with days counted back from today."""
    order = SafetyOrder(kind=OrderKind.EVACUATION, building=building, because="Columns are cracked.")
    order.steps = [
        OrderEvent(
            step=step,
            happened_on=moment.today - timedelta(days=days),
            note=f"Said by somebody: {step.value}",
            actor="N. Akter, engineer",
            recorded_at=moment.now,
        )
        for step, days in steps
    ]
    order.places = [OrderPlace(floor=building.floors[0])]
    order.factories = [OrderFactory(factory=factory_numbered(session, 9490))]
    session.add(order)
    session.flush()
    return order


def test_an_order_is_public_from_its_determination_on_and_no_acknowledgement_is(
    building, put, session, public, place, moment
):
    steps = [(OrderStep.RAISED, 9), (OrderStep.DETERMINED, 8), (OrderStep.ACKNOWLEDGED, 7), (OrderStep.LIFTED, 3)]
    an_order(session, building, moment, *steps)
    an_order(session, building, moment, (OrderStep.RAISED, 1))

    put(9490)

    [shown] = public.orders()
    assert [step.step for step in shown.steps] == [OrderStep.DETERMINED, OrderStep.LIFTED]
    assert (shown.building, shown.places, shown.factories) == ("Building 1", ("3rd floor",), (9490,))
    open_days = [days for days in range(10) if is_open_on(shown, as_of=moment.today - timedelta(days=days))]
    assert open_days == [4, 5, 6, 7, 8]
    assert public.factory(9490, as_of=moment.today).orders == (shown,)
    assert b"Akter" not in place.read_bytes()
    assert b"Said by somebody: raised" not in place.read_bytes()


def test_a_place_of_an_order_has_a_bangla_name_where_somebody_wrote_the_whole_of_it(
    building, put, session, public, moment
):
    [third] = building.floors
    third.name_bn = "৩য় ফ্লোর"
    store, hall = Zone(name="Carton store", name_bn="কার্টনের গুদাম"), Zone(name="Dining hall")
    third.zones = [store, hall]
    ground = Floor(level=0, name="Ground floor", zones=[Zone(name="Boiler house", name_bn="বয়লার ঘর")])
    building.floors.append(ground)
    order = an_order(session, building, moment, (OrderStep.DETERMINED, 1))
    named = [(third, store), (third, hall), (ground, None), (ground, ground.zones[0])]
    order.places += [OrderPlace(floor=floor, zone=zone) for floor, zone in named]
    session.flush()

    put(9490)

    [shown] = public.orders()
    assert shown.places == (
        "3rd floor",
        "3rd floor, Carton store",
        "3rd floor, Dining hall",
        "Ground floor",
        "Ground floor, Boiler house",
    )
    assert shown.places_bn == ("৩য় ফ্লোর", "৩য় ফ্লোর, কার্টনের গুদাম", None, None, None)


def test_what_was_done_before_an_order_was_determined_is_no_public_step_and_makes_it_no_open_order(
    building, put, session, public, place, moment
):
    an_order(session, building, moment, (OrderStep.RAISED, 9), (OrderStep.COMPLIED, 7), (OrderStep.DETERMINED, 5))

    put(9490)

    [shown] = public.orders()
    assert [step.step for step in shown.steps] == [OrderStep.DETERMINED]
    counts = [len(public.register(as_of=moment.today - timedelta(days=days)).orders) for days in (6, 5)]
    assert counts == [0, 1]
    assert b"Said by somebody: complied" not in place.read_bytes()


def test_an_order_in_force_stands_at_its_factory_and_in_the_register(building, put, session, public, moment):
    an_order(session, building, moment, (OrderStep.DETERMINED, 2))

    put(9490)

    register = public.register(as_of=moment.today)
    assert register.orders == register.by_number[9490].open_orders == public.orders()
    assert public.register(as_of=moment.today - timedelta(days=3)).orders == ()


def test_a_factory_at_stage_3_is_ineligible_in_public_from_the_day_it_takes_effect(
    take, put, session, public, place, moment
):
    take(a_sheet(a_row()))
    put(9490)
    effective = moment.today - timedelta(days=5)
    session.add(
        StageChange(
            factory_id=factory_numbered(session, 9490).id,
            stage=3,
            decided_on=effective - timedelta(days=7),
            effective_on=effective,
            reason="No door was ordered.",
            actor="the CSO",
            recorded_at=moment.now,
        )
    )
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    line = public.register(as_of=effective).by_number[9490]
    assert (line.status, line.stage) == (FactoryStatus.INELIGIBLE, 3)
    assert public.register(as_of=effective - timedelta(days=1)).by_number[9490].stage == 0


def test_only_a_photo_that_somebody_looked_at_is_published_and_then_it_is_kept_with_the_files(
    take, put, session, public, photos, store, moment
):
    take(a_sheet(a_row()))
    hazard = session.scalars(select(Hazard)).one()
    cleared, unseen = photos.keep(b"a gate"), photos.keep(b"a face")
    for sha256, cleared_at in ((cleared, moment.now), (unseen, None)):
        session.add(
            Photo(
                hazard_id=hazard.id,
                shows=PhotoOf.HAZARD,
                sha256=sha256,
                width_px=1200,
                height_px=800,
                size_bytes=6,
                taken_on=date(2015, 3, 4),
                caption="The gate of stair 2 is locked.",
                cleared_at=cleared_at,
                actor="an engineer",
                recorded_at=moment.now,
            )
        )
    session.flush()

    put(9490)

    [shown] = public.factory(9490, as_of=moment.today).hazards[0].photos
    assert (shown.sha256, shown.caption) == (cleared, "The gate of stair 2 is locked.")
    assert store.path_of(cleared).read_bytes() == b"a gate"
    assert not store.path_of(unseen).exists()
    assert (public.photo(cleared), public.photo(unseen)) == (shown, None)
