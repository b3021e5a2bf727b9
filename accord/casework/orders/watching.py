"""What one must know of an open order at one look: how it stands, what is missing, who is silent, what comes next.

A fixed number of questions, however many orders are looked at.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.buildings import there_on
from accord.casework.desk.limits import limits_on_days
from accord.casework.orders.next_told import told_next
from accord.casework.orders.open_causes import open_causes
from accord.casework.orders.producing import producing_at
from accord.casework.orders.standing import (
    counting,
    disciplines_of,
    pace_of,
    standing_of,
    unreported_of,
)
from accord.records.factory import Occupant, Signatory
from accord.records.inspection import Visit
from accord.records.order import OrderRecipient, SafetyOrder
from accord.records.order_care import OrderMeasure, PanelDetermination, StateOrder
from accord.rules.desk.rounds import VisitState
from accord.rules.moments import Moment
from accord.rules.orders.flaws import Beside
from accord.rules.orders.next_step import Lacks, lacking
from accord.rules.orders.reminders import Clock, Pace, Reminder, Track, next_reminder
from accord.rules.orders.standing import Standing
from accord.rules.orders.words import MeasureStep, RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind

_WAITS = frozenset({MeasureStep.SET, MeasureStep.NOT_ACCEPTED})


@dataclass(frozen=True)
class Watched:
    """An order with all that belongs to it."""

    order: SafetyOrder
    standing: Standing
    beside: Beside
    lacks: tuple[Lacks, ...]
    measures: tuple[OrderMeasure, ...]
    """Those that were not dropped, the first due first."""
    unreported: tuple[OrderRecipient, ...]
    """Of whose place it was not reported yet that what the order asks for was done."""
    producing: tuple[Signatory, ...]
    """Signatories that have not confirmed that their production stopped; evacuations in force only."""
    tenants: tuple[Occupant, ...]
    """Who is in the building today and is no factory."""
    reminder: Reminder | None
    """The next one."""
    reminded: Mapping[RecipientKind, int]
    """To how many of each kind it goes."""
    visit: Visit | None
    """The next one that is planned at one of its factories, in a discipline of its causes."""
    pace: Pace


def watch(session: Session, orders: Sequence[SafetyOrder], *, moment: Moment) -> list[Watched]:
    """Return each order, read with `listing.with_all`, with all that belongs to it, in the same order."""
    found = _Found(session, orders, moment)
    return [found.watched(order) for order in orders]


class _Found:
    """What was read of all these orders at once."""

    def __init__(self, session: Session, orders: Sequence[SafetyOrder], moment: Moment) -> None:
        self.moment = moment
        self.standings = {order.id: standing_of(order) for order in orders}
        self.ids = list(self.standings)
        buildings = {order.building_id for order in orders}
        self.panel = _panel(session, self.ids)
        self.state = _state_orders(session, self.ids)
        self.limits_at = _load_reductions(session, buildings)
        self.measures = _measures(session, self.ids)
        self.open_causes = open_causes(session, orders)
        self.tenants = _tenants(session, buildings, moment.today)
        self.producing = producing_at(session, orders, self.standings, moment=moment)
        self.visits = _visits(session, orders)
        began = {self._began_on(each) for each in self.standings.values()}
        self.paces = {day: pace_of(held) for day, held in limits_on_days(session, began).items()}

    def watched(self, order: SafetyOrder) -> Watched:
        """Return one of them."""
        stands, beside = self.standings[order.id], self._beside(order)
        unreported = unreported_of(order, stands)
        measures = tuple(each for each in self.measures[order.id] if _step_of(each) is not MeasureStep.DROPPED)
        pace = self.paces[self._began_on(stands)]
        clock = Clock(
            standing=stands,
            made=_made(order),
            pace=pace,
            zone=self.moment.zone,
            measures_due=sorted(each.due_on for each in measures if _step_of(each) in _WAITS),
        )
        reminder = next_reminder(clock, now=self.moment.now)
        return Watched(
            order=order,
            standing=stands,
            beside=beside,
            lacks=lacking(stands, beside, unreported=len(unreported)),
            unreported=tuple(unreported),
            measures=measures,
            producing=tuple(self.producing.get(order.id, ())),
            tenants=tuple(self.tenants[order.building_id]),
            reminder=reminder,
            reminded=told_next(order, stands, reminder) if reminder else {},
            visit=_visit_to(order, self.visits),
            pace=pace,
        )

    def _began_on(self, stands: Standing) -> date:
        # The hours that held when its climb began, as for the clockwork.
        return self.moment.civil_date(stands.climb_began_at)

    def _beside(self, order: SafetyOrder) -> Beside:
        panel = self.panel.get(order.id)
        return Beside(
            is_structural=Discipline.STRUCTURAL in disciplines_of(order),
            panel=panel.outcome if panel else None,
            is_unanimous=panel is not None and panel.is_unanimous,
            state_orders=self.state.get(order.id, 0),
            other_limits=len(self.limits_at[order.building_id] - {order.id}),
            open_causes=self.open_causes.get(order.id, frozenset()),
        )


def _step_of(measure: OrderMeasure) -> MeasureStep:
    return measure.steps[-1].step if measure.steps else MeasureStep.SET


def _made(order: SafetyOrder) -> Mapping[tuple[int, Track], int]:
    made: dict[tuple[int, Track], int] = defaultdict(int)
    for each in order.reminders:
        made[each.climb, each.track] = max(made[each.climb, each.track], each.number)
    return made


def _panel(session: Session, ids: Sequence[int]) -> Mapping[int, PanelDetermination]:
    query = select(PanelDetermination).where(PanelDetermination.order_id.in_(ids)).order_by(PanelDetermination.id)
    last = {each.order_id: each for each in session.scalars(query)}
    count = counting(session, last.values())
    return {order_id: each for order_id, each in last.items() if each.id in count}


def _state_orders(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    query = (
        select(StateOrder.order_id, func.count())
        .where(StateOrder.order_id.in_(ids), StateOrder.withdrawn_on.is_(None))
        .group_by(StateOrder.order_id)
    )
    return dict(session.execute(query).all())


def _load_reductions(session: Session, buildings: Collection[int]) -> Mapping[int, set[int]]:
    query = select(SafetyOrder.building_id, SafetyOrder.id).where(
        SafetyOrder.building_id.in_(buildings),
        SafetyOrder.kind == OrderKind.LOAD_REDUCTION,
        SafetyOrder.next_due_at.is_not(None),
    )
    found: dict[int, set[int]] = defaultdict(set)
    for building_id, order_id in session.execute(query):
        found[building_id].add(order_id)
    return found


def _measures(session: Session, ids: Sequence[int]) -> Mapping[int, list[OrderMeasure]]:
    query = (
        select(OrderMeasure)
        .where(OrderMeasure.order_id.in_(ids))
        .options(selectinload(OrderMeasure.steps), joinedload(OrderMeasure.floor), joinedload(OrderMeasure.zone))
        .order_by(OrderMeasure.due_on, OrderMeasure.id)
    )
    found: dict[int, list[OrderMeasure]] = defaultdict(list)
    for each in session.scalars(query):
        found[each.order_id].append(each)
    return found


def _tenants(session: Session, buildings: Collection[int], day: date) -> Mapping[int, list[Occupant]]:
    query = (
        select(Occupant)
        .where(Occupant.building_id.in_(buildings), Occupant.other_name.is_not(None), there_on(day))
        .order_by(Occupant.other_name)
    )
    found: dict[int, list[Occupant]] = defaultdict(list)
    for each in session.scalars(query):
        found[each.building_id].append(each)
    return found


def _visits(session: Session, orders: Sequence[SafetyOrder]) -> Sequence[Visit]:
    here = {link.factory_id for order in orders for link in order.factories}
    query = (
        select(Visit)
        .where(Visit.factory_id.in_(here), Visit.state == VisitState.PLANNED)
        .options(joinedload(Visit.engineer))
        .order_by(Visit.planned_on, Visit.id)
    )
    return session.scalars(query).all()


def _visit_to(order: SafetyOrder, visits: Sequence[Visit]) -> Visit | None:
    here, disciplines = {link.factory_id for link in order.factories}, disciplines_of(order)
    return next((each for each in visits if each.factory_id in here and each.discipline in disciplines), None)
