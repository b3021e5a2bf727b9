"""What somebody had typed when their sign-in had ended: kept for the same person alone, and never a secret."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accord.casework.desk.sign_in import token_hash
from accord.records.person import KeptForm, SignIn
from accord.rules.moments import Moment

KEPT = timedelta(days=1)
"""Ours: until the next morning; who comes later has written it anew."""

LONGEST_ADDRESS = 500
MOST_CHARACTERS = 300_000
"""More than anybody types; what is longer was not typed."""

NEVER_KEPT = ("password", "code", "csrf", "secret", "token")
"""Parts of the names of fields that hold secrets."""


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: where to, and what stood in it."""

    address: str
    fields: Sequence[tuple[str, str]]


def keep_form(
    session: Session, ended: str, address: str, *, fields: Iterable[tuple[str, str]], moment: Moment
) -> str | None:
    """Keep what was typed for the person whose sign-in this was, and return the word that it is found by.

    None where nobody knows whose it is, or there is nothing to keep.
    """
    sign_in = session.scalar(select(SignIn).where(SignIn.token_sha256 == token_hash(ended)))
    kept = [(name, value) for name, value in fields if not any(part in name.lower() for part in NEVER_KEPT)]
    words = json.dumps(kept, ensure_ascii=False)
    if sign_in is None or not kept or len(words) > MOST_CHARACTERS or len(address) > LONGEST_ADDRESS:
        return None
    session.execute(delete(KeptForm).where(KeptForm.made_at < moment.now - KEPT))
    token = secrets.token_urlsafe(32)
    session.add(
        KeptForm(
            token_sha256=token_hash(token),
            person_id=sign_in.person_id,
            address=address,
            fields=words,
            made_at=moment.now,
        )
    )
    return token


def kept_form(session: Session, token: str, person_id: int, *, moment: Moment) -> Typed | None:
    """Return what was kept under a word for this person; None where there is nothing, or it is somebody else's."""
    found = session.get(KeptForm, token_hash(token))
    if found is None or found.person_id != person_id or found.made_at < moment.now - KEPT:
        return None
    return Typed(found.address, [(name, value) for name, value in json.loads(found.fields)])
