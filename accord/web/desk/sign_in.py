"""Signing in and out: a password, then perhaps a code."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug import Response
from wtforms import EmailField, PasswordField, StringField

from accord.casework.desk import attempts, passwords, second_step, sign_in
from accord.casework.desk.attempts import TooManyAttempts
from accord.casework.refusals import N_, Refused
from accord.records.person import Person
from accord.rules.desk.people import LONGEST_ADDRESS
from accord.web import clients
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.account_page import account_page
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, typed
from accord.web.desk.sign_in_steps import attempt_of, half_signed_in, let_in, remember_half, told, within_site
from accord.web.signed_in import COOKIE, drop_cookie, visitor, who
from accord.web.site import site

bp = Blueprint("sign_in", __name__)


class SignInForm(DeskForm):
    """An e-mail address and a password."""

    email = EmailField(N_("E-mail address"), [REQUIRED, Longest(LONGEST_ADDRESS)])
    password = PasswordField(N_("Password"), [REQUIRED, Longest(1000)])


class CodeForm(DeskForm):
    """A code of the app, or one of those on paper."""

    code = StringField(
        N_("Code"),
        [REQUIRED, Longest(60)],
        description=N_("Six digits from the app on your telephone, or one of your recovery codes."),
    )


@bp.get("/sign-in")
@serves(Action.SIGN_IN)
def show() -> Response | str:
    """Ask who somebody is; who is signed in already goes on."""
    if visitor() is not None:
        return redirect(within_site(request.args.get("next")), 303)
    return render_template("desk/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@serves(Action.SIGN_IN)
def enter() -> Response | tuple[str, int]:
    """Sign somebody in by their password, or ask for the code that they set up beside it.

    The attempt is committed before the password is looked at: many at once are no way around the wait, and nothing
    is locked while the hash is made.
    """
    form = SignInForm()
    if not form.validate():
        return _asked_again("desk/sign_in.html", form)
    attempt = attempt_of(typed(form.email))
    try:
        sign_in.require_demo_at_home(db(), attempt.account, is_this_machine=clients.is_this_machine())
        lines = attempts.admit(db(), attempt.keys, moment=site().moment)
    except Refused as refusal:
        return _asked_again("desk/sign_in.html", form, refusal)
    found = sign_in.credentials(db(), attempt.account)
    db().commit()
    if not passwords.fits(found.password_hash, typed(form.password)):
        return _asked_again("desk/sign_in.html", form, sign_in.NotThisPassword())
    attempts.succeeded(db(), attempt, lines)
    person = db().get_one(Person, found.person_id)
    sign_in.renew_hash(person, typed(form.password))
    if not found.has_second_step:
        return let_in(person)
    remember_half(sign_in.Credentials(person.id, person.password_hash, has_second_step=True))
    db().commit()
    return redirect(url_for("sign_in.code", next=request.args.get("next")), 303)


@bp.get("/sign-in/code")
@serves(Action.SIGN_IN)
def code() -> Response | str:
    """Ask for the code, of whoever typed the right password."""
    if half_signed_in() is None:
        return redirect(url_for("sign_in.show", next=request.args.get("next")), 303)
    return render_template("desk/sign_in_code.html", form=CodeForm())


@bp.post("/sign-in/code")
@serves(Action.SIGN_IN)
def enter_code() -> Response | tuple[str, int]:
    """Sign somebody in by the code; codes are counted apart from passwords, and in every browser alike."""
    person = half_signed_in()
    if person is None:
        return redirect(url_for("sign_in.show", next=request.args.get("next")), 303)
    form = CodeForm()
    if not form.validate():
        return _asked_again("desk/sign_in_code.html", form)
    attempt = attempt_of(f"code {person.id}").in_any_browser()
    try:
        lines = attempts.admit(db(), attempt.keys, moment=site().moment)
    except TooManyAttempts as refusal:
        return _asked_again("desk/sign_in_code.html", form, refusal)
    db().commit()
    try:
        second_step.require_code(db(), person, typed(form.code), moment=site().moment)
    except second_step.WrongCode as refusal:
        return _asked_again("desk/sign_in_code.html", form, refusal)
    attempts.succeeded(db(), attempt, lines)
    return let_in(person)


@bp.post("/sign-out")
@serves(Action.MIND_OWN_ACCOUNT)
def leave() -> Response:
    """Sign this browser out."""
    if (token := request.cookies.get(COOKIE)) and (standing := sign_in.standing(db(), token, moment=site().moment)):
        sign_in.end(db(), standing, moment=site().moment)
    db().commit()
    session.clear()
    return drop_cookie(redirect(url_for("sign_in.show"), 303))


@bp.get("/desk/account")
@serves(Action.MIND_OWN_ACCOUNT)
def account() -> str:
    """Show one's own account: roles, password, second step, and where one is signed in."""
    return render_template("desk/account/show.html", page=account_page(db(), who(), moment=site().moment))


def _asked_again(template: str, form: DeskForm, refusal: Refused | None = None) -> tuple[str, int]:
    if refusal is not None:
        form.form_errors.append(told(refusal))
    return render_template(template, form=form), 429 if isinstance(refusal, TooManyAttempts) else 422
