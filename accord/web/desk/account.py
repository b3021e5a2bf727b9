"""One's own account: the password, the second step, and the browsers in which one is signed in."""

from io import BytesIO

import segno
from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from werkzeug import Response as Answer
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo

from accord.casework.desk import second_step, sign_in
from accord.casework.desk.passwords import PasswordRefused
from accord.casework.refusals import N_
from accord.records.person import Person, SignIn
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, typed
from accord.web.language import gettext
from accord.web.signed_in import drop_cookie, who
from accord.web.site import site

bp = Blueprint("account", __name__, url_prefix="/desk/account")

NEW_PASSWORD = N_("12 characters or more. Several words with blanks between them are easy to keep and hard to guess.")
NOT_THE_SAME = N_("This is not the same as above.")


class PasswordForm(DeskForm):
    """A new password for the present one."""

    present = PasswordField(N_("Present password"), [REQUIRED, Longest(1000)])
    password = PasswordField(N_("New password"), [REQUIRED, Longest(1000)], description=NEW_PASSWORD)
    again = PasswordField(N_("New password once more"), [REQUIRED, EqualTo("password", NOT_THE_SAME)])


class SetUpForm(DeskForm):
    """The first code of the app, and the password: a telephone left on a table is not enough."""

    code = StringField(N_("Code that the app shows"), [REQUIRED, Longest(20)])
    present = PasswordField(N_("Present password"), [REQUIRED, Longest(1000)])


class AssureForm(DeskForm):
    """The password, to be sure that it is the person."""

    present = PasswordField(N_("Present password"), [REQUIRED, Longest(1000)])


@bp.get("/password")
@serves(Action.MIND_OWN_ACCOUNT)
def password() -> str:
    """Ask for a new password."""
    return render_template("desk/account/password.html", form=PasswordForm())


@bp.post("/password")
@serves(Action.MIND_OWN_ACCOUNT)
def change_password() -> Answer | tuple[str, int]:
    """Take a new password, and end every other sign-in."""
    form = PasswordForm()
    if form.validate():
        try:
            sign_in.change_password(
                db(),
                _oneself(),
                typed(form.password),
                present=typed(form.present),
                keep=g.sign_in_id,
                moment=site().moment,
            )
        except sign_in.WrongPassword as refusal:
            form.refuse(refusal, at="present")
        except PasswordRefused as refusal:
            form.refuse(refusal, at="password")
        else:
            db().commit()
            flash(gettext("Your new password holds. Everywhere else you are signed out."))
            return redirect(url_for("sign_in.account"), 303)
    return render_template("desk/account/password.html", form=form), 422


@bp.get("/second-step")
@serves(Action.MIND_OWN_ACCOUNT)
def second() -> str:
    """Show how to set up the second step, or how to take it off."""
    person = _oneself()
    form = AssureForm() if person.totp_secret else SetUpForm()
    return _second_step_page(person, form)


@bp.get("/second-step.svg")
@serves(Action.MIND_OWN_ACCOUNT)
def picture() -> Response:
    """Draw what the app reads; of somebody who has a second step already there is nothing to read."""
    person = _oneself()
    if person.totp_secret:
        abort(404)
    drawn = BytesIO()
    segno.make(second_step.address_for_app(_offered(person), person)).save(
        drawn, kind="svg", scale=6, border=4, light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@bp.post("/second-step")
@serves(Action.MIND_OWN_ACCOUNT)
def set_up() -> Answer | str | tuple[str, int]:
    """Take the first code, and show the recovery codes this one time."""
    person, form = _oneself(), SetUpForm()
    if person.totp_secret:
        return redirect(url_for("account.second"), 303)
    if form.validate():
        try:
            codes = second_step.confirm(
                db(),
                person,
                _offered(person),
                code=typed(form.code),
                password=typed(form.present),
                moment=site().moment,
            )
        except sign_in.WrongPassword as refusal:
            form.refuse(refusal, at="present")
        except second_step.WrongCode as refusal:
            form.refuse(refusal, at="code")
        else:
            db().commit()
            return render_template("desk/account/codes.html", codes=codes)
    return _second_step_page(person, form), 422


@bp.post("/second-step/off")
@serves(Action.MIND_OWN_ACCOUNT)
def take_off() -> Answer | tuple[str, int]:
    """Take the second step off."""
    person, form = _oneself(), AssureForm()
    if not person.totp_secret:
        return redirect(url_for("account.second"), 303)
    if form.validate():
        try:
            second_step.take_off(db(), person, password=typed(form.present), moment=site().moment)
        except sign_in.WrongPassword as refusal:
            form.refuse(refusal, at="present")
        else:
            db().commit()
            flash(gettext("You sign in with your password alone from now on."), "late")
            return redirect(url_for("sign_in.account"), 303)
    return _second_step_page(person, form), 422


@bp.post("/sign-ins/<int:sign_in_id>/end")
@serves(Action.MIND_OWN_ACCOUNT)
def end(sign_in_id: int) -> Answer:
    """Sign out of one of one's own browsers; somebody else's does not exist."""
    found = db().get(SignIn, sign_in_id)
    if found is None or found.person_id != who().id:
        abort(404)
    sign_in.end(db(), found, moment=site().moment)
    db().commit()
    flash(gettext("This browser is signed out."))
    return redirect(url_for("sign_in.account"), 303)


@bp.post("/sign-out-everywhere")
@serves(Action.MIND_OWN_ACCOUNT)
def end_everywhere() -> Answer:
    """Sign out of every browser, this one too."""
    sign_in.end_everywhere(db(), _oneself(), actor=who().actor, moment=site().moment)
    db().commit()
    return drop_cookie(redirect(url_for("sign_in.show"), 303))


def _oneself() -> Person:
    return db().get_one(Person, who().id)


def _offered(person: Person) -> str:
    standing = db().get_one(SignIn, g.sign_in_id)
    return second_step.secret_for(person, sign_in=standing.token_sha256, pepper=site().settings.secret_key)


def _second_step_page(person: Person, form: DeskForm) -> str:
    secret = None if person.totp_secret else _offered(person)
    typed = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) if secret else None
    return render_template("desk/account/second_step.html", form=form, secret=typed)
