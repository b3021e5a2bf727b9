"""How answers travel: small, for telephones on slow lines, and not again if nothing has changed.

Compressed here, since no proxy is assumed in front. Public pages hold no secret, so compressing them tells nothing.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256

from flask import Flask, Response, request
from werkzeug.http import is_resource_modified, parse_accept_header

from accord import __version__
from accord.web.language import language
from accord.web.site import site
from accord.web.steady import answered_version

COMPRESSIBLE = frozenset(
    {
        "text/html",
        "text/css",
        "text/csv",
        "text/javascript",
        "image/svg+xml",
        "application/json",
        "application/geo+json",
        "application/problem+json",
    }
)
WORTH_IT_BYTES = 1000
LEVEL = 5
"""Measured on the page of 500 hazards: level 9 saves 2 % more and takes three times as long."""
AS_GZIP = 16 + zlib.MAX_WBITS


def set_up(app: Flask) -> None:
    """Give answers a tag to be asked after again, and compress what is worth it."""
    app.after_request(_prepare)


@lru_cache(maxsize=1000)
def takes_packed(header: str) -> bool:
    """Return whether a reader with this header `Accept-Encoding` can read compressed answers."""
    return bool(parse_accept_header(header)["gzip"])


def streamed(parts: Iterable[bytes], *, mimetype: str, name: str) -> Response:
    """Return a file to be saved under a name, sent piece by piece as it is made: none of it is kept in memory."""
    response = Response(parts, mimetype=mimetype)
    # Nothing on the way may put the pieces together, not even to count them.
    response.implicit_sequence_conversion = False
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _prepare(response: Response) -> Response:
    # A file from the disk has its own tag, and most of them are compressed by their nature.
    if response.mimetype not in COMPRESSIBLE or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    response.headers.setdefault("Cache-Control", "no-cache")
    is_kept = response.status_code == 200 and "no-store" not in response.headers["Cache-Control"]
    if is_kept and response.is_streamed:
        _tag_by_question(response)
    elif is_kept:
        response.add_etag(weak=True)
        response.make_conditional(request)
    # What only one reader may see is sent as it is: its length, packed, could tell others of the secrets in its forms.
    is_secret = "private" in response.headers["Cache-Control"]
    if response.status_code != 304 and not is_secret and takes_packed(request.headers.get("Accept-Encoding", "")):
        _pack(response)
    return response


def _tag_by_question(response: Response) -> None:
    """Tag what is not made yet by all that it follows from: a reader who has it costs nothing."""
    question = (answered_version(), site().today, language().value, request.full_path, __version__)
    response.set_etag(sha256(repr(question).encode()).hexdigest()[:32], weak=True)
    if not is_resource_modified(request.environ, etag=response.headers["ETag"]):
        response.response, response.status_code = [], 304


def _pack(response: Response) -> None:
    if response.is_streamed:
        response.response = _packed(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    elif len(response.get_data()) < WORTH_IT_BYTES:
        return
    else:
        # No time in the header of the compressed bytes: the same page gives the same bytes.
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.content_encoding = "gzip"


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, wbits=AS_GZIP)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
