"""What a process of the web server does once before it answers, in place of whoever would ask first.

The first page of the desk took 0.3 s, the first one saved three times as long as any other: records were fitted to
their tables, templates compiled, the words of both languages and the formats of their numbers read. Nothing is written.
"""

from collections.abc import Iterator

from flask import Flask
from jinja2 import Environment
from jinja2.meta import find_referenced_templates
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import configure_mappers

from accord.casework.desk import sign_in
from accord.gateways.formats import format_number
from accord.gateways.language import Language, translator
from accord.records.base import reading
from accord.web.site import Site

MOST_USED = ("desk/entry/new.html", "desk/now.html", "desk/register.html", "desk/hazard.html", "desk/factory.html")
"""The pages whose templates are made ready, with all that they are put together from."""


def warm(app: Flask) -> None:
    """Do what the first pages would wait for; a database that cannot be read is told of by `/readyz`, not by this."""
    configure_mappers()
    for language in Language:
        translator(language)
        format_number(0, language)
    for name in needed(app.jinja_env, MOST_USED):
        app.jinja_env.get_template(name)
    _read_once(app.extensions["accord"])


def needed(environment: Environment, names: tuple[str, ...]) -> Iterator[str]:
    """Go through templates and all that they extend, import or include, each once."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        assert environment.loader is not None  # noqa: S101  the application is made with one
        source, _, _ = environment.loader.get_source(environment, name)
        waiting += filter(None, find_referenced_templates(environment.parse(source)))


def _read_once(site: Site) -> None:
    # Nobody holds an empty word: this opens a connection, and makes ready the question that every page begins with.
    try:
        with reading(site.private.engine) as session:
            sign_in.standing(session, "", moment=site.moment)
    except DBAPIError:
        # The server starts all the same, and answers as soon as the database does.
        site.private.close()
