"""One factory: what was found there, what has been done about it, and what is late."""

from flask import Blueprint, abort, render_template

from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.parameters import day
from accord.web.passed_over import takes
from accord.web.public.factory_page import factory_page
from accord.web.public.hazard_choice import asked_choice
from accord.web.site import site

bp = Blueprint("factories", __name__)


@bp.get("/factories/<factory:number>")
@serves(Action.READ_PUBLISHED)
@takes("as_of", "discipline", "status", "show")
def show(number: int) -> str:
    """Show one factory with the hazards that were asked for."""
    choice = asked_choice()
    today = site().today
    published = site().snapshot.factory(number, as_of=day("as_of", today=today))
    if published is None:
        abort(404)
    return render_template("public/factory.html", page=factory_page(published, choice, language(), today=today))
