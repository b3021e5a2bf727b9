"""What is to be done now: the first page after signing in."""

from flask import Blueprint, render_template

from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.now_page import page_of
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("now", __name__)


@bp.get("/desk")
@serves(Action.OPEN_DESK)
def show() -> str:
    """Show what is to be done."""
    return render_template("desk/now.html", page=page_of(db(), who(), moment=site().moment))
