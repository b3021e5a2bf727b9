"""The deeds of an order: each takes a step, and tells whom it concerns. Source: DOMAIN.md section 6."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.raising import PEN
from accord.casework.orders.recipients import join_recipients
from accord.casework.orders.refused import NoPlace, NotYourOrganisation
from accord.casework.orders.standing import lock_order, standing_of
from accord.casework.orders.taking import NOTHING, Comes, by_of, organisations_of, places_of, take_step
from accord.casework.orders.telling import Saying, overtake, tell, tell_newcomers
from accord.records.base import hold_the_pen
from accord.records.order import OrderEvent, OrderRecipient, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.steps import By
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep


def determine(
    session: Session, order: SafetyOrder, comes: Comes = NOTHING, *, who: Visitor, moment: Moment
) -> OrderEvent:
    """Determine the order: from now on it is public, and everybody whom it concerns is told.

    A limit that comes with it holds for the load that may stay.
    """
    _, event = take_step(session, order, OrderStep.DETERMINED, comes, who=who, moment=moment)
    if comes.limit_kpa is not None:
        order.limit_kpa = comes.limit_kpa
        session.flush()
    join_recipients(session, order, is_determined=True, moment=moment)
    saying = Saying(note=comes.note, note_bn=comes.note_bn)
    # Also to those who were told that it was raised: now it is decided.
    tell(session, order, Letter.DETERMINED, order.recipients, step="determined", moment=moment, saying=saying)
    return event


def acknowledge(
    session: Session,
    order: SafetyOrder,
    *,
    organisation: str,
    said_by: str,
    channel: Channel,
    number: str | None = None,
    who: Visitor | None,
    moment: Moment,
) -> OrderEvent:
    """Record that an organisation has the order; once until its climb begins anew: who says it again gets the first.

    `who` None: somebody answered by the signed link of their letter.
    """
    lock_order(session, order)
    if known := _acknowledged(order, organisation):
        return known
    by = by_of(who, order) if who else frozenset({By.RECIPIENT})
    if who is not None and By.STAFF not in by and organisation not in organisations_of(who):
        raise NotYourOrganisation
    comes = Comes(organisation=organisation, said_by=said_by[:120], channel=channel, number=number)
    actor = None if who else f"{said_by} for {organisation}"[:200]
    _, event = take_step(session, order, OrderStep.ACKNOWLEDGED, comes, by=by, actor=actor, who=who, moment=moment)
    return event


def take_acknowledgement_back(
    session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment
) -> OrderEvent:
    """Record that an acknowledgement was recorded by mistake: the organisation is reminded like before."""
    _, event = take_step(session, order, OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK, comes, who=who, moment=moment)
    return event


def comply(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Record that somebody inside says that what the order asks for was done at their place, with what shows it.

    Staff who name no place say it of everybody; a factory that names none says it of its own.
    """
    lock_order(session, order)
    by = by_of(who, order)
    if By.FACTORY in by and By.STAFF not in by:
        own = places_of(who, order)
        said = comes.organisation or (next(iter(own)) if len(own) == 1 else None)
        if said not in own:
            raise NotYourOrganisation if comes.organisation else NoPlace
        comes = replace(comes, organisation=said)
    _, event = take_step(session, order, OrderStep.COMPLIED, comes, who=who, moment=moment)
    return event


