"""Gives back what somebody had typed when their sign-in had ended, for them to send it again."""

from flask import Blueprint, abort, render_template

from accord.casework.desk.kept_forms import kept_form
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.kept_words import words_of
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("kept", __name__)


@bp.get("/desk/kept/<token>")
@serves(Action.MIND_OWN_ACCOUNT)
def show(token: str) -> str:
    """Show what was typed with a button that sends it to where it was going; somebody else's does not exist."""
    typed = kept_form(db(), token, who().id, moment=site().moment)
    if typed is None:
        abort(404)
    return render_template("desk/account/kept.html", typed=typed, said=words_of(typed))
