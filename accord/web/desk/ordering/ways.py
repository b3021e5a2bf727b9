"""The steps of an order that its visitor can take now: each with its form, and what one must know before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.recipients import who_is_told
from accord.casework.orders.standing import beside_of, may_report, standing_of
from accord.casework.orders.taking import by_of, organisations_of, places_of
from accord.records.hazard import Hazard
from accord.records.order import OrderCause, OrderRecipient, SafetyOrder
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment
from accord.rules.orders.flaws import Beside, Brought, OrderFlaw, flaw_of, may_confirm
from accord.rules.orders.standing import Standing, steps_open_to
from accord.rules.orders.steps import By
from accord.rules.orders.words import OF_THE_PROGRAMME, CauseKind, RecipientKind
from accord.rules.vocabulary import OrderStep, Status
from accord.web.desk.ordering.order_words import called
from accord.web.desk.ordering.step_form import ASKS, DEEDS, EVERYBODY, HEARD, StepForm, fields_of, words_of
from accord.web.desk.visiting.fields import offered
from accord.web.desk.visiting.inspection_forms import CHOOSE
from accord.web.filters import plain, word
from accord.web.language import gettext

SAYS_IT_IS_DONE = frozenset({OrderStep.WORKS_VERIFIED, OrderStep.LIFTED})
"""Steps before which one reads how what called for the order stands."""


@dataclass(frozen=True)
class CauseStands:
    """What called for the order, and how its hazard stands today."""

    cause: OrderCause
    status: Status | None
    """None: it was no hazard but a rating, a load or a decision."""


@dataclass(frozen=True)
class Way:
    """A step that the visitor can take now."""

    step: OrderStep
    words: str
    form: StepForm
    fields: tuple[str, ...]
    is_open: bool
    """Whether its form stands open: it was just refused."""
    says: tuple[str, ...] = ()
    """What one must know before."""
    causes: tuple[CauseStands, ...] = ()
    """What called for the order, for whoever says that it is done with."""


def only_place(order: SafetyOrder, step: OrderStep, who: Visitor) -> str | None:
    """Return the place of which the visitor speaks with the step, where it is the only one."""
    waiting = [each.organisation for each in _own(_waiting(order, standing_of(order), step), order, step, who)]
    return waiting[0] if len(waiting) == 1 else None


def ways_of(
    session: Session,
    order: SafetyOrder,
    who: Visitor,
    refused: tuple[OrderStep, StepForm] | None,
    *,
    moment: Moment,
) -> Iterator[Way]:
    """Yield what the visitor can do now, in the order of the deeds; what was just refused stays as it was typed."""
    stands, beside = standing_of(order), beside_of(session, order)
    open_steps = _open_steps(stands, beside, who, by_of(who, order))
    is_staff = By.STAFF in by_of(who, order)
    for step in DEEDS:
        is_open = refused is not None and refused[0] is step
        if step not in open_steps and not is_open:
            continue
        form = refused[1] if refused and is_open else StepForm(formdata=None, prefix=f"{step.value}-")
        waiting = _waiting(order, stands, step)
        waiting = waiting if is_staff else _own(waiting, order, step, who)
        fields = _fields(order, form, step, waiting, is_staff=is_staff)
        if "despite" in fields:
            if is_staff and beside.open_causes:
                _offer_despite(session, form, beside)
            else:
                fields = tuple(name for name in fields if name != "despite")
        if waiting or is_open or "organisation" not in ASKS[step]:
            yield Way(
                step,
                words_of(step, is_staff=is_staff),
                form,
                fields,
                is_open=is_open,
                # Whoever sends a step that is not theirs learns nothing by it.
                says=tuple(_says(session, order, step, moment)) if step in open_steps else (),
                causes=tuple(_causes(order)) if step in open_steps & SAYS_IT_IS_DONE else (),
            )


def _open_steps(stands: Standing, beside: Beside, who: Visitor, by: frozenset[By]) -> set[OrderStep]:
    found = set(steps_open_to(stands, by))
    # Two annul it: offered to one of them alone, it could only be refused.
    confirms = may_confirm(stands, who.id, by)
    if not confirms:
        found.discard(OrderStep.ANNULLED)
    if stands.proposed is None:
        found.discard(OrderStep.ANNULMENT_REJECTED)
    if confirms or (stands.proposed is not None and stands.proposed.person_id == who.id):
        found.discard(OrderStep.ANNULMENT_PROPOSED)
    brought = Brought(by=by, note="-", despite=beside.open_causes)
    if flaw_of(stands, OrderStep.LIFTED, brought, beside=beside) in (OrderFlaw.NO_PANEL, OrderFlaw.STATE_ORDER_STANDS):
        found.discard(OrderStep.LIFTED)
    return found


def _waiting(order: SafetyOrder, stands: Standing, step: OrderStep) -> list[OrderRecipient]:
    """Return for whom the step can be recorded."""
    if step is OrderStep.COMPLIED:
        return may_report(order, stands)
    if step is OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK:
        return [each for each in order.recipients if each.organisation in stands.acknowledged]
    asks_all = step is OrderStep.ANSWERED
    return [
        each
        for each in order.recipients
        if each.kind not in OF_THE_PROGRAMME and (asks_all or each.organisation not in stands.acknowledged)
    ]


def _own(waiting: Sequence[OrderRecipient], order: SafetyOrder, step: OrderStep, who: Visitor) -> list[OrderRecipient]:
    own = places_of(who, order) if step is OrderStep.COMPLIED else organisations_of(who)
    return [each for each in waiting if each.organisation in own]


def _fields(
    order: SafetyOrder, form: StepForm, step: OrderStep, waiting: Sequence[OrderRecipient], *, is_staff: bool
) -> tuple[str, ...]:
    form.asks_whom(step, is_staff=is_staff)
    form.channel.choices = offered(HEARD, nothing=CHOOSE)
    whom = [SelectChoice(each.organisation, called(each, order)) for each in waiting]
    if step is OrderStep.COMPLIED and is_staff:
        whom.append(SelectChoice(EVERYBODY, gettext("everybody in the building")))
    form.organisation.choices = [SelectChoice("", gettext(CHOOSE)), *whom]
    fields = fields_of(step, is_staff=is_staff)
    # Who speaks for one place alone is not asked which.
    return fields if is_staff or len(waiting) != 1 else tuple(name for name in fields if name != "organisation")


def _offer_despite(session: Session, form: StepForm, beside: Beside) -> None:
    causes = [session.get_one(OrderCause, each) for each in sorted(beside.open_causes)]
    items = " · ".join(dict.fromkeys(_cause_called(each) for each in causes))
    form.despite.label.text = gettext("I lift the order although this is not corrected: %(items)s", items=items)
    form.despite.render_kw = {"value": ",".join(str(each.id) for each in causes)}


def _cause_called(cause: OrderCause) -> str:
    if cause.hazard is not None:
        return _hazard_called(cause.hazard)
    if cause.kind is CauseKind.RATING:
        return gettext("the rating of the building")
    return gettext("the measured load")


def _hazard_called(hazard: Hazard) -> str:
    factories = ", ".join(plain(link.factory.number) for link in hazard.links)
    return f"{word(hazard.discipline)} {plain(hazard.item)} ({factories})"


def _causes(order: SafetyOrder) -> Iterator[CauseStands]:
    for cause in order.causes:
        yield CauseStands(cause, cause.hazard.status if cause.hazard else None)


def _says(session: Session, order: SafetyOrder, step: OrderStep, moment: Moment) -> Iterator[str]:
    if step is OrderStep.DETERMINED:
        told = who_is_told(session, order, OrderStep.DETERMINED, moment=moment)
        named = {RecipientKind.SAFETY_COMMITTEE: gettext("safety committee of %(factory)s")}
        names = [
            (named[each.kind] % {"factory": each.name}) if each.kind in named else each.name
            for each in told
            if each.kind not in OF_THE_PROGRAMME
        ]
        yield gettext("It becomes public, and a letter goes at once to: %(names)s.", names=" · ".join(names))
    if step is OrderStep.LIFTED and any(each.status in OPEN for each in _causes(order)):
        yield gettext("Not everything that called for this order is corrected.")
