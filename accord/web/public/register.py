"""The register of factories: found by name, place and status, as a list or as a map of the districts."""

from enum import StrEnum

from flask import Blueprint, render_template

from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.parameters import one_of, whole_number
from accord.web.passed_over import takes
from accord.web.public.district_map import district_map
from accord.web.public.register_page import LINES_PER_PAGE, lines_of, register_page
from accord.web.public.register_query import ASKED_BY, asked_register
from accord.web.site import site


class View(StrEnum):
    """How the factories found are shown."""

    LIST = "list"
    MAP = "map"


bp = Blueprint("register", __name__)


@bp.get("/factories")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, "view", "page")
def show() -> str:
    """Show the factories asked for and the totals of exactly these."""
    query, register = asked_register()
    view = one_of("view", View) or View.LIST
    if register is None:
        return render_template("public/register.html", page=None)
    page = register_page(query, register, today=site().today)
    if view is View.MAP:
        return render_template("public/register_map.html", page=page, map=district_map(page, register))
    last_page = max(1, -(-len(page.found) // LINES_PER_PAGE))
    number = whole_number("page", last=last_page)
    shown = page.found[(number - 1) * LINES_PER_PAGE : number * LINES_PER_PAGE]
    lines = lines_of(shown, language())
    return render_template("public/register.html", page=page, lines=lines, number=number, last_page=last_page)
