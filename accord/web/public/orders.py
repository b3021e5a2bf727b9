"""Every order that was determined: those in force first, then how the others ended."""

from flask import Blueprint, render_template

from accord.gateways.snapshot.reader import NothingPublished
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.parameters import day
from accord.web.passed_over import takes
from accord.web.public.orders_page import orders_page
from accord.web.public.register_page import file_address
from accord.web.site import site

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
