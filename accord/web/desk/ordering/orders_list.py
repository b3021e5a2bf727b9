"""The list of orders: open or ended, of one kind or of all, by pages, the latest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.listing import ON_A_PAGE, Wanted, count_of, orders_by_page
from accord.casework.orders.next_told import silent_of
from accord.casework.orders.standing import standing_of
from accord.records.order import SafetyOrder
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing
from accord.rules.vocabulary import OrderKind
from accord.web.desk.ages import age
from accord.web.desk.ordering.order_words import places_in_words
from accord.web.filters import word
from accord.web.language import gettext
from accord.web.parameters import one_of, whole_number


class State(StrEnum):
    """Whether orders are open or have ended."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True)
class Choice:
    """A way to narrow the list."""

    words: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """One order."""

    order: SafetyOrder
    standing: Standing
    places: str | None
    lasts: str
    """For how long it has been open, or was."""
    silent: int | None
    """How many have not acknowledged; None where it is not this visitor's business, or the order has ended."""
    next_due_at: datetime | None


@dataclass(frozen=True)
class ListPage:
    """All that the page shows."""

    count: int
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    """Open orders, then those that have ended, each under its own words."""
    states: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    sees_all: bool
    page: int
    last_page: int
    before: str | None
    after: str | None
    moment: Moment


def list_page(session: Session, who: Visitor, *, moment: Moment) -> ListPage:
    """Return the page that the address asks for."""
    state, kind = one_of("state", State), one_of("kind", OrderKind)
    is_open = {State.ENDED: False, State.OPEN: True}.get(state) if state else None
    wanted = Wanted(is_open=is_open, kind=kind)
    count = count_of(session, who, wanted)
    last_page = max(1, -(-count // ON_A_PAGE))
    page = whole_number("page", last=last_page)
    sees_all = who.may(Action.READ_ORDER, Thing())
    orders = orders_by_page(session, who, wanted, page=page)
    rows = [_row(order, sees_all=sees_all, moment=moment) for order in orders]
    return ListPage(
        count=count,
        groups=tuple(_groups(rows)),
        states=tuple(_states(state, kind)),
        kinds=tuple(_kinds(state, kind)),
        sees_all=sees_all,
        page=page,
        last_page=last_page,
        before=_address(state, kind, page - 1) if page > 1 else None,
        after=_address(state, kind, page + 1) if page < last_page else None,
        moment=moment,
    )


def _groups(rows: Sequence[Row]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    for is_open, words in ((True, gettext("Open orders")), (False, gettext("Ended orders"))):
        if found := tuple(row for row in rows if row.standing.is_open is is_open):
            yield words, found


def _row(order: SafetyOrder, *, sees_all: bool, moment: Moment) -> Row:
    stands = standing_of(order)
    is_told = sees_all and stands.is_open
    return Row(
        order=order,
        standing=stands,
        places=places_in_words(order),
        lasts=age((stands.ended_at or moment.now) - stands.raised_at),
        silent=len(silent_of(order, stands)) if is_told else None,
        next_due_at=order.next_due_at if is_told else None,
    )


def _states(state: State | None, kind: OrderKind | None) -> list[Choice]:
    words = {State.OPEN: gettext("open"), State.ENDED: gettext("ended"), None: gettext("all")}
    return [Choice(said, _address(each, kind), is_current=each is state) for each, said in words.items()]


def _kinds(state: State | None, kind: OrderKind | None) -> list[Choice]:
    every: list[OrderKind | None] = [None, *OrderKind]
    return [
        Choice(word(each) if each else gettext("every kind"), _address(state, each), is_current=each is kind)
        for each in every
    ]


def _address(state: State | None, kind: OrderKind | None, page: int = 1) -> str:
    return url_for(
        "orders_desk.list", state=state and state.value, kind=kind and kind.value, page=page if page > 1 else None
    )
