"""Shows in public at once what was decided of a factory: its stage, what follows it, a letter of recognition.

Decisions are taken on several pages, and one on a company group concerns several factories. So it is asked of what was
committed, as it is of orders (`public_orders`).
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from accord.casework.snapshot import show
from accord.records.base import reading
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.ineligibility import DeclarationStep, Termination
from accord.web.public_orders import show_at_once
from accord.web.site import site

WRITTEN, COMMITTED = "factories decided on", "factories decided on for good"


def set_up(app: Flask) -> None:
    """Bring the public pages up to date before the answer goes out."""
    app.after_request(_publish)


def watch(session: Session) -> None:
    """Note of which factories the session records something that the public may read of."""
    session.info[WRITTEN], session.info[COMMITTED] = set(), set()
    event.listen(session, "after_flush", _note)
    event.listen(session, "after_commit", _keep)
    event.listen(session, "after_rollback", _forget)


def _note(session: Session, _context: Any) -> None:
    session.info[WRITTEN] |= set(_concerned([*session.new, *session.dirty]))


def _concerned(written: Iterable[object]) -> Iterable[int]:
    for each in written:
        if isinstance(each, StageChange | Termination | Recognition):
            yield each.factory_id
        elif isinstance(each, DeclarationStep):
            yield each.stage_change.factory_id


def _keep(session: Session) -> None:
    session.info[COMMITTED] |= session.info[WRITTEN]
    session.info[WRITTEN].clear()


def _forget(session: Session) -> None:
    session.info[WRITTEN].clear()


def _publish(answer: Response) -> Response:
    session: Session | None = g.get("db")
    if session:
        show_at_once(session, session.info[COMMITTED], _show, of="factories")
    return answer


def _show(factories: set[int]) -> None:
    with reading(site().private.engine) as session:
        numbers = session.scalars(select(Factory.number).where(Factory.id.in_(factories)).order_by(Factory.number))
        for number in numbers.all():
            show(session, number, site().settings.snapshot, moment=site().moment)
