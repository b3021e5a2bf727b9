"""The links by which somebody who has no account confirms that a letter reached them.

Signed, not kept: the same at every attempt to send the letter, and good for nothing else.
"""

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "acknowledge a notice"


def answer_token(public_key: str, *, secret: str) -> str:
    """Return the words of the link of a notice."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps(public_key))


def key_of(token: str, *, secret: str) -> str | None:
    """Return the key of the notice that a link is of, or None where nobody of ours wrote it."""
    try:
        found = URLSafeSerializer(secret, salt=SALT).loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None
