"""Where a server serves the desk alone, its first address leads there."""

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from accord.web.access import Action, serves

bp = Blueprint("home", __name__)


@bp.get("/")
@serves(Action.SIGN_IN)
def show() -> Response:
    """Lead to the desk."""
    return redirect(url_for("now.show"), 303)
