"""What has become of an order by its steps, and when the clockwork must look at it again.

Nothing is kept of it but `kind` and `next_due_at`, which are written by whatever moves the order.
"""

from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from accord.casework.desk.limits import limits_on
from accord.casework.orders.open_causes import open_causes
from accord.records.order import OrderRecipient, OrderReminder, SafetyOrder
from accord.records.order_care import OrderMeasure, PanelDetermination, StateOrder
from accord.records.person import RoleHeld
from accord.rules.desk.people import Role
from accord.rules.orders.flaws import Beside
from accord.rules.orders.reminders import Clock, Pace, next_due_at
from accord.rules.orders.standing import Standing, Taken, standing
from accord.rules.orders.steps import By, Phase
from accord.rules.orders.words import DISCIPLINE_OF_ORDER, REPORTS, MeasureStep, RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep

_DECIDERS = frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY})
_WAITS_FOR_FACTORY = frozenset({MeasureStep.SET, MeasureStep.NOT_ACCEPTED})


def lock_order(session: Session, order: SafetyOrder) -> SafetyOrder:
    """Read the order anew with all that was recorded of it, and let nobody else move it until this is committed."""
    session.flush()
    session.refresh(order, with_for_update=True)
    return order


def taken_of(order: SafetyOrder) -> list[Taken]:
    """Return the steps of the order as the table asks for them, in the order in which they were taken."""
    reports = any(event.step is OrderStep.COMPLIED for event in order.steps)
    inside = must_report(order) if reports else ()
    return [
        Taken(
            step=event.step,
            at=event.recorded_at,
            person_id=event.person_id,
            by=frozenset(By(word) for word in (event.taken_as or "").split()),
            organisation=event.organisation,
            inside=frozenset(each.organisation for each in inside if each.recorded_at <= event.recorded_at),
        )
        for event in order.steps
    ]


def standing_of(order: SafetyOrder) -> Standing:
    """Return what has become of the order by its steps, replayed from the kind as which it was raised."""
    return standing(order.raised_as, taken_of(order))


def must_report(order: SafetyOrder) -> list[OrderRecipient]:
    """Return who reports of the own place: everybody inside; of a boiler nobody in particular, one says it is off."""
    if order.raised_as is OrderKind.BOILER_SHUTDOWN:
        return []
    return [each for each in order.recipients if each.kind in REPORTS]


def unreported_of(order: SafetyOrder, stands: Standing) -> list[OrderRecipient]:
    """Return of whose place it was not reported yet that what the order asks for was done."""
    missing = stands.unreported(each.organisation for each in must_report(order))
    return [each for each in order.recipients if each.organisation in missing]


def may_report(order: SafetyOrder, stands: Standing) -> list[OrderRecipient]:
    """Return of whose place it can be reported now that what the order asks for was done."""
    if must_report(order):
        return unreported_of(order, stands)
    is_waited_for = stands.phase in (Phase.RAISED, Phase.DETERMINED)
    return [each for each in order.recipients if each.kind in REPORTS and is_waited_for]


def reports_of_some(order: SafetyOrder) -> frozenset[int]:
    """Return the reports after which others inside had still to report, by the ids of their steps."""
    if not any(each.step is OrderStep.COMPLIED and each.organisation for each in order.steps):
        return frozenset()
    taken = taken_of(order)
    return frozenset(
        event.id
        for place, event in enumerate(order.steps)
        if event.step is OrderStep.COMPLIED
        and standing(order.raised_as, taken[: place + 1]).unreported(taken[place].inside)
    )


def disciplines_of(order: SafetyOrder) -> frozenset[Discipline]:
    """Return whose engineers look after the order: those of the disciplines of its causes."""
    said = frozenset(cause.discipline for cause in order.causes)
    return said or frozenset({DISCIPLINE_OF_ORDER[order.raised_as]})


def is_referred(order: SafetyOrder) -> bool:
    """Return whether the order was referred to the Review Panel: its secretariat is among those who were told."""
    return any(each.kind is RecipientKind.REVIEW_PANEL for each in order.recipients)


