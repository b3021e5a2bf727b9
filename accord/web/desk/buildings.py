"""The page of a building: who is in it, what it may carry and carries, how it was rated, and every order of it."""

from flask import Blueprint, abort, render_template

from accord.casework.desk.building_overview import building_overview, thing_of_building
from accord.records.factory import Building
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.building_page import building_page
from accord.web.desk.things import require
from accord.web.desk.visiting.fields import ID
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("buildings", __name__, url_prefix="/desk/buildings")


@bp.get(f"/<{ID}:building_id>")
@serves(Action.READ_FACTORY)
def show(building_id: int) -> str:
    """Show the building to whoever may read of a factory in it."""
    found = building_overview(db(), building_or_404(building_id), who=who(), moment=site().moment)
    return render_template("desk/buildings/show.html", page=building_page(found, moment=site().moment))


def building_or_404(building_id: int) -> Building:
    """Return the building, or answer that there is none."""
    building = db().get(Building, building_id)
    if building is None:
        abort(404)
    require(thing_of_building(db(), building, moment=site().moment))
    return building
