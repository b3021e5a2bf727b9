"""Lets programs in pages of other sites read the open data: reads alone, and never in anybody's name."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

READS = "GET, HEAD, OPTIONS"
ASKED_WITH = "If-None-Match, If-Range, Range"
TOLD_WITH = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Repr-Digest"
ONE_DAY_SECONDS = 24 * 60 * 60


def open_to_other_sites(view: View) -> View:
    """Mark a view whose answers pages of every other site may read."""
    view.is_open_to_other_sites = True  # type: ignore[attr-defined]
    return view


def set_up(app: Flask) -> None:
    """Say on every answer of open data that other sites may read it."""
    app.after_request(_share)


def _share(response: Response) -> Response:
    # No credentials: a star never goes with a cookie or a key. An address that is not there tells its error openly too.
    if _is_open(current_app.view_functions.get(request.endpoint or "")):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = TOLD_WITH
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = READS
            response.headers["Access-Control-Allow-Headers"] = ASKED_WITH
            response.headers["Access-Control-Max-Age"] = str(ONE_DAY_SECONDS)
    return response


def _is_open(view: Callable[..., Any] | None) -> bool:
    if view is None:
        return request.path.startswith("/api/")
    return getattr(view, "is_open_to_other_sites", False)
