"""Shows in public at once what happened to an order, whichever page it happened on.

An order moves on its own page, and also where a hazard, a load, a rating or a confirmed danger joins it. So it is
asked of what was committed, and done after that: nobody waits for the pen meanwhile.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, flash, g
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from accord.casework.snapshot import show
from accord.records.base import reading
from accord.records.factory import Factory
from accord.records.order import OrderEvent, OrderFactory
from accord.rules.public.disclosed_order import PUBLIC_STEPS
from accord.rules.vocabulary import OrderStep
from accord.web.language import gettext
from accord.web.site import site

WRITTEN, COMMITTED = "orders that moved", "orders that moved for good"


def set_up(app: Flask) -> None:
    """Bring the public pages up to date before the answer goes out."""
    app.after_request(_publish)


def watch(session: Session) -> None:
    """Note which orders the session moves on in a way that the public may read of."""
    session.info[WRITTEN], session.info[COMMITTED] = set(), set()
    event.listen(session, "after_flush", _note)
    event.listen(session, "after_commit", _keep)
    event.listen(session, "after_rollback", _forget)


def _note(session: Session, _context: Any) -> None:
    moved = [each for each in session.new if isinstance(each, OrderEvent) and each.step in PUBLIC_STEPS]
    session.info[WRITTEN] |= {each.order_id for each in moved}


def _keep(session: Session) -> None:
    session.info[COMMITTED] |= session.info[WRITTEN]
    session.info[WRITTEN].clear()


def _forget(session: Session) -> None:
    session.info[WRITTEN].clear()


def _publish(answer: Response) -> Response:
    session: Session | None = g.get("db")
    if session:
        show_at_once(session, session.info[COMMITTED], _show, of="orders")
    return answer


def show_at_once(session: Session, moved: set[int], show_them: Callable[[set[int]], None], *, of: str) -> None:
    """Bring in public what was committed, and forget that it was to be; where that fails, say so and go on."""
    if not moved:
        return
    session.rollback()  # whoever looked at something after the commit still holds the pen
    try:
        show_them(moved)
    except (OSError, SQLAlchemyError):
        # What was recorded stands, and letters are on their way: an error page would deny both.
        current_app.logger.exception("The public pages do not show yet what happened to %s %s", of, sorted(moved))
        flash(
            gettext("It is recorded, but the public pages do not show it yet: tell whoever keeps the server."),
            "late",
        )
    moved.clear()


def _show(orders: set[int]) -> None:
    # One that was not determined is not public: a danger that is saved waits for nothing.
    determined = select(OrderEvent.order_id).where(
        OrderEvent.order_id.in_(orders), OrderEvent.step == OrderStep.DETERMINED
    )
    inside = select(OrderFactory.factory_id).where(OrderFactory.order_id.in_(determined))
    with reading(site().private.engine) as session:
        numbers = session.scalars(select(Factory.number).where(Factory.id.in_(inside)).order_by(Factory.number)).all()
        for number in numbers:
            show(session, number, site().settings.snapshot, moment=site().moment)
