"""What the ways into an account share: how an attempt is counted, and how a browser is let in."""

import hmac
from urllib.parse import unquote

from flask import redirect, request, session, url_for
from werkzeug import Response

from accord.casework.desk import sign_in
from accord.casework.desk.attempts import Attempt, TooManyAttempts
from accord.casework.refusals import Refused
from accord.gateways.language import Language
from accord.records.person import Person
from accord.rules.words.bangla import digits
from accord.web import clients
from accord.web.database import db
from accord.web.desk.forms import said
from accord.web.language import gettext, language
from accord.web.signed_in import COOKIE, keep_cookie
from accord.web.site import site

HALF = "half_signed_in"
"""Under which the browser shows that a password was right and a code is still to come."""
HALF_LASTS_SECONDS = 600


def attempt_of(email: str) -> Attempt:
    """Return the attempt that this request is, at an account."""
    account = sign_in.folded(email)
    return Attempt(account, clients.network(), clients.known_as(account), pepper=site().settings.secret_key)


def told(refusal: Refused) -> str:
    """Return the sentence of a refusal; a time of the day in the digits of the language."""
    if isinstance(refusal, TooManyAttempts):
        time = str(refusal.values["time"])
        return gettext(refusal.sentence, time=digits(time) if language() is Language.BN else time)
    return said(refusal)


def within_site(target: str | None) -> str:
    """Return the address to go to after signing in: one of this site, whatever the request says, else the first page.

    Browsers take two strokes for the beginning of another site, backward ones too, and skip control characters.
    """
    start = url_for("now.show")
    if not target or not target.startswith("/") or target.startswith("//"):
        return start
    plain = unquote(target)
    if "\\" in plain or plain.startswith("//") or any(ord(sign) <= 32 or ord(sign) == 127 for sign in target):
        return start
    return target


def remember_half(credentials: sign_in.Credentials) -> None:
    """Let the browser show that the password was right, for ten minutes and for this password alone."""
    session[HALF] = [credentials.person_id, int(site().now().timestamp()), _mark(credentials.password_hash)]


def half_signed_in() -> Person | None:
    """Return who typed the right password a moment ago and still owes a code, or None."""
    person_id, at, mark = session.get(HALF) or (None, 0, "")
    if person_id is None or site().now().timestamp() - at > HALF_LASTS_SECONDS:
        return None
    person = db().get(Person, person_id)
    if person is None or person.ended_at or not hmac.compare_digest(_mark(person.password_hash), mark):
        return None
    return person


def let_in(person: Person) -> Response:
    """Sign the browser in under a new word, end what it was signed in as before, and go where it wanted to go.

    A form that lies open stays good for the same person; of another one's, nothing is left.
    """
    if (token := request.cookies.get(COOKIE)) and (before := sign_in.standing(db(), token, moment=site().moment)):
        sign_in.end(db(), before, moment=site().moment)
    token = sign_in.begin(db(), person, device=clients.device(), moment=site().moment)
    email, person_id = person.email, person.id
    db().commit()
    if session.get("person") != person_id:
        session.clear()
    session.pop(HALF, None)
    session["person"] = person_id
    response = redirect(within_site(request.args.get("next")), 303)
    return clients.keep_known(keep_cookie(response, token), email)


def _mark(password_hash: str | None) -> str:
    return sign_in.token_hash(password_hash or "")[:16]
