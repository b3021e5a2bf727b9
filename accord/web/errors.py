"""What people read when something is not there or goes wrong, and what programs get under `/api`."""

import json
from http import HTTPStatus

from flask import Flask, Response, abort, current_app, render_template, render_template_string, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from accord.gateways.formats import format_date, format_number
from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.gateways.snapshot.reader import NothingPublished
from accord.web.access import Action, action_of
from accord.web.language import gettext, language
from accord.web.parameters import BadDay, BadNumber, BadParameter, BadQuery, TooLong, UnknownParameter
from accord.web.signed_in import visitor
from accord.web.site import facts, is_snapshot_lost

API = "/api"
PLAIN_PAGE = """<!doctype html>
<html lang="{{ language }}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} – Accord</title>
<link rel="stylesheet" href="{{ asset("accord.css") }}">
<main class="page stack">
<h1>{{ title }}</h1>
<p>{{ sentence }}</p>
</main>
</html>
"""
"""Where there is no snapshot: the layout of all other pages tells on each what was published, and when."""


def set_up(app: Flask) -> None:
    """Answer every error in the manner of the place where it happened."""
    app.before_request(_refuse_while_snapshot_is_lost)
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(NothingPublished, lambda _error: answer(NotFound()))
    app.register_error_handler(SQLAlchemyError, _unreadable)


def answer(error: HTTPException) -> Response:
    """Return the error as a page for people, or as problem details (RFC 9457) under `/api`."""
    # The error's own answer carries what its kind demands, such as the methods that are allowed.
    response = Response(status=error.code or 500, headers=dict(error.get_headers()))
    is_for_programs = request.path == API or request.path.startswith(f"{API}/")
    response.set_data(_problem(error) if is_for_programs else _page(error))
    response.content_type = "application/problem+json" if is_for_programs else "text/html; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


def _refuse_while_snapshot_is_lost() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view and action_of(view) is Action.READ_PUBLISHED and facts() is None and is_snapshot_lost():
        current_app.logger.error("The public snapshot is missing although files are published: run “accord init”.")
        abort(503)


def _unreadable(error: SQLAlchemyError) -> Response:
    current_app.logger.error("The public snapshot cannot be read.", exc_info=error)
    return answer(ServiceUnavailable())


def _page(error: HTTPException) -> str:
    title, sentence = _words(error)
    if error.code == HTTPStatus.SERVICE_UNAVAILABLE and facts() is None:
        return render_template_string(PLAIN_PAGE, title=title, sentence=sentence, language=language())
    return render_template(error_template(), title=title, sentence=sentence, status=error.code)


def error_template() -> str:
    """Return the page on which an error is told: that of the desk to who is signed in, or where it is served alone."""
    pages = current_app.view_functions
    is_of_desk = "now.show" in pages and ("register.show" not in pages or visitor() is not None)
    return "desk/error.html" if is_of_desk else "public/error.html"


def _words(error: HTTPException) -> tuple[str, str]:
    if isinstance(error, BadQuery):
        return gettext("This address cannot be understood"), _what_is_bad(error)
    return _usual_words().get(
        error.code or 500,
        (gettext("This could not be done"), gettext("The server did not understand what was asked of it.")),
    )


def _what_is_bad(error: BadQuery) -> str:
    name = error.parameter
    match error:
        case BadParameter():
            return gettext(
                "The address says %(name)s=…, and what follows is none of these: %(expected)s.",
                name=name,
                expected=", ".join(error.expected),
            )
        case BadNumber():
            return gettext(
                "The address says %(name)s=…, and what follows is no number from 1 to %(last)s.",
                name=name,
                last=error.last,
            )
        case BadDay():
            return gettext(
                "The address says %(name)s=…, and what follows is no day from %(first)s to %(last)s (2018-07-01).",
                name=name,
                first=format_date(error.first, language()),
                last=format_date(error.last, language()),
            )
        case TooLong():
            return gettext(
                "The address says %(name)s=…, and what follows has more than %(longest)s characters. Fewer words, or "
                "the number of the factory, find it.",
                name=name,
                longest=format_number(error.longest, language()),
            )
        case UnknownParameter():
            return _what_is_unknown(error)
    return gettext("The address says %(name)s=… more than once, and nobody can tell which is meant.", name=name)


def _what_is_unknown(error: UnknownParameter) -> str:
    said = gettext(
        "The address says %(name)s=…, which means nothing here: the answer would be the same without it, and not what "
        "was asked for.",
        name=error.parameter,
    )
    if not error.known:
        return said
    return f"{said} {gettext('This page understands: %(known)s.', known=', '.join(error.known))}"


def _usual_words() -> dict[int, tuple[str, str]]:
    return {
        403: (
            gettext("You may not see this"),
            gettext("What is here is not public. Everything that is published can be read without signing in."),
        ),
        404: (
            gettext("There is no such page"),
            gettext("The address may be mistyped, or it leads to something that you may not read.")
            if request.path.startswith("/desk/")
            else gettext("The address may be mistyped, or nothing of this factory has been published yet."),
        ),
        405: (
            gettext("This cannot be done here"),
            gettext("This address can be read, but nothing can be sent to it."),
        ),
        413: (
            gettext("This is too large to be sent at once"),
            gettext(
                "At most %(most)s MB are taken at once, and one photo may have %(photo)s MB. Go back, where what you "
                "typed still stands, choose fewer or smaller files and send them again.",
                most=format_number((request.max_content_length or 0) // 1_000_000, language()),
                photo=format_number(MAX_PHOTO_BYTES // 1_000_000, language()),
            ),
        ),
        500: (
            gettext("Something went wrong on our side"),
            gettext("It is not your doing and has been noted. Please try again in a few minutes."),
        ),
        503: (
            gettext("The published data cannot be read right now"),
            gettext("The server is running, but its data is out of reach. Please try again in a few minutes."),
        ),
    }


def _problem(error: HTTPException) -> str:
    code = error.code or 500
    problem = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, "instance": request.path}
    if isinstance(error, BadQuery):
        problem |= {"detail": error.description or "", "parameter": error.parameter}
    return json.dumps(problem)
