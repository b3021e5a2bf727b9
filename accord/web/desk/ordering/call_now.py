"""Who is to be telephoned because of an order, with the numbers that a telephone takes: for staff alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.notices.contacts import dialled
from accord.casework.notices.reached import Reached, reached
from accord.records.order import SafetyOrder
from accord.rules.desk.access import Action
from accord.rules.moments import Moment
from accord.rules.orders.steps import UNDETERMINED, Standing
from accord.rules.orders.words import OF_THE_PROGRAMME, TOLD_AT_ONCE, RecipientKind
from accord.web.desk.ordering.order_words import called
from accord.web.desk.telling.names import tel


@dataclass(frozen=True)
class Dialled:
    """Somebody with a telephone; `address` None: the number cannot be dialled as it is on record."""

    name: str
    telephone: str
    address: str | None


@dataclass(frozen=True)
class ToCall:
    """An organisation with those of it who have a telephone; nobody: it has to be found out."""

    name: str
    people: tuple[Dialled, ...]


@dataclass(frozen=True)
class CallNow:
    """Who is to be telephoned, and everybody who was told with their telephones, by organisation."""

    first: tuple[ToCall, ...]
    """Those who are told at once: who is on call, the factories and their safety committees."""
    telephones: Mapping[str, tuple[Dialled, ...]]
    is_pressing: bool
    """Whether nobody has determined the order yet."""


_FIRST = (
    RecipientKind.FACTORY,
    RecipientKind.SAFETY_COMMITTEE,
    RecipientKind.ON_CALL,
    RecipientKind.CHIEF_SAFETY_OFFICER,
)
"""Whoever is inside comes before whoever goes there."""

NOBODY = CallNow((), {}, is_pressing=False)


def call_now(session: Session, order: SafetyOrder, stands: Standing, who: Visitor, *, moment: Moment) -> CallNow:
    """Return who is to be telephoned because of an open order; nobody for those who do not tell others.

    Of those who must say that they have the order, only those who have not said so yet.
    """
    if not (stands.is_open and who.may_at_all(Action.NOTIFY)):
        return NOBODY
    found = reached(session, [each.organisation for each in order.recipients], moment=moment)
    telephones = {organisation: _dialled(people) for organisation, people in found.items()}
    waiting = [
        each
        for each in order.recipients
        if each.kind in TOLD_AT_ONCE and (each.kind in OF_THE_PROGRAMME or each.organisation not in stands.acknowledged)
    ]
    waiting.sort(key=lambda each: _FIRST.index(each.kind))
    return CallNow(
        first=tuple(ToCall(called(each, order), telephones.get(each.organisation, ())) for each in waiting),
        telephones=telephones,
        is_pressing=stands.phase in UNDETERMINED,
    )


def _dialled(people: Sequence[Reached]) -> tuple[Dialled, ...]:
    return tuple(Dialled(each.name, each.telephone, _address(each.telephone)) for each in people if each.telephone)


def _address(telephone: str) -> str | None:
    return tel(telephone) if dialled(telephone).lstrip("+").isdigit() else None
