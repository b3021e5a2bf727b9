"""The calendar of one person, at a secret address that a calendar program reads."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, url_for
from sqlalchemy.orm import Session

from accord.casework.desk import attempts, calendar_links
from accord.casework.desk.attempts import Attempt, TooManyAttempts
from accord.casework.desk.own_days import Kind, OwnDay, own_days
from accord.casework.desk.own_letters import language_of
from accord.casework.desk.visitors import visitor
from accord.casework.refusals import N_
from accord.gateways.calendars import MEDIA_TYPE, Entry, calendar_file
from accord.gateways.language import translator
from accord.rules.desk.people import is_of_the_demonstration
from accord.web import clients
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.site import own_address_of, site

bp = Blueprint("calendar", __name__)

LONGEST_TOKEN = 200
TITLE = N_("Accord: your days")
PAGES = {
    Kind.VISIT: ("visits.visit", "visit_id"),
    Kind.REPORT: ("inspections.show", "inspection_id"),
    Kind.PLAN: ("desk_factories.show", "number"),
}
"""Where a day stands at the desk; all others on its first page."""


@bp.get("/calendar/<token>.ics")
@serves(Action.READ_OWN_CALENDAR)
def read(token: str) -> Response:
    """Return the days of whoever the address belongs to; one that is nobody's, or no longer, is not found."""
    person = calendar_links.person_of(db(), token) if len(token) <= LONGEST_TOKEN else None
    if person is None or (is_of_the_demonstration(person.email) and not clients.is_this_machine()):
        _count_as_failed()
        abort(404)
    moment, language = site().moment, language_of(person)
    days = own_days(db(), visitor(db(), person, moment=moment), language, moment=moment)
    title = translator(language).gettext(TITLE)
    host = urlsplit(site().settings.base_url or "").hostname or "localhost"
    written = calendar_file(title, [_entry(day, host) for day in days], written_at=moment.now)
    response = Response(written, content_type=MEDIA_TYPE)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _entry(day: OwnDay, host: str) -> Entry:
    endpoint, name = PAGES.get(day.kind, ("now.show", ""))
    values: dict[str, Any] = {name: day.about} if name else {}
    address = own_address_of(url_for(endpoint, **values))
    return Entry(f"{day.uid}@{host}", day.title, day.begins, day.ends, address)


def _count_as_failed() -> None:
    attempt = Attempt("", clients.network(), None, pepper=site().settings.secret_key)
    with Session(site().private.engine) as session:
        try:
            attempts.admit(session, attempt.calendar_keys, moment=site().moment)
        except TooManyAttempts:
            abort(429)
        session.commit()
