"""The sessions of the private database that a request opens when it first asks for them."""

from flask import Flask, g, request
from sqlalchemy.orm import Session

from accord.records.base import reading
from accord.web import public_decisions, public_orders
from accord.web.site import site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def db() -> Session:
    """Return the session of this request: one that only reads for a page, one that may write for what is sent.

    A view that writes commits it once. On SQLite a writing session holds the pen from its first statement.
    """
    if request.method in SAFE:
        return looking()
    if "db" not in g:
        _close_reading()  # one connection each is enough for as many as are answered at once
        g.db = Session(site().private.engine)
        public_orders.watch(g.db)
        public_decisions.watch(g.db)
    session: Session = g.db
    return session


def looking() -> Session:
    """Return a session that only reads, also where something is sent: that is looked at before the pen is taken.

    It is closed when the writing one is opened: what was read stays readable as far as it was read. Asked again after
    that, it is another one, of what stands by then.
    """
    if "looking" not in g:
        g.looking = reading(site().private.engine)
    session: Session = g.looking
    return session


def set_up(app: Flask) -> None:
    """Close the session when the answer was given."""
    app.teardown_appcontext(_close)


def _close(_error: BaseException | None) -> None:
    _close_reading()
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()


def _close_reading() -> None:
    session: Session | None = g.pop("looking", None)
    if session is not None:
        session.close()
