"""The hazards of the desk: each with its whole story."""

from flask import Blueprint, render_template

from accord.casework.desk.hazard_story import hazard_story
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.hazard_page import hazard_page
from accord.web.desk.things import hazard_or_404
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("hazards", __name__)


@bp.get("/desk/hazards/<int:hazard_id>")
@serves(Action.READ_HAZARD)
def show(hazard_id: int) -> str:
    """Show everything that is on record of a hazard, and what may be done here."""
    story = hazard_story(db(), hazard_or_404(hazard_id), who=who())
    return render_template("desk/hazard.html", page=hazard_page(story, moment=site().moment))
