"""The second step of signing in: a code from an app on the telephone (RFC 6238), or a code kept on paper."""

import base64
import hmac
import secrets
from collections.abc import Sequence

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from accord.casework.desk.sign_in import require_password, token_hash
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.person import Person, RecoveryCode
from accord.rules.moments import Moment

ISSUER = "Accord"
STEP_SECONDS = 30
EITHER_SIDE = 1
"""Periods before and after the present one whose code is taken: clocks of telephones go wrong by some seconds."""
SECRET_BYTES = 20
"""As long as the hash that the apps use. Source: RFC 4226, section 4."""

CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that people take for another one when they read it from paper."""
CODE_LENGTH, CODE_GROUP = 16, 4
"""31 letters to the 16th are more than anybody tries, so that a plain SHA-256 is enough to keep it under."""


class WrongCode(Told):
    """The code is wrong, too old, or was used already."""

    sentence = N_("This code is not right, or it was used already. Wait for the next one and type that.")


def secret_for(person: Person, *, sign_in: str, pepper: str) -> str:
    """Return the secret that a person is offered for their app while they set it up in one browser.

    It is derived, so that nothing is kept of a second step that nobody confirmed.
    """
    words = f"second step {person.id} {person.revision} {sign_in}".encode()
    return base64.b32encode(hmac.new(pepper.encode(), words, "sha256").digest()[:SECRET_BYTES]).decode()


def address_for_app(secret: str, person: Person) -> str:
    """Return what the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def confirm(
    session: Session, person: Person, secret: str, *, code: str, password: str, moment: Moment
) -> Sequence[str]:
    """Set up the second step by a first code, and return the recovery codes; raises WrongPassword, WrongCode."""
    require_password(person, password)
    step = _step_of(secret, code, moment)
    if step is None:
        raise WrongCode
    person.totp_secret, person.totp_last_step = secret, step
    person.revision += 1
    note(session, "set up the second step", f"person {person.id}", actor=person.email, moment=moment, details={})
    return new_recovery_codes(session, person, moment=moment)


def take_off(session: Session, person: Person, *, password: str, moment: Moment) -> None:
    """Sign in by the password alone from now on; raises WrongPassword."""
    require_password(person, password)
    forget(session, person)
    note(session, "took off the second step", f"person {person.id}", actor=person.email, moment=moment, details={})


def forget(session: Session, person: Person) -> None:
    """Forget the app and the recovery codes of a person."""
    person.totp_secret = person.totp_last_step = None
    person.revision += 1
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def require_code(session: Session, person: Person, typed: str, *, moment: Moment) -> None:
    """Take a code of the app or a recovery code, each once; raises WrongCode."""
    code = "".join(sign for sign in typed.lower() if sign.isalnum())
    if not (_take_step(session, person, code, moment) or _take_recovery_code(session, person, code, moment)):
        raise WrongCode


def new_recovery_codes(session: Session, person: Person, *, moment: Moment) -> Sequence[str]:
    """Return new recovery codes, to be shown once; those of before no longer work."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    session.add_all(
        RecoveryCode(person_id=person.id, code_sha256=_code_hash(person, code), made_at=moment.now) for code in codes
    )
    note(session, "made recovery codes", f"person {person.id}", actor=person.email, moment=moment, details={})
    return ["-".join(code[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP)) for code in codes]


def codes_left(session: Session, person_id: int) -> int:
    """Return how many recovery codes a person has not used."""
    query = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(query) or 0


def _take_step(session: Session, person: Person, code: str, moment: Moment) -> bool:
    step = _step_of(person.totp_secret, code, moment)
    if step is None:
        return False
    # Asked of the database at once with the writing: of two who send the same code only one is let in.
    unused = Person.totp_last_step.is_(None) | (Person.totp_last_step < step)
    taken = session.execute(update(Person).where(Person.id == person.id, unused).values(totp_last_step=step))
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE always counts its rows


def _step_of(secret: str | None, code: str, moment: Moment) -> int | None:
    if secret is None or not code.isascii():
        return None
    now = int(moment.now.timestamp()) // STEP_SECONDS
    steps = range(now + EITHER_SIDE, now - EITHER_SIDE - 1, -1)
    totp = pyotp.TOTP(secret)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)), None)


def _take_recovery_code(session: Session, person: Person, code: str, moment: Moment) -> bool:
    unused = (RecoveryCode.code_sha256 == _code_hash(person, code)) & RecoveryCode.used_at.is_(None)
    taken = session.execute(update(RecoveryCode).where(unused).values(used_at=moment.now))
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE always counts its rows


def _code_hash(person: Person, code: str) -> str:
    return token_hash(f"{person.id} {code}")
