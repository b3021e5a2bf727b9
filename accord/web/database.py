"""One session of the private database for each request, opened when first asked for."""

from flask import Flask, g, request
from sqlalchemy.orm import Session

from accord.records.base import reading
from accord.web.site import site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def db() -> Session:
    """Return the session of this request: one that only reads for a page, one that may write for what is sent.

    A view that writes commits it once. On SQLite a writing session holds the pen from its first statement.
    """
    if "db" not in g:
        engine = site().private.engine
        g.db = reading(engine) if request.method in SAFE else Session(engine)
    session: Session = g.db
    return session


def set_up(app: Flask) -> None:
    """Close the session when the answer was given."""
    app.teardown_appcontext(_close)


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
