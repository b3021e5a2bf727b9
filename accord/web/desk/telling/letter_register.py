"""The register of all letters: by number, recipient, subject, factory; with what became of each."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, redirect, render_template, stream_with_context, url_for
from sqlalchemy import Engine
from werkzeug import Response as Answer

from accord.casework.notices.on_paper import blocks_of
from accord.casework.notices.outbox import Shown
from accord.casework.notices.register import LettersAsked, every_letter, letter_numbered, letters
from accord.gateways.spreadsheets import csv_stream
from accord.records.base import reading
from accord.rules.notices import Letter
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.delivery import streamed
from accord.web.desk.telling.letter_register_page import HEADS, cells, register_page
from accord.web.desk.telling.letters_links import carry_no_link
from accord.web.parameters import one_of, whole_number, words
from accord.web.site import is_demonstration, site

bp = Blueprint("letter_register", __name__, url_prefix="/desk/letters")
bp.app_template_filter("blocks")(blocks_of)

LAST_PAGE = 9999
LAST_YEAR = 9999
LAST_FACTORY = 99_999
LONGEST = 100


@bp.get("")
@serves(Action.READ_LETTERS)
def list() -> str:
    """List the letters that are asked for, the latest first."""
    asked = _asked()
    found = letters(db(), asked, page=whole_number("page", last=LAST_PAGE))
    return render_template(
        "desk/notices/register.html", page=register_page(found, asked), carry_no_link=carry_no_link(db())
    )


@bp.get("/<reference>")
@serves(Action.READ_LETTERS)
def show(reference: str) -> Answer:
    """Lead from the number on the paper to the letter."""
    notice = letter_numbered(db(), reference)
    if notice is None:
        abort(404)
    return redirect(url_for("notices.show", notice_id=notice.id))


@bp.get("/letters.csv")
@serves(Action.READ_LETTERS)
def table() -> Response:
    """Return every letter that is asked for, as a table."""
    asked, engine = _asked(), site().private.engine
    # What is invented says so wherever it goes.
    name = f"{'DEMONSTRATION-' if is_demonstration() else ''}accord-letters-{site().today}.csv"
    return streamed(stream_with_context(_csv(engine, asked)), mimetype="text/csv", name=name)


def _csv(engine: Engine, asked: LettersAsked) -> Iterator[bytes]:
    # The session of the request is closed before the last piece is sent.
    with reading(engine) as session:
        yield from csv_stream(HEADS, cells(every_letter(session, asked)))


def _asked() -> LettersAsked:
    return LettersAsked(
        words=words("q", longest=LONGEST),
        shown=one_of("shown", Shown),
        kind=one_of("kind", Letter),
        year=_number("year", last=LAST_YEAR),
        factory=_number("factory", last=LAST_FACTORY),
    )


def _number(name: str, *, last: int) -> int | None:
    return whole_number(name, last=last) if words(name, longest=LONGEST) else None
