"""Whatever is tried with an order, in whatever order: it is looked at again until it ends, and told nobody twice."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.orders import deeds, measures
from accord.casework.orders.measures import Wanted
from accord.casework.orders.standing import clock_of, must_report, standing_of, unreported_of
from accord.casework.orders.sweeping import sweep_orders
from accord.casework.refusals import Told
from accord.records.base import open_engine
from accord.records.factory import Factory, Occupant
from accord.records.notice import Notice
from accord.records.order import OrderRecipient, OrderReminder, SafetyOrder
from accord.rules.orders.reminders import next_due_at
from accord.rules.orders.steps import OPEN
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderKind
from tests.order_builders import SEEN, a_house, go_live, later, raised, the_panel_agrees

DEEDS = (
    deeds.determine,
    deeds.comply,
    deeds.verify_on_site,
    deeds.verify_works,
    deeds.answer_week,
    deeds.re_enter,
    deeds.ease,
    deeds.propose_annulment,
    deeds.reject_annulment,
    deeds.take_acknowledgement_back,
    deeds.annul,
    deeds.lift,
    deeds.vacate,
)
PEOPLE = ("engineer", "second", "chief", "deputy", "owner", "handler")


class Orders(RuleBasedStateMachine):
    """The real casework on a real database, driven at random."""

    database = ""
    moment = None

    @initialize(is_live=st.booleans())
    def begin(self, is_live):
        self.engine = open_engine(f"sqlite:///{self.database}")
        self.session = Session(self.engine)
        self.now = self.moment
        self.house = a_house(self.session, self.now)
        if is_live:
            go_live(self.session, self.now)
        self.moved_in = 0
        raised(self.session, self.house, self.now)

    def teardown(self):
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()
            self.engine.dispose()

    @property
    def orders(self):
        return self.session.scalars(select(SafetyOrder).order_by(SafetyOrder.id)).all()

    def tried(self, deed):
        with suppress(Told):
            deed()
        self.session.flush()

    @rule(kind=st.sampled_from([OrderKind.EVACUATION, OrderKind.LOAD_REDUCTION]))
    def find_a_danger(self, kind):
        raised(self.session, self.house, self.now, kind=kind)

    @rule(deed=st.sampled_from(DEEDS), name=st.sampled_from(PEOPLE), number=st.integers(0, 3))
    def try_a_step(self, deed, name, number):
        order = self.orders[number % len(self.orders)]
        comes = replace(SEEN, seen_on=self.now.today, limit_kpa=2.0, organisation=f"factory {self.house.first.id}")
        self.tried(partial(deed, self.session, order, comes, who=self.house.who[name], moment=self.now))

    @rule(number=st.integers(0, 3), place=st.integers(0, 20))
    def acknowledge(self, number, place):
        order = self.orders[number % len(self.orders)]
        who = order.recipients[place % len(order.recipients)]
        told = {"organisation": who.organisation, "said_by": "Somebody", "channel": Channel.LINK}
        self.tried(partial(deeds.acknowledge, self.session, order, **told, who=None, moment=self.now))

    @rule(number=st.integers(0, 3), place=st.integers(0, 20))
    def report(self, number, place):
        order = self.orders[number % len(self.orders)]
        inside = [*must_report(order), None]
        of = inside[place % len(inside)]
        comes = replace(SEEN, organisation=of.organisation if of else None)
        before = standing_of(order)
        self.tried(partial(deeds.comply, self.session, order, comes, who=self.house.who["handler"], moment=self.now))
        after = standing_of(order)
        if after.phase is not before.phase:
            assert unreported_of(order, after) == [], "complied with only once everybody has reported"

    @rule(days=st.integers(0, 5))
    def set_a_measure(self, days):
        wanted = Wanted("Empty the tank", self.now.today + timedelta(days=days))
        who = self.house.who["engineer"]
        self.tried(partial(measures.set_measure, self.session, self.orders[0], wanted, who=who, moment=self.now))

    @rule()
    def let_the_panel_agree(self):
        the_panel_agrees(self.session, self.orders[0], self.now)

    @rule()
    def move_in(self):
        self.moved_in += 1
        newcomer = Factory(number=9100 + self.moved_in, name=f"Newcomer {self.moved_in}")
        self.house.building.occupants.append(Occupant(factory=newcomer, from_on=self.now.today))
        self.session.flush()

    @rule()
    def move_out(self):
        here = [each for each in self.house.building.occupants if each.factory and each.to_on is None]
        if len(here) > 1:
            here[-1].to_on = self.now.today
            self.session.flush()

    @rule(hours=st.integers(0, 200))
    def let_time_pass(self, hours):
        self.now = later(self.now, hours=hours)

    @rule()
    def sweep(self):
        sweep_orders(self.session, moment=self.now)
        assert sweep_orders(self.session, moment=self.now) == 0
        assert all(order.next_due_at is None or order.next_due_at > self.now.now for order in self.orders)

    @invariant()
    def everything_holds(self):
        if not hasattr(self, "session"):
            return
        self.session.flush()
        self.session.expire_all()
        open_kinds = []
        for order in self.orders:
            stands = standing_of(order)
            assert stands == standing_of(order)
            assert order.kind is stands.kind
            assert (order.next_due_at is not None) == (stands.phase in OPEN)
            assert order.next_due_at == next_due_at(clock_of(self.session, order, self.now.zone))
            if stands.is_open:
                open_kinds.append(order.kind)
        assert len(open_kinds) == len(set(open_kinds)), "never a second order"
        self.nobody_is_told_twice()

    def nobody_is_told_twice(self):
        for columns in (
            (Notice.cause, Notice.organisation, Notice.step),
            (OrderRecipient.order_id, OrderRecipient.organisation),
            (OrderReminder.order_id, OrderReminder.climb, OrderReminder.track, OrderReminder.number),
        ):
            twice = select(*columns).group_by(*columns).having(func.count() > 1)
            assert self.session.execute(twice).all() == []
        told = self.session.scalars(select(Notice.organisation).where(Notice.step == "raised").distinct())
        assert set(told) <= set(self.session.scalars(select(OrderRecipient.organisation)))


def test_whatever_is_tried_an_open_order_is_looked_at_again_and_nobody_is_told_twice(database, moment):
    Orders.database, Orders.moment = str(database), moment
    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
