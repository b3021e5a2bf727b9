"""An organisation says that it knows of an order: by the link in its letter, or to somebody of the programme."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.notice import Notice
from accord.records.order import OrderEvent, OrderRecipient, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.orders.flaws import Beside, Brought, OrderFlaw, flaw_of
from accord.rules.orders.steps import By, Standing, Taken, standing
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep


class OrderEnded(Told):
    """The order has ended."""

    sentence = N_("This order has ended. Nothing needs to be confirmed any more.")


class NotTold(Told):
    """The organisation is none of those who were told."""

    sentence = N_("This organisation was not told of this order.")


class SaidAlready(Told):
    """The organisation has acknowledged the order as it stands."""

    sentence = N_("This was confirmed already. Thank you.")


class Nameless(Told):
    """Nobody says it."""

    sentence = N_("Please write your name.")


def acknowledge(
    session: Session,
    order: SafetyOrder,
    *,
    organisation: str,
    said_by: str,
    channel: Channel,
    number: str | None,
    who: Visitor | None,
    moment: Moment,
) -> OrderEvent:
    """Record that an organisation knows of the order: once for as long as the order stands as it does.

    `who` None: they said it themselves, by the link. Raises OrderEnded, NotTold, SaidAlready, Nameless.
    """
    if not said_by.strip():
        raise Nameless
    # Held until the end of the transaction: of two who press the button at once, one is told that it was done.
    session.execute(select(SafetyOrder.id).where(SafetyOrder.id == order.id).with_for_update())
    session.expire(order, ["steps"])
    by = frozenset({By.RECIPIENT if who is None else By.STAFF})
    told = frozenset(session.scalars(select(OrderRecipient.organisation).where(OrderRecipient.order_id == order.id)))
    _require(standing_of(order), organisation, told=told, by=by)
    event = OrderEvent(
        order=order,
        step=OrderStep.ACKNOWLEDGED,
        happened_on=moment.today,
        actor=f"{said_by} ({organisation})" if who is None else who.actor,
        person_id=None if who is None else who.id,
        taken_as=" ".join(sorted(by)),
        organisation=organisation,
        said_by=said_by,
        channel=channel,
        number_called=number,
        recorded_at=moment.now,
    )
    session.add(event)
    session.flush()
    details = {"organisation": organisation, "said_by": said_by, "channel": channel.value, "number": number}
    note(session, "acknowledged an order", f"order {order.id}", actor=event.actor, moment=moment, details=details)
    return event


def standing_of(order: SafetyOrder) -> Standing:
    """Return what has become of the order by its steps."""
    return standing(order.raised_as, _taken(order.steps))


def notice_of(session: Session, public_key: str | None) -> Notice | None:
    """Return the notice of a link, or None where there is none that asks for an answer."""
    found = session.scalar(select(Notice).where(Notice.public_key == public_key)) if public_key else None
    return found if found is not None and found.needs_answer and found.order_id is not None else None


def _require(now: Standing, organisation: str, *, told: frozenset[str], by: frozenset[By]) -> None:
    if not now.is_open:
        raise OrderEnded
    if organisation in now.acknowledged:
        raise SaidAlready
    brought = Brought(by=by, is_told=organisation in told)
    flaw = flaw_of(now, OrderStep.ACKNOWLEDGED, brought, beside=Beside(is_structural=False))
    if flaw is OrderFlaw.NOT_TOLD:
        raise NotTold
    if flaw is not None:
        raise OrderEnded


def _taken(steps: Sequence[OrderEvent]) -> list[Taken]:
    return [
        Taken(
            step=each.step,
            at=each.recorded_at,
            person_id=each.person_id,
            by=frozenset(By(word) for word in (each.taken_as or "").split()),
            organisation=each.organisation,
        )
        for each in steps
    ]
