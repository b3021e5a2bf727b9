"""Whether the server is alive, and whether it can do its work: for machines that watch over it."""

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from accord.web.access import Action, serves
from accord.web.site import site, snapshot_facts

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


def _trouble_with_snapshot() -> str | None:
    try:
        # None is no trouble: an installation that has published nothing yet still serves its pages.
        snapshot_facts(site().snapshot)
    except SQLAlchemyError as error:
        return f"the public snapshot cannot be read ({type(error).__name__})"
    return None


def _never_kept(answer: dict[str, object], status: int) -> Response:
    response = jsonify(answer)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
