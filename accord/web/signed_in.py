"""Who is signed in: found out when a page first asks, from the cookie and the private database, once in a request.

The pages of the public never ask, so that they are served without the private database and without cookies.
"""

from flask import Flask, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug import Response

from accord.casework.desk import sign_in
from accord.casework.desk.visitors import Visitor
from accord.casework.desk.visitors import visitor as visitor_of
from accord.records.base import is_pen_taken, writing_if_free
from accord.rules.desk.people import is_of_the_demonstration
from accord.rules.moments import Moment
from accord.web.clients import is_this_machine
from accord.web.database import db, looking
from accord.web.site import site

COOKIE = "accord_sign_in"


def visitor() -> Visitor | None:
    """Return who is signed in, or None."""
    if "visitor" not in g:
        g.visitor = _found()
    found: Visitor | None = g.visitor
    return found


def who() -> Visitor:
    """Return who is signed in, for views that nobody reaches otherwise."""
    found = visitor()
    assert found is not None  # noqa: S101  the view's action is granted to nobody who is not signed in
    return found


def keep_cookie(response: Response, token: str) -> Response:
    """Give the browser the word that it is to show from now on; no script can read it, no other site can send it."""
    is_secure = (site().settings.base_url or "").startswith("https://")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(sign_in.LONGEST.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=is_secure,
        path="/",
    )
    return response


def drop_cookie(response: Response) -> Response:
    """Let the browser forget its word."""
    response.delete_cookie(COOKIE, path="/")
    return response


def set_up(app: Flask) -> None:
    """Let templates say who is signed in."""
    app.jinja_env.globals["visitor"] = visitor


def _found() -> Visitor | None:
    token = request.cookies.get(COOKIE)
    # Asked in a session that only reads: the one that writes would hold the pen from here on, while the form is still
    # being looked at.
    return _found_by(looking(), token) if token else None


def _found_by(session: Session, token: str) -> Visitor | None:
    moment = site().moment
    found = sign_in.standing(session, token, moment=moment)
    if found is None or (is_of_the_demonstration(found.person.email) and not is_this_machine()):
        return None
    g.sign_in_id = found.id
    if not sign_in.was_just_seen(found, moment=moment):
        _note_seen(found.id, moment)
    return visitor_of(session, found.person, moment=moment)


def _note_seen(sign_in_id: int, moment: Moment) -> None:
    if "db" in g:
        # The session of this request may hold the pen already: a second one would wait for it.
        sign_in.note_seen(db(), sign_in_id, moment=moment)
        return
    # In a transaction of its own: reading a page must not hold the pen until it is drawn. Nor wait for it: nobody would
    # be answered while a whole plan is imported, and the next page notes it as well.
    try:
        with writing_if_free(site().private.engine) as session:
            sign_in.note_seen(session, sign_in_id, moment=moment)
            session.commit()
    except OperationalError as error:
        if not is_pen_taken(error):
            raise
