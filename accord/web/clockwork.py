"""Since when the clockwork stands still: for those who can do something about it, and for whoever watches."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from accord.casework import clockwork
from accord.casework.clockwork import LastRun
from accord.casework.notices.held_back import HeldBack, held_back
from accord.casework.orders.on_call import posts_without
from accord.records.base import reading
from accord.rules.clockwork import is_stale
from accord.rules.desk.people import OF_THE_PROGRAMME
from accord.web.database import looking
from accord.web.signed_in import visitor
from accord.web.site import Site, site

COMMAND = Markup('<code class="nowrap" lang="en" translate="no">accord clockwork</code>')


@dataclass(frozen=True)
class Seen:
    """What is known of the clockwork."""

    looked_at: datetime | None
    """When it last looked at what is due; None if it never did."""
    last: tuple[LastRun, ...]
    posts_without: int = 0
    """How many posts of the rota nobody holds now."""
    held: HeldBack | None = None


@dataclass(frozen=True)
class Standstill:
    """The clockwork stands still: since when, or None if it has never run, and what must run."""

    since: datetime | None
    command: Markup = COMMAND


def set_up(app: Flask) -> None:
    """Let the pages of the desk say that the clockwork stands still."""
    app.jinja_env.globals["clockwork_standstill"] = standstill


def clockwork_seen(running: Site) -> Seen | None:
    """Return what is known of the clockwork, or None where the private database does not tell."""
    file = running.settings.database_file
    # To ask makes nothing: SQLite would make an empty file in the place of a database that is gone.
    if file is not None and not file.is_file():
        return None
    moment = running.moment
    try:
        with reading(running.private.engine) as session:
            return Seen(
                clockwork.last_beat(session, moment=moment),
                tuple(clockwork.last_runs(session, moment=moment)),
                len(posts_without(session, moment=moment)),
                held_back(session, moment=moment),
            )
    except SQLAlchemyError:
        return None


def standstill() -> Standstill | None:
    """Return that the clockwork stands still, to those who work for the programme; None to others and while it runs.

    One step in an index for each page. Where the database does not answer, the page that says so must still be drawn.
    """
    try:
        who = visitor()
        if who is None or not OF_THE_PROGRAMME.intersection(who.roles):
            return None
        moment = site().moment
        last_beat = clockwork.last_beat(looking(), moment=moment)
    except SQLAlchemyError:
        return None
    return Standstill(last_beat) if is_stale(last_beat, now=moment.now) else None
