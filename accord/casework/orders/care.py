"""What is decided beside an order: by the Review Panel, by the state, and by each signatory of its own production.

Our letters never claim the state's power: its orders are recorded beside ours, with their own dates.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.care_refused import (
    DayToCome,
    HasEnded,
    NoMember,
    NotYourDeed,
    NotYourSignatory,
    OnlyStructural,
    SayWhat,
    WithdrawnAlready,
    WrongOrder,
)
from accord.casework.orders.letters import PanelSaid
from accord.casework.orders.standing import disciplines_of, lock_order, standing_of
from accord.casework.orders.taking import by_of
from accord.casework.orders.telling import Saying, tell
from accord.records.factory import Factory
from accord.records.order import SafetyOrder
from accord.records.order_care import PanelDetermination, PanelReferral, ProductionStop, StateOrder
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.panel import Member, Votes, is_unanimous, votes_of, written
from accord.rules.orders.steps import By
from accord.rules.orders.words import Channel, Extent, PanelOutcome, RecipientKind
from accord.rules.vocabulary import Discipline

_DECIDER = frozenset({By.DECIDER})
_STAFF = frozenset({By.STAFF})


@dataclass(frozen=True)
class Determination:
    """What the Review Panel determined."""

    outcome: PanelOutcome
    determined_on: date
    took_part: Collection[str]
    """The members that did, by their names."""
    agreed: Collection[str]
    """Those of them that agreed: whether it was of one mind follows."""
    note: str | None = None


@dataclass(frozen=True)
class OfTheState:
    """An order of the government, as it was told."""

    extent: Extent
    authority: str
    ordered_on: date
    reference: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Stop:
    """What a signatory says of its production at a factory: stopped, or taken up again."""

    signatory_id: int
    factory: Factory
    is_stopped: bool
    since_on: date
    said_by: str
    channel: Channel
    note: str | None = None


def record_determination(
    session: Session,
    order: SafetyOrder,
    said: Determination,
    *,
    panel: Sequence[Member],
    who: Visitor,
    moment: Moment,
) -> PanelDetermination:
    """Record what the Review Panel determined of a structure, and tell who decides on the order; the last one holds.

    Its secretariat may, once the order was referred to it, and the chief safety officer or the deputy.
    """
    _require_open(session, order, who, _DECIDER | {By.PANEL})
    _require_structural(order)
    votes = votes_of(panel, said.took_part, said.agreed)
    if votes is None:
        raise NoMember
    if not votes.took_part:
        raise SayWhat
    _require_past(said.determined_on, moment)
    if said.determined_on < order.steps[0].happened_on:
        raise WrongOrder
    found = PanelDetermination(
        order_id=order.id,
        outcome=said.outcome,
        determined_on=said.determined_on,
        is_unanimous=is_unanimous(panel, votes),
        members=written(votes),
        note=said.note,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    details = {
        "outcome": said.outcome.value,
        "unanimous": found.is_unanimous,
        "on": said.determined_on.isoformat(),
        "agreed": list(votes.agreed),
        "against": list(votes.against),
    }
    _note(session, "order: the Review Panel determined", order, who=who, moment=moment, details=details)
    _tell_who_decides(session, order, found, votes, moment=moment)
    return found


def record_referral(
    session: Session,
    order: SafetyOrder,
    *,
    package_sha256: str,
    package_bytes: int,
    note: str | None = None,
    who: Visitor,
    moment: Moment,
) -> PanelReferral:
    """Record that the order was referred to the Review Panel today, with the package that was sent."""
    _require_open(session, order, who, _DECIDER)
    _require_structural(order)
    found = PanelReferral(
        order_id=order.id,
        referred_on=moment.today,
        package_sha256=package_sha256,
        package_bytes=package_bytes,
        note=note,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    details = {"sha256": package_sha256, "bytes": package_bytes}
    _note(session, "order: referred to the Review Panel", order, who=who, moment=moment, details=details)
    return found


def determinations_of(session: Session, order: SafetyOrder) -> Sequence[PanelDetermination]:
    """Return what the Review Panel determined of the order, the last one first: it holds."""
    query = select(PanelDetermination).where(PanelDetermination.order_id == order.id)
    return session.scalars(query.order_by(PanelDetermination.id.desc())).all()


def referrals_of(session: Session, order: SafetyOrder) -> Sequence[PanelReferral]:
    """Return when the order was referred to the Review Panel, the last time first."""
    query = select(PanelReferral).where(PanelReferral.order_id == order.id)
    return session.scalars(query.order_by(PanelReferral.id.desc())).all()


def record_state_order(
    session: Session, order: SafetyOrder, said: OfTheState, *, who: Visitor, moment: Moment
) -> StateOrder:
    """Record an order of the government beside ours, with its own date."""
    _require_open(session, order, who, _STAFF)
    if not said.authority.strip():
        raise SayWhat
    _require_past(said.ordered_on, moment)
    found = StateOrder(
        order_id=order.id,
        extent=said.extent,
        authority=said.authority,
        reference=said.reference,
        ordered_on=said.ordered_on,
        note=said.note,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    session.flush()
    details = {"state_order": found.id, "extent": said.extent.value, "authority": said.authority}
    _note(session, "order: the government ordered", order, who=who, moment=moment, details=details)
    return found


def withdraw_state_order(
    session: Session, order: SafetyOrder, found: StateOrder, *, on: date, who: Visitor, moment: Moment
) -> None:
    """Record that the government withdrew its order."""
    _require_open(session, order, who, _STAFF)
    session.refresh(found, with_for_update=True)
    if found.withdrawn_on is not None:
        raise WithdrawnAlready
    _require_past(on, moment)
    if on < found.ordered_on:
        raise WrongOrder
    found.withdrawn_on = on
    details = {"state_order": found.id, "withdrawn_on": on.isoformat()}
    _note(session, "order: the government withdrew its order", order, who=who, moment=moment, details=details)


def confirm_stop(session: Session, order: SafetyOrder, said: Stop, *, who: Visitor, moment: Moment) -> ProductionStop:
    """Record what a signatory says of its production at a factory of the order; the last word holds."""
    lock_order(session, order)
    _require_signatory(order, said, who)
    if not said.said_by.strip():
        raise SayWhat
    _require_past(said.since_on, moment)
    found = ProductionStop(
        order_id=order.id,
        signatory_id=said.signatory_id,
        factory_id=said.factory.id,
        is_stopped=said.is_stopped,
        since_on=said.since_on,
        said_by=said.said_by,
        channel=said.channel,
        note=said.note,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    details = {"signatory": said.signatory_id, "factory": said.factory.id, "stopped": said.is_stopped}
    _note(session, "order: a signatory's production", order, who=who, moment=moment, details=details)
    return found


def _tell_who_decides(
    session: Session, order: SafetyOrder, found: PanelDetermination, votes: Votes, *, moment: Moment
) -> None:
    officer = [each for each in order.recipients if each.kind is RecipientKind.CHIEF_SAFETY_OFFICER]
    said = PanelSaid(found.outcome, found.is_unanimous, votes.agreed, votes.against)
    saying = Saying(note=found.note, panel=said)
    step = f"{Letter.PANEL_DETERMINED.value} {found.id}"
    tell(session, order, Letter.PANEL_DETERMINED, officer, step=step, moment=moment, saying=saying)


def _require_open(session: Session, order: SafetyOrder, who: Visitor, by: frozenset[By]) -> None:
    lock_order(session, order)
    if not by_of(who, order) & by:
        raise NotYourDeed
    if not standing_of(order).is_open:
        raise HasEnded


def _require_structural(order: SafetyOrder) -> None:
    if Discipline.STRUCTURAL not in disciplines_of(order):
        raise OnlyStructural


def _require_past(day: date, moment: Moment) -> None:
    if day > moment.today:
        raise DayToCome


def _require_signatory(order: SafetyOrder, said: Stop, who: Visitor) -> None:
    is_told = any(each.signatory_id == said.signatory_id for each in order.recipients)
    is_there = any(link.factory_id == said.factory.id for link in order.factories)
    is_own = any(held.signatory == said.signatory_id for held in who.holdings)
    if not (is_told and is_there and (is_own or By.STAFF in by_of(who, order))):
        raise NotYourSignatory


def _note(
    session: Session, deed: str, order: SafetyOrder, *, who: Visitor, moment: Moment, details: Mapping[str, object]
) -> None:
    session.flush()
    journal.note(session, deed, f"order {order.id}", actor=who.actor, moment=moment, details=details)
