"""How far a factory was warned, and why it is where it is."""

from flask import Blueprint, render_template

from accord.web.access import Action, serves
from accord.web.desk.escalating.sections import sections_of
from accord.web.desk.things import staged_factory_or_404

bp = Blueprint("stages", __name__)


@bp.get("/desk/factories/<factory:number>/stage")
@serves(Action.READ_STAGE)
def show(number: int) -> str:
    """Show the stage of a factory with everything that speaks for it."""
    factory = staged_factory_or_404(number)
    return render_template("desk/stages/show.html", factory=factory, sections=sections_of(factory))
