"""The language of an answer: asked for with `?lang=`, else the browser's preference, else English."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request, url_for
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from accord.gateways.language import Language, translator
from accord.web.parameters import one_of

FOLLOWED_BY_PAGES_ONLY = frozenset(
    {
        "documents.cap",
        "assets.asset",
        "published_photos.photo",
        "snapshot_file.snapshot",
        "photos.photo",
        "photos.thumbnail",
        "desk_files.file",
    }
)
"""Endpoints that are the same in each language, or name theirs themselves: no `lang` is carried over to them."""


def set_up(app: Flask) -> None:
    """Choose the language of each request, carry it along in links, and say it in the answer."""
    app.before_request(_choose)
    app.url_defaults(_carry_along)
    app.after_request(_say_so)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # Asked anew in each request: one environment speaks both languages.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["other_language"] = other_language
    app.jinja_env.globals["in_language"] = in_language


def language() -> Language:
    """Return the language of the answer."""
    chosen: Language = g.get("language", Language.EN)
    return chosen


@lru_cache(maxsize=1000)
def preferred(header: str) -> Language:
    """Return the language that a browser prefers by its header `Accept-Language`."""
    # Werkzeug's own `best_match` would answer "bn-BD, en;q=0.8" in English, the only tag it knows exactly.
    wanted = (tag.partition("-")[0].lower() for tag in parse_accept_header(header, LanguageAccept).values())
    return next((Language(tag) for tag in wanted if tag in set(Language)), Language.EN)


@contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """Speak another language for as long as this lasts: for what a page shows in both, side by side."""
    before, g.language = language(), wanted
    try:
        yield
    finally:
        g.language = before


def gettext(message: str, **values: object) -> str:
    """Return the message in the language of the answer, with the values put in."""
    said = translator(language()).gettext(message)
    return said % values if values else said


def gettext_noop(message: str) -> str:
    """Return the message as it is: one that is translated where it is shown."""
    return message


def ngettext(one: str, many: str, number: int) -> str:
    """Return the message for that number of things in the language of the answer."""
    return translator(language()).ngettext(one, many, number)


def other_language() -> Language:
    """Return the language that the page offers to change to."""
    return Language.EN if language() is Language.BN else Language.BN


def in_language(wanted: Language) -> str:
    """Return the address of this page in another language, with all else that was asked for."""
    if request.endpoint is None:
        return url_for("home.show", lang=wanted.value)
    address = url_for(request.endpoint, **(request.view_args or {}), lang=wanted.value)
    # Put behind it by hand: `url_for` takes names such as _scheme for orders, and these come from outside.
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{address}&{urlencode(others)}" if others else address


def _choose() -> None:
    g.language = preferred(request.headers.get("Accept-Language", ""))
    g.asked_language = None
    g.asked_language = one_of("lang", Language)
    g.language = g.asked_language or g.language


def _carry_along(endpoint: str, values: dict[str, Any]) -> None:
    asked = g.get("asked_language")
    if asked and endpoint not in FOLLOWED_BY_PAGES_ONLY:
        values.setdefault("lang", asked.value)


def _say_so(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.content_language.add(language().value)
        response.vary.add("Accept-Language")
    return response
