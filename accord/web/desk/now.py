"""What is to be done now: the first page after signing in."""

from flask import Blueprint, render_template

from accord.web.access import Action, serves

bp = Blueprint("now", __name__)


@bp.get("/desk")
@serves(Action.OPEN_DESK)
def show() -> str:
    """Show what is to be done."""
    return render_template("desk/now.html")
