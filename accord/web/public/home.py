"""The programme as a whole: what is dangerous now, what was found, what has been put right, and what is late."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from accord.gateways.snapshot.reader import NothingPublished
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.parameters import FIRST_DAY, day
from accord.web.passed_over import takes
from accord.web.public.addresses import REGISTER, address_of
from accord.web.public.home_page import HomePage, home_page
from accord.web.site import site

OF_THE_REGISTER = ("q", "status", "page")
"""What the first page was asked while the register stood on it: such an address leads there."""

bp = Blueprint("home", __name__)


@bp.get("/")
@serves(Action.READ_PUBLISHED)
@takes("as_of", "q", "status", "page")
def show() -> str | Response:
    """Show the programme as it stood on the day asked for, by what is known now."""
    if asked := {name: request.args[name] for name in OF_THE_REGISTER if request.args.get(name)}:
        return redirect(address_of(REGISTER, **asked, as_of=request.args.get("as_of")), 303)
    try:
        page = _page()
    except NothingPublished:
        page = None
    return render_template("public/home.html", page=page, first_day=FIRST_DAY, address_of=address_of)


def _page() -> HomePage:
    snapshot, today = site().snapshot, site().today
    as_of = day("as_of", today=today)
    return home_page(
        snapshot.programme(as_of=as_of),
        snapshot.series(until=as_of),
        snapshot.ageing(as_of=as_of),
        as_of=as_of,
        is_today=as_of == today,
        language=language(),
    )
