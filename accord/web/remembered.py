"""Answers that were given before are given again without being worked out: to readers who come back, and to crowds.

What a public page says follows from the snapshot, the civil day, the language and the address, and from nothing else:
under these four it is kept, as it left the server, and neither the pages nor the database are asked again until one of
them changes. Kept are whole answers of `READ_PUBLISHED` alone. An answer to somebody who shows a cookie or a key, an
error, a part, a file sent from the disk, and whatever says of itself `private` or `no-store` is never kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import Headers
from werkzeug.http import is_entity_header, is_resource_modified
from werkzeug.wsgi import ClosingIterator

from accord.web.access import Action, action_of
from accord.web.delivery import takes_packed
from accord.web.language import preferred
from accord.web.site import Site

MOST_ANSWERS = 2_000
MOST_BYTES = 64_000_000
"""Room for all pages of a programme of 2,000 factories that are read on one day, packed; each process has its own."""
LARGEST_BYTES = 4_000_000
"""A larger answer is given and not kept: it would drive out hundreds of others."""

MAY_BE_KEPT = "accord.may_be_kept"
"""Where the application leaves the name of the endpoint whose answer may be kept."""
LEFT_TO_APPLICATION = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH")
"""Who shows one of the first two may be told something that others are not; the last two ask for no whole answer."""

Environ = dict[str, Any]
Count = Callable[[str, str, int, float], None]


@dataclass(frozen=True)
class Kept:
    """An answer as it left the server; `unchanged` are its headers for a reader who has it already."""

    endpoint: str
    headers: tuple[tuple[str, str], ...]
    unchanged: tuple[tuple[str, str], ...]
    tag: str | None
    body: bytes


def kept(endpoint: str, headers: Headers, body: bytes) -> Kept:
    """Return an answer to be kept."""
    whole = headers.copy()
    # The server says when it sends it.
    whole.remove("Date")
    whole["Content-Length"] = str(len(body))
    listed = tuple(whole.to_wsgi_list())
    unchanged = tuple((name, value) for name, value in listed if not is_entity_header(name))
    return Kept(endpoint, listed, unchanged, headers.get("ETag"), body)


class Store:
    """The answers of one state of the snapshot on one day, those asked for last; the next state empties it."""

    def __init__(self, *, most_answers: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self._most_answers, self._most_bytes = most_answers, most_bytes
        self._lock = Lock()
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, Kept] = OrderedDict()
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, state: Hashable, question: Hashable) -> Kept | None:
        """Return what was answered to the question in this state, or None."""
        with self._lock:
            if state != self._state:
                self._state, self.size_bytes = state, 0
                self._answers.clear()
            kept = self._answers.get(question)
            if kept:
                self._answers.move_to_end(question)
            return kept

    def keep(self, state: Hashable, question: Hashable, answer: Kept) -> None:
        """Keep the answer, unless it was given in another state than the store is in."""
        with self._lock:
            if state != self._state:
                return
            self._forget(question)
            self._answers[question] = answer
            self.size_bytes += len(answer.body)
            while len(self._answers) > self._most_answers or self.size_bytes > self._most_bytes:
                self._forget(next(iter(self._answers)))

    def _forget(self, question: Hashable) -> None:
        if gone := self._answers.pop(question, None):
            self.size_bytes -= len(gone.body)


class Remembering:
    """Stands before the application: answers what it knows, and learns from what the application answers."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], site: Site, *, count: Count) -> None:
        self.inner, self.site, self.count = inner, site, count
        self.store = Store()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        started = perf_counter()
        state = self._state() if _may_be_remembered(environ) else None
        if state is None:
            return self.inner(environ, start_response)
        question = _question(environ)
        known = self.store.find(state, question)
        if known is None:
            return self._learnt(state, question, environ, start_response)
        return self._given(known, environ, start_response, started=started)

    def _state(self) -> Hashable:
        version = self.site.snapshot.version
        return None if version is None else (version, self.site.today)

    def _given(
        self, known: Kept, environ: Environ, start_response: Callable[..., Any], *, started: float
    ) -> Iterable[bytes]:
        is_read = environ["REQUEST_METHOD"] == "GET"
        asked = environ.get("HTTP_IF_NONE_MATCH")
        # Most readers name the one tag that they have; the rest of the header's forms are left to Werkzeug.
        is_there = asked is not None and known.tag is not None
        is_there = is_there and (asked == known.tag or not is_resource_modified(environ, etag=known.tag))
        # Counted as the application counts it: the meters cannot tell it from a page that was worked out.
        self.count(environ["REQUEST_METHOD"], known.endpoint, 304 if is_there else 200, perf_counter() - started)
        if is_there:
            start_response("304 NOT MODIFIED", list(known.unchanged))
            return ()
        start_response("200 OK", list(known.headers))
        return (known.body,) if is_read else ()

    def _learnt(
        self, state: Hashable, question: Hashable, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def noting(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            answered[:] = [(status, headers)]
            return start_response(status, headers, *failure)

        parts = self.inner(environ, noting)
        endpoint = environ.get(MAY_BE_KEPT)
        if endpoint is None or environ["REQUEST_METHOD"] != "GET" or not answered:
            return parts
        status, listed = answered[0]
        headers = Headers(listed)
        if not _is_whole_and_for_all(status, headers):
            return parts
        close = getattr(parts, "close", None)
        noted = self._noted(parts, state, question, endpoint=endpoint, headers=headers)
        return ClosingIterator(noted, [close] if close else None)

    def _noted(
        self, parts: Iterable[bytes], state: Hashable, question: Hashable, *, endpoint: str, headers: Headers
    ) -> Iterator[bytes]:
        body = bytearray()
        for part in parts:
            if len(body) <= LARGEST_BYTES:
                body += part
            yield part
        # If the snapshot changed while the page was made, nobody can say which of its two states the page tells of.
        if len(body) <= LARGEST_BYTES and self._state() == state:
            self.store.keep(state, question, kept(endpoint, headers, bytes(body)))


def set_up(app: Flask) -> None:
    """Let the application say which of its answers may be kept, and stand before it."""
    app.after_request(_say_whether_it_may_be_kept)
    meters = app.extensions["accord_meters"]
    remembering = Remembering(app.wsgi_app, app.extensions["accord"], count=meters.count)
    app.extensions["accord_remembering"] = remembering
    app.wsgi_app = remembering  # type: ignore[method-assign]  # how Flask wants to be stood before


def _say_whether_it_may_be_kept(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    if view and action_of(view) is Action.READ_PUBLISHED and not response.direct_passthrough:
        request.environ[MAY_BE_KEPT] = request.endpoint
    return response


def _may_be_remembered(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not any(name in environ for name in LEFT_TO_APPLICATION)


def _question(environ: Environ) -> Hashable:
    return (
        environ.get("SCRIPT_NAME", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
        takes_packed(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def _is_whole_and_for_all(status: str, headers: Headers) -> bool:
    says = headers.get("Cache-Control", "")
    return (
        status.startswith("200")
        and "Set-Cookie" not in headers
        and "Content-Range" not in headers
        and "no-store" not in says
        and "private" not in says
    )
