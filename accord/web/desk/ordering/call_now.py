"""Who is to be telephoned because of an order, with the numbers that a telephone takes: for staff alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.notices.contacts import dialled
from accord.casework.notices.reached import Reached, reached
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import UNDETERMINED
from accord.rules.orders.words import OF_THE_PROGRAMME, TOLD_AT_ONCE, RecipientKind
from accord.web.desk.ordering.order_words import called
from accord.web.desk.telling.names import tel


@dataclass(frozen=True)
class Dialled:
    """Somebody who is to be telephoned."""

    name: str
    telephone: str | None
    """None: it is not on record."""
    address: str | None
    """None: the number cannot be dialled as it is on record."""


@dataclass(frozen=True)
class ToCall:
    """An organisation with those who speak for it, by telephone first; nobody: it has to be found out."""

    name: str
    people: tuple[Dialled, ...]
    contacts: str | None
    """The organisation as its page of contacts knows it, where a number is missing that the visitor may enter there."""


@dataclass(frozen=True)
class CallNow:
    """Who is to be telephoned."""

    first: tuple[ToCall, ...]
    """Those who are told at once: the factories, their safety committees, who is on call, who decides."""
    is_pressing: bool
    """Whether nobody has determined the order yet."""


_FIRST = (
    RecipientKind.FACTORY,
    RecipientKind.SAFETY_COMMITTEE,
    RecipientKind.ON_CALL,
    RecipientKind.CHIEF_SAFETY_OFFICER,
)
"""Whoever is inside comes before whoever goes there."""

NOBODY = CallNow((), is_pressing=False)


def call_now(session: Session, order: SafetyOrder, stands: Standing, who: Visitor, *, moment: Moment) -> CallNow:
    """Return who is to be telephoned because of an open order; nobody for those who do not tell others.

    Of those who must say that they have the order, only those who have not said so yet.
    """
    if not (stands.is_open and who.may_at_all(Action.NOTIFY)):
        return NOBODY
    waiting = [
        each
        for each in order.recipients
        if each.kind in TOLD_AT_ONCE and (each.kind in OF_THE_PROGRAMME or each.organisation not in stands.acknowledged)
    ]
    waiting.sort(key=lambda each: _FIRST.index(each.kind))
    people = reached(session, [each.organisation for each in waiting], moment=moment)
    return CallNow(
        first=tuple(_to_call(called(each, order), each, people[each.organisation], who) for each in waiting),
        is_pressing=stands.phase in UNDETERMINED,
    )


def _to_call(name: str, recipient: OrderRecipient, people: Sequence[Reached], who: Visitor) -> ToCall:
    told = _dialled(people)
    is_whole = bool(told) and all(each.telephone for each in told)
    # The rota has one page of contacts, whatever the discipline of those on call.
    organisation = recipient.kind.value if recipient.kind in OF_THE_PROGRAMME else recipient.organisation
    may_enter = not is_whole and who.may_at_all(Action.KEEP_CONTACTS)
    return ToCall(name, told, organisation if may_enter else None)


def _dialled(people: Sequence[Reached]) -> tuple[Dialled, ...]:
    by_telephone = sorted(people, key=lambda each: not each.telephone)
    return tuple(Dialled(each.name, each.telephone, _address(each.telephone)) for each in by_telephone)


def _address(telephone: str | None) -> str | None:
    return tel(telephone) if telephone and dialled(telephone).lstrip("+").isdigit() else None
