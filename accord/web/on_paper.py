"""Answers that are printed: in a process apart, one at a time, and never kept by a browser."""

from flask import Response, abort, make_response

from accord.gateways.printing.apart import WAIT_SECONDS, Paper, print_apart
from accord.gateways.printing.terms import PrintBusy
from accord.web.language import gettext

COME_AGAIN_SECONDS = 10


def printed(paper: Paper, *, name: str, wait_seconds: float = WAIT_SECONDS) -> Response:
    """Return the PDF as an answer that a browser shows; 503 where somebody else prints for long."""
    try:
        content = print_apart(paper, wait_seconds=wait_seconds)
    except PrintBusy:
        busy = make_response(gettext("The printer is busy. Please try again in a moment."), 503)
        busy.headers["Retry-After"] = str(COME_AGAIN_SECONDS)
        abort(busy)
    return as_pdf(content, name=name)


def as_pdf(content: bytes, *, name: str) -> Response:
    """Return a PDF as an answer that a browser shows."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