def verify_on_site(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Record that an engineer saw on site that what the order asks for is so."""
    _, event = take_step(session, order, OrderStep.VERIFIED, comes, who=who, moment=moment)
    _tell_all(session, order, Letter.VERIFIED, event, moment=moment)
    return event


def verify_works(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Record that an engineer saw on site that the works are done by which the order may be lifted."""
    _, event = take_step(session, order, OrderStep.WORKS_VERIFIED, comes, who=who, moment=moment)
    return event


def answer_week(
    session: Session,
    order: SafetyOrder,
    comes: Comes,
    *,
    who: Visitor | None,
    actor: str | None = None,
    moment: Moment,
) -> OrderEvent:
    """Record an answer to the weekly question, whether it is still so and whether wages are paid."""
    lock_order(session, order)
    by = by_of(who, order) if who else frozenset({By.RECIPIENT})
    if who is not None and By.STAFF not in by and comes.organisation not in organisations_of(who):
        raise NotYourOrganisation
    _, event = take_step(session, order, OrderStep.ANSWERED, comes, by=by, actor=actor, who=who, moment=moment)
    return event


def re_enter(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Record that the place was entered again, or loaded, although the order stands: its climb begins anew."""
    _, event = take_step(session, order, OrderStep.RE_ENTERED, comes, who=who, moment=moment)
    _tell_all(session, order, Letter.RE_ENTERED, event, moment=moment)
    return event


def ease(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Let an evacuation become a load reduction with a limit in kPa."""
    # It becomes of another kind: a cause that is just being recorded must find it before or after, not in between.
    hold_the_pen(session, PEN)
    _, event = take_step(session, order, OrderStep.EASED, comes, who=who, moment=moment)
    order.limit_kpa = comes.limit_kpa
    session.flush()
    _tell_all(session, order, Letter.EASED, event, moment=moment)
    return event


def propose_annulment(
    session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment
) -> OrderEvent:
    """Propose to annul the order because there was no danger; another one has to confirm it."""
    _, event = take_step(session, order, OrderStep.ANNULMENT_PROPOSED, comes, who=who, moment=moment)
    return event


def reject_annulment(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Reject the proposal to annul the order, or withdraw one's own: it stands as it did."""
    _, event = take_step(session, order, OrderStep.ANNULMENT_REJECTED, comes, who=who, moment=moment)
    return event


def annul(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Confirm that there was no danger: everybody who was told gets a correction, and the order stays on record."""
    recipients = list(order.recipients)
    _, event = take_step(session, order, OrderStep.ANNULLED, comes, who=who, moment=moment)
    overtake(session, order)
    _tell_those(session, order, Letter.CORRECTION, event, recipients, moment=moment)
    return event


def lift(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """Lift the order: the works were verified, and whoever has to agree does."""
    _, event = take_step(session, order, OrderStep.LIFTED, comes, who=who, moment=moment)
    overtake(session, order)
    _tell_those(session, order, Letter.LIFTED, event, order.recipients, moment=moment)
    return event


def vacate(session: Session, order: SafetyOrder, comes: Comes, *, who: Visitor, moment: Moment) -> OrderEvent:
    """End the order because its place was vacated for good, as was seen on a visit."""
    _, event = take_step(session, order, OrderStep.VACATED, comes, who=who, moment=moment)
    overtake(session, order)
    _tell_those(session, order, Letter.VACATED, event, order.recipients, moment=moment)
    return event


def welcome(session: Session, order: SafetyOrder, *, moment: Moment) -> Sequence[OrderRecipient]:
    """Tell whoever has moved in since of an order that is open, and return them; whoever left stays told."""
    lock_order(session, order)
    stands = standing_of(order)
    if not stands.is_open:
        return []
    newcomers = join_recipients(session, order, is_determined=stands.is_determined, moment=moment)
    tell_newcomers(session, order, newcomers, is_determined=stands.is_determined, moment=moment)
    return newcomers


def _tell_all(session: Session, order: SafetyOrder, letter: Letter, event: OrderEvent, *, moment: Moment) -> None:
    told_before = list(order.recipients)
    welcome(session, order, moment=moment)
    _tell_those(session, order, letter, event, told_before, moment=moment)


def _tell_those(
    session: Session,
    order: SafetyOrder,
    letter: Letter,
    event: OrderEvent,
    recipients: Sequence[OrderRecipient],
    *,
    moment: Moment,
) -> None:
    saying = Saying(note=event.note, note_bn=event.note_bn)
    tell(session, order, letter, recipients, step=f"{letter.value} {event.id}", moment=moment, saying=saying)


def _acknowledged(order: SafetyOrder, organisation: str) -> OrderEvent | None:
    if organisation not in standing_of(order).acknowledged:
        return None
    said = (each for each in order.steps if each.step is OrderStep.ACKNOWLEDGED and each.organisation == organisation)
    return list(said)[-1]
