"""Signing in and out, and one's own account."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from accord.web.access import Action, serves
from accord.web.desk.forms import DeskForm

bp = Blueprint("sign_in", __name__)


class SignInForm(DeskForm):
    """An e-mail address and a password."""


@bp.get("/sign-in")
@serves(Action.SIGN_IN)
def show() -> str:
    """Ask who somebody is."""
    return render_template("desk/sign_in.html", form=SignInForm())


@bp.get("/desk/account")
@serves(Action.MIND_OWN_ACCOUNT)
def account() -> Response:
    """Show one's own account."""
    return redirect(url_for("now.show"))
