"""Takes a step of an order: locked, asked of the table, written, noted. What each deed tells whom stands in `deeds`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.gate_notices import issued_with
from accord.casework.orders.refused import REFUSAL_OF, NotThatDay, NotThisInspection
from accord.casework.orders.standing import beside_of, disciplines_of, is_referred, lock_order, set_clock, standing_of
from accord.records.inspection import Inspection
from accord.records.order import OrderEvent, SafetyOrder
from accord.records.order_care import OrderFile
from accord.rules.desk.people import OF_A_FACTORY, Role
from accord.rules.moments import Moment
from accord.rules.orders.flaws import Brought, flaw_of
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import By
from accord.rules.orders.words import REPORTS, Channel
from accord.rules.vocabulary import OrderStep

DECIDERS = frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY})
STAFF = DECIDERS | {Role.ENGINEER, Role.CASE_HANDLER}


@dataclass(frozen=True)
class HandedIn:
    """A photo or a paper that comes with a step; the file itself is kept by its hash already."""

    name: str
    media_type: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Comes:
    """What comes with a step."""

    note: str | None = None
    note_bn: str | None = None
    seen_on: date | None = None
    """The day on which somebody saw it on site."""
    inspection: Inspection | None = None
    files: Sequence[HandedIn] = field(default_factory=tuple)
    limit_kpa: float | None = None
    despite: frozenset[int] = frozenset()
    """The causes that are still there, for which whoever lifts the order answers."""
    organisation: str | None = None
    said_by: str | None = None
    channel: Channel | None = None
    number: str | None = None
    """The telephone number that was called."""


NOTHING = Comes()


def by_of(who: Visitor, order: SafetyOrder) -> frozenset[By]:
    """Return as what the visitor may take steps of the order."""
    factories = {link.factory_id for link in order.factories}
    told = {each.organisation for each in order.recipients}
    found: set[By] = set()
    for held in who.holdings:
        if held.role is Role.ENGINEER and held.discipline in disciplines_of(order):
            found.add(By.ENGINEER)
        if held.role in DECIDERS:
            found.add(By.DECIDER)
        if held.role in STAFF:
            found.add(By.STAFF)
        if held.role is Role.FACTORY_USER and held.factories & factories:
            found.add(By.FACTORY)
        if held.role is Role.REGULATOR and is_referred(order):
            found.add(By.PANEL)
    if organisations_of(who) & told:
        found.add(By.RECIPIENT)
    return frozenset(found)


def organisations_of(who: Visitor) -> frozenset[str]:
    """Return for which organisations the visitor answers, as the records of orders name them."""
    found = set()
    for held in who.holdings:
        if held.role in OF_A_FACTORY:
            word = "factory" if held.role is Role.FACTORY_USER else "committee"
            found |= {f"{word} {factory_id}" for factory_id in held.factories}
        if held.signatory is not None:
            found.add(f"signatory {held.signatory}")
        if held.role is Role.LABOUR_SIGNATORY:
            found.add("labour_signatories")
    return frozenset(found)


def places_of(who: Visitor, order: SafetyOrder) -> frozenset[str]:
    """Return the places in the building of which the visitor may report, as a factory of it."""
    held = {each for one in who.holdings if one.role is Role.FACTORY_USER for each in one.factories}
    # One that was merged is told, and reports, under the factory that stands for it.
    mine = {link.factory.merged_into_id or link.factory_id for link in order.factories if link.factory_id in held}
    told = {each.organisation for each in order.recipients if each.kind in REPORTS}
    return frozenset(f"factory {each}" for each in mine) & told


def take_step(
    session: Session,
    order: SafetyOrder,
    step: OrderStep,
    comes: Comes,
    *,
    by: frozenset[By] | None = None,
    actor: str | None = None,
    who: Visitor | None,
    moment: Moment,
) -> tuple[Standing, OrderEvent]:
    """Take a step of the order, and return how the order stood before with what was written.

    `who` None: somebody answered by a link, as `by` and `actor` say. Raises the refusal of what is missing.
    """
    lock_order(session, order)
    before = standing_of(order)
    taken_as = by if by is not None or who is None else by_of(who, order)
    brought = _brought(order, comes, by=taken_as or frozenset(), who=who)
    if flaw := flaw_of(before, step, brought, beside=beside_of(session, order)):
        raise REFUSAL_OF[flaw]
    happened_on = _day(order, comes, moment)
    _require_inspection(session, order, comes)
    event = OrderEvent(
        order=order,
        step=step,
        happened_on=happened_on,
        note=comes.note,
        note_bn=comes.note_bn,
        actor=actor or (who.actor if who else ""),
        person_id=who.id if who else None,
        taken_as=" ".join(sorted(each.value for each in brought.by)) or None,
        organisation=comes.organisation,
        said_by=comes.said_by,
        channel=comes.channel,
        number_called=comes.number,
        inspection_id=comes.inspection.id if comes.inspection else None,
        recorded_at=moment.now,
    )
    session.add(event)
    session.flush()
    session.add_all(_file(order, event, each, moment) for each in comes.files)
    _follow(session, order)
    set_clock(session, order, zone=moment.zone)
    _note(session, order, event, comes, moment=moment)
    return before, event


def _follow(session: Session, order: SafetyOrder) -> None:
    session.expire(order, ["steps"])
    kind = standing_of(order).kind
    if order.kind is not kind:
        order.kind = kind


def _brought(order: SafetyOrder, comes: Comes, *, by: frozenset[By], who: Visitor | None) -> Brought:
    return Brought(
        by=by,
        person_id=who.id if who else None,
        note=comes.note.strip() if comes.note else None,
        files=len(comes.files),
        is_seen_on_site=comes.seen_on is not None or comes.inspection is not None,
        organisation=comes.organisation,
        is_told=any(each.organisation == comes.organisation for each in order.recipients),
        is_inside=any(each.organisation == comes.organisation and each.kind in REPORTS for each in order.recipients),
        limit_kpa=comes.limit_kpa,
        despite=comes.despite,
    )


def _day(order: SafetyOrder, comes: Comes, moment: Moment) -> date:
    seen_on = comes.seen_on or (comes.inspection.inspected_on if comes.inspection else moment.today)
    raised_on = order.steps[0].happened_on
    if not raised_on <= seen_on <= moment.today:
        raise NotThatDay
    return seen_on


def _require_inspection(session: Session, order: SafetyOrder, comes: Comes) -> None:
    inspection = comes.inspection
    if inspection is None:
        return
    factories = {link.factory_id for link in order.factories}
    fits = inspection.factory_id in factories and inspection.discipline in disciplines_of(order)
    if not fits or inspection.removed_at is not None:
        raise NotThisInspection


def _file(order: SafetyOrder, event: OrderEvent, each: HandedIn, moment: Moment) -> OrderFile:
    return OrderFile(
        order=order,
        event_id=event.id,
        name=each.name,
        media_type=each.media_type,
        sha256=each.sha256,
        size_bytes=each.size_bytes,
        actor=event.actor,
        recorded_at=moment.now,
    )


def _note(session: Session, order: SafetyOrder, event: OrderEvent, comes: Comes, *, moment: Moment) -> None:
    details = {
        "step": event.step.value,
        "event": event.id,
        "organisation": event.organisation,
        "channel": event.channel.value if event.channel else None,
        "inspection": event.inspection_id,
        "files": len(comes.files),
        "limit_kpa": comes.limit_kpa,
        **({"open_causes": sorted(comes.despite)} if comes.despite else {}),
        **issued_with(session, order, event, limit_kpa=comes.limit_kpa),
    }
    subject = f"order {order.id}"
    journal.note(session, f"order: {event.step.value}", subject, actor=event.actor, moment=moment, details=details)
