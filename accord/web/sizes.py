"""How much may be sent at once: a form of words little, a form of the desk as many photos as go in one."""

from flask import Flask, request

from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.rules.desk.uploads import MOST_AT_ONCE
from accord.web.database import SAFE
from accord.web.signed_in import COOKIE

MOST_BYTES = 2_000_000
"""Of a form of words."""
MOST_BYTES_AT_DESK = MOST_AT_ONCE * MAX_PHOTO_BYTES + 2 * MOST_BYTES
"""Ten photos of the largest size and the form around them; a proxy before the server must let through as much."""
DESK = "/desk/"


def set_up(app: Flask) -> None:
    """Limit what is taken; files go to the disk while they come in, and never into memory."""
    app.config |= {"MAX_CONTENT_LENGTH": MOST_BYTES, "MAX_FORM_MEMORY_SIZE": MOST_BYTES}
    app.before_request(_receive_whole)


def _receive_whole() -> None:
    """Take in what is sent before anything opens the database: over a slow line it would hold the pen for minutes."""
    if request.method in SAFE or not request.path.startswith(DESK):
        return
    request.max_content_length = MOST_BYTES_AT_DESK
    if COOKIE in request.cookies:
        request.form  # noqa: B018  reading it is what receives it
