"""Every order that was determined: those in force first, then how the others ended."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, render_template

from accord.casework.notices.gate_print import Installed, paper_of_gate_notice
from accord.gateways.snapshot.programme import RegisterOfDay
from accord.gateways.snapshot.reader import NothingPublished
from accord.rules.orders.gate import Said, published_notice
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.on_paper import printed
from accord.web.parameters import day
from accord.web.passed_over import takes
from accord.web.public.orders_page import orders_page
from accord.web.public.register_page import file_address
from accord.web.site import is_demonstration, site

bp = Blueprint("orders", __name__)


@bp.get("/orders")
@serves(Action.READ_PUBLISHED)
@takes("as_of")
def show() -> str:
    """Show the orders as they stood on the day asked for."""
    today = site().today
    as_of = day("as_of", today=today)
    parameters = {"as_of": as_of.isoformat()} if as_of != today else {}
    try:
        orders, register = site().snapshot.orders(), site().snapshot.register(as_of=as_of)
    except NothingPublished:
        page = None
    else:
        page = orders_page(orders, register, language())
    return render_template(
        "public/orders.html",
        page=page,
        as_of=as_of,
        past_day=as_of if parameters else None,
        csv=file_address("orders", "csv", parameters),
    )


@bp.get("/orders/<key>/gate-notice.pdf")
@serves(Action.READ_PUBLISHED)
def gate_notice(key: str) -> Response:
    """Return the notice that must hang at the gates now, by what is published of the order."""
    today = site().today
    try:
        orders, register = site().snapshot.orders(), site().snapshot.register(as_of=today)
    except NothingPublished:
        abort(404)
    order = next((each for each in orders if each.key == key), None)
    notice = published_notice(order, _occupants(order.factories, register), as_of=today) if order else None
    if notice is None:
        abort(404)
    settings = site().settings
    installed = Installed(settings.base_url, settings.hotline, is_demonstration=is_demonstration())
    # Nobody waits for another's print here: strangers must not be able to keep the site from answering.
    response = printed(paper_of_gate_notice(notice, installed), name=f"gate-notice-{key}.pdf", wait_seconds=0)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _occupants(numbers: Sequence[int], register: RegisterOfDay) -> Sequence[Said]:
    known = [(number, register.by_number[number].factory) for number in numbers if number in register.by_number]
    return [
        Said(f"{factory.name} ({number})", f"{factory.name_bn} ({number})" if factory.name_bn else None)
        for number, factory in known
    ]
