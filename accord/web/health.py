"""Whether the server is alive, and whether it can do its work: for machines that watch over it."""

from collections.abc import Callable
from functools import cache

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from accord.config import Settings
from accord.records.base import open_engine
from accord.web.access import Action, serves
from accord.web.site import is_snapshot_lost, site, snapshot_facts

bp = Blueprint("health", __name__)


def set_up(app: Flask) -> None:
    """Answer the watchers."""
    app.register_blueprint(bp)


@bp.get("/healthz")
@serves(Action.WATCH_OVER_SERVER)
def alive() -> Response:
    """Say that this process answers."""
    return _never_kept({"status": "alive"}, 200)


@bp.get("/readyz")
@serves(Action.WATCH_OVER_SERVER)
def ready() -> Response:
    """Say whether the snapshot can be read and the private database be reached, or why not."""
    reasons = [reason for reason in (_trouble_with_snapshot(), site().trouble_with_database()) if reason]
    if reasons:
        return _never_kept({"status": "not ready", "reasons": reasons}, 503)
    return _never_kept({"status": "ready"}, 200)


def asking_database(settings: Settings) -> Callable[[], str | None]:
    """Return a question for the private database: it answers why the database cannot be reached, or None.

    To ask makes nothing: SQLite would make an empty file in the place of a database that is gone.
    """

    @cache
    def engine() -> Engine:
        return open_engine(settings.database_url)

    def trouble() -> str | None:
        if settings.database_file is not None and not settings.database_file.is_file():
            return "the private database is gone"
        try:
            with engine().execution_options(reads_only=True).connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            return f"the private database cannot be reached ({type(error).__name__})"
        return None

    return trouble


def _trouble_with_snapshot() -> str | None:
    try:
        # None is no trouble: an installation that has published nothing yet still serves its pages.
        snapshot_facts(site().snapshot)
    except SQLAlchemyError as error:
        return f"the public snapshot cannot be read ({type(error).__name__})"
    return "the public snapshot is missing, although files are published" if is_snapshot_lost() else None


def _never_kept(answer: dict[str, object], status: int) -> Response:
    response = jsonify(answer)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
