"""What the page of an order shows: how it stands, who has it, and what its visitor can do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.standing import beside_of, standing_of
from accord.casework.orders.taking import by_of, organisations_of
from accord.records.order import OrderEvent, OrderRecipient, SafetyOrder
from accord.rules.desk.access import Action, Thing
from accord.rules.moments import Moment
from accord.rules.orders.flaws import Beside, Brought, OrderFlaw, flaw_of
from accord.rules.orders.steps import By, Standing, steps_open_to
from accord.rules.orders.words import OF_THE_PROGRAMME
from accord.rules.vocabulary import OrderStep
from accord.web.desk.ordering.order_words import called
from accord.web.desk.ordering.seen import offer_inspections
from accord.web.desk.ordering.step_form import DEEDS, HEARD, StepForm, fields_of, words_of
from accord.web.desk.visiting.fields import offered


@dataclass(frozen=True)
class Told:
    """An organisation that was told, and whether it has said so."""

    recipient: OrderRecipient
    name: str
    needs_answer: bool
    has_answered: bool


@dataclass(frozen=True)
class Way:
    """A step that the visitor can take now."""

    step: OrderStep
    words: str
    form: StepForm
    fields: tuple[str, ...]
    is_open: bool
    """Whether its form stands open: it was just refused."""


@dataclass(frozen=True)
class OrderPage:
    """All that the page shows, worked out so that the template decides nothing."""

    order: SafetyOrder
    standing: Standing
    beside: Beside
    told: tuple[Told, ...]
    """Everybody for those who see all safety data; for others, themselves."""
    ways: tuple[Way, ...]
    story: tuple[OrderEvent, ...]
    next_due_at: datetime | None
    lacks_panel: bool
    """Whether nothing but the Review Panel keeps it from being lifted."""
    moment: Moment


def page_of(
    session: Session,
    order: SafetyOrder,
    who: Visitor,
    *,
    moment: Moment,
    refused: tuple[OrderStep, StepForm] | None = None,
) -> OrderPage:
    """Return the page of the order for a visitor; `refused`: the step that was just refused, with its form."""
    stands, beside = standing_of(order), beside_of(session, order)
    by, sees_all = by_of(who, order), sees_all_of(order, who)
    own = organisations_of(who)
    told = tuple(_told(each, order, stands) for each in order.recipients if sees_all or each.organisation in own)
    ways = tuple(_ways(stands, by, told, refused, who=who))
    offer_inspections(session, order, [way.form for way in ways if "inspection" in way.fields], moment=moment)
    return OrderPage(
        order=order,
        standing=stands,
        beside=beside,
        told=told,
        ways=ways,
        story=story_of(order, who),
        next_due_at=order.next_due_at if sees_all else None,
        lacks_panel=_lacks_panel(stands, beside),
        moment=moment,
    )


def sees_all_of(order: SafetyOrder, who: Visitor) -> bool:
    """Return whether the visitor sees what everybody has said of the order, and not only their own organisation."""
    return who.may(Action.READ_ORDER, Thing()) or By.STAFF in by_of(who, order)


def _told(recipient: OrderRecipient, order: SafetyOrder, stands: Standing) -> Told:
    return Told(
        recipient,
        called(recipient, order),
        needs_answer=recipient.kind not in OF_THE_PROGRAMME,
        has_answered=recipient.organisation in stands.acknowledged,
    )


def _ways(
    stands: Standing,
    by: frozenset[By],
    told: Sequence[Told],
    refused: tuple[OrderStep, StepForm] | None,
    *,
    who: Visitor,
) -> Sequence[Way]:
    open_steps = set(steps_open_to(stands, by))
    if not stands.waits_for_another_than(who.id):
        # To annul comes after a proposal, and from somebody else; offered before, it could only be refused.
        open_steps.discard(OrderStep.ANNULLED)
    is_staff = By.STAFF in by
    ways = []
    for step in DEEDS:
        if step not in open_steps:
            continue
        is_open = refused is not None and refused[0] is step
        form = refused[1] if refused and is_open else StepForm(formdata=None, prefix=f"{step.value}-")
        form.channel.choices = offered(HEARD)
        form.asks_whom(step, is_staff=is_staff)
        asks_all = step is OrderStep.ANSWERED
        waiting = [each for each in told if each.needs_answer and (asks_all or not each.has_answered)]
        form.organisation.choices = [SelectChoice(each.recipient.organisation, each.name) for each in waiting]
        fields = fields_of(step, is_staff=is_staff)
        if waiting or "organisation" not in fields:
            ways.append(Way(step, words_of(step, is_staff=is_staff), form, fields, is_open=is_open))
    return ways


def story_of(order: SafetyOrder, who: Visitor) -> tuple[OrderEvent, ...]:
    """Return the steps of the order that the visitor sees."""
    answers, own = (OrderStep.ACKNOWLEDGED, OrderStep.ANSWERED), organisations_of(who)
    sees_all = sees_all_of(order, who)
    return tuple(
        each
        for each in order.steps
        if sees_all
        or (each.step is not OrderStep.ANNULMENT_PROPOSED and (each.step not in answers or each.organisation in own))
    )


def _lacks_panel(stands: Standing, beside: Beside) -> bool:
    brought = Brought(by=frozenset({By.DECIDER}), note="-", limit_kpa=0)
    return flaw_of(stands, OrderStep.LIFTED, brought, beside=beside) is OrderFlaw.NO_PANEL
