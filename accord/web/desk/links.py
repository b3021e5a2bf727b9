"""Links that work once, and what to do about a forgotten password."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug import Response
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo

from accord.casework.desk import attempts, links
from accord.casework.desk.attempts import TooManyAttempts
from accord.casework.desk.letters import link_letter
from accord.casework.desk.passwords import PasswordRefused
from accord.casework.refusals import N_
from accord.gateways.letters import LetterBox
from accord.records.person import OneTimeLink, Person
from accord.rules.desk.people import LONGEST_ADDRESS, LinkPurpose, is_of_the_demonstration
from accord.web import clients
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.account import NEW_PASSWORD, NOT_THE_SAME
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, typed
from accord.web.desk.sign_in_steps import attempt_of, told
from accord.web.language import gettext
from accord.web.site import address_of, site

bp = Blueprint("links", __name__)


class ChooseForm(DeskForm):
    """A password, twice."""

    password = PasswordField(N_("New password"), [REQUIRED, Longest(1000)], description=NEW_PASSWORD)
    again = PasswordField(N_("New password once more"), [REQUIRED, EqualTo("password", NOT_THE_SAME)])


class ForgottenForm(DeskForm):
    """The address of an account."""

    email = EmailField(N_("E-mail address"), [REQUIRED, Longest(LONGEST_ADDRESS)])


@bp.get("/choose-password/<token>")
@serves(Action.SIGN_IN)
def choose(token: str) -> str | tuple[str, int]:
    """Ask the holder of a link for a password; looking at it does not use it up."""
    link = _link(token)
    if link is None:
        return render_template("desk/account/link_over.html"), 404
    return render_template("desk/account/choose.html", form=ChooseForm(), person=link.person)


@bp.post("/choose-password/<token>")
@serves(Action.SIGN_IN)
def chosen(token: str) -> Response | tuple[str, int]:
    """Take the password; the browser is known to the account from now on, whoever else guesses at it."""
    link, form = _link(token), ChooseForm()
    if link is None:
        return render_template("desk/account/link_over.html"), 404
    if form.validate():
        try:
            person = links.choose_password(db(), link, typed(form.password), moment=site().moment)
        except PasswordRefused as refusal:
            form.refuse(refusal, at="password")
        else:
            email = person.email
            db().commit()
            flash(gettext("Your password is set. Sign in with it now."))
            return clients.keep_known(redirect(url_for("sign_in.show"), 303), email)
    return render_template("desk/account/choose.html", form=form, person=link.person), 422


@bp.get("/forgotten-password")
@serves(Action.SIGN_IN)
def forgotten() -> str:
    """Ask whose password was forgotten."""
    return render_template("desk/account/forgotten.html", form=ForgottenForm())


@bp.post("/forgotten-password")
@serves(Action.SIGN_IN)
def ask_for_letter() -> Response | tuple[str, int]:
    """Write a letter with a link, and say the same where there is no such account."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("desk/account/forgotten.html", form=form), 422
    attempt = attempt_of(typed(form.email))
    try:
        attempts.admit(db(), attempt.letter_keys, moment=site().moment)
    except TooManyAttempts as refusal:
        form.form_errors.append(told(refusal))
        return render_template("desk/account/forgotten.html", form=form), 429
    person = db().scalar(select(Person).where(Person.email == attempt.account, Person.ended_at.is_(None)))
    if person is not None and not is_of_the_demonstration(person.email):
        _write_to(person)
    db().commit()
    return redirect(url_for("links.asked"), 303)


@bp.get("/forgotten-password/sent")
@serves(Action.SIGN_IN)
def asked() -> str:
    """Say what happens now, the same to everybody."""
    return render_template("desk/account/asked.html")


def _link(token: str) -> OneTimeLink | None:
    link = links.working_link(db(), token, moment=site().moment)
    # Nobody chooses the password of an invented person from elsewhere.
    if link and is_of_the_demonstration(link.person.email) and not clients.is_this_machine():
        return None
    return link


def _write_to(person: Person) -> None:
    purpose = LinkPurpose.CHOOSE_AGAIN if person.password_hash else LinkPurpose.SIGN_UP
    token = links.make_link(db(), person, purpose, actor=person.email, moment=site().moment)
    address = address_of(f"/choose-password/{token}")
    LetterBox(site().settings.letters).keep(link_letter(person, purpose, address, moment=site().moment))