def counting(session: Session, determinations: Collection[PanelDetermination]) -> frozenset[int]:
    """Return the ids of those that count: recorded, or accepted, by somebody who decided on orders at that moment.

    What the secretariat records waits until it is accepted; what no person recorded came with the earlier records.
    """
    people = {each.person_id for each in determinations if each.person_id is not None}
    query = select(RoleHeld).where(RoleHeld.person_id.in_(people), RoleHeld.role.in_(_DECIDERS))
    held = session.scalars(query).all() if people else ()
    return frozenset(
        each.id
        for each in determinations
        if each.person_id is None or any(_is_held(role, each) for role in held if role.person_id == each.person_id)
    )


def _is_held(role: RoleHeld, by: PanelDetermination) -> bool:
    is_over = role.end_recorded_at is not None and role.to_on is not None and role.to_on < by.recorded_at.date()
    return role.recorded_at <= by.recorded_at and not is_over


def beside_of(session: Session, order: SafetyOrder) -> Beside:
    """Return what was decided beside the order: the Review Panel's last determination, and the state's own orders."""
    panel = session.scalar(
        select(PanelDetermination)
        .where(PanelDetermination.order_id == order.id)
        .order_by(PanelDetermination.id.desc())
        .limit(1)
    )
    if panel and not counting(session, [panel]):
        panel = None
    standing_still = select(func.count(StateOrder.id)).where(
        StateOrder.order_id == order.id, StateOrder.withdrawn_on.is_(None)
    )
    return Beside(
        is_structural=Discipline.STRUCTURAL in disciplines_of(order),
        panel=panel.outcome if panel else None,
        is_unanimous=panel is not None and panel.is_unanimous,
        state_orders=session.scalar(standing_still) or 0,
        other_limits=session.scalar(_other_limits(order)) or 0,
        open_causes=open_causes(session, [order]).get(order.id, frozenset()),
    )


def measures_due(session: Session, order: SafetyOrder) -> list[date]:
    """Return the last days of the measures for which nothing was handed in, or nothing that was accepted."""
    query = (
        select(OrderMeasure).where(OrderMeasure.order_id == order.id).options(selectinload(OrderMeasure.steps))
    ).execution_options(populate_existing=True)
    measures = session.scalars(query).all()
    return sorted(each.due_on for each in measures if each.steps and each.steps[-1].step in _WAITS_FOR_FACTORY)


def pace_on(session: Session, day: date) -> Pace:
    """Return the hours of the clock of orders as they hold on a day."""
    return pace_of(limits_on(session, day))


def pace_of(held: Mapping[str, float]) -> Pace:
    """Return the hours of the clock of orders among the limits that hold."""
    return Pace(
        determination_hours=held["order_determination_hours"],
        first_hours=held["order_first_hours"],
        second_hours=held["order_second_hours"],
        third_hours=held["order_third_hours"],
        daily_hours=held["order_daily_hours"],
        week_days=held["order_week_days"],
    )


def clock_of(session: Session, order: SafetyOrder, zone: ZoneInfo) -> Clock:
    """Return what the reminders of the order are worked out from."""
    stands = standing_of(order)
    # The hours that held when its climb began: numbers that are set later never send again what was sent.
    began_on = stands.climb_began_at.astimezone(zone).date()
    made = session.execute(
        select(OrderReminder.climb, OrderReminder.track, func.max(OrderReminder.number))
        .where(OrderReminder.order_id == order.id)
        .group_by(OrderReminder.climb, OrderReminder.track)
    )
    return Clock(
        standing=stands,
        made={(climb, track): number for climb, track, number in made},
        pace=pace_on(session, began_on),
        zone=zone,
        measures_due=measures_due(session, order),
    )


def set_clock(session: Session, order: SafetyOrder, *, zone: ZoneInfo) -> None:
    """Write when the clockwork must look at the order again; None once it has ended."""
    session.flush()
    session.expire(order, ["steps"])
    order.next_due_at = next_due_at(clock_of(session, order, zone))
    session.flush()


def _other_limits(order: SafetyOrder) -> Select[int]:
    return select(func.count(SafetyOrder.id)).where(
        SafetyOrder.building_id == order.building_id,
        SafetyOrder.kind == OrderKind.LOAD_REDUCTION,
        SafetyOrder.id != order.id,
        # Only an open one has such a moment.
        SafetyOrder.next_due_at.is_not(None),
    )
