"""Everything on record of a factory's escalation in one file: the programme's own, and the factory's."""

from flask import Blueprint
from werkzeug import Response

from accord.casework.escalation.defence.gathering import defence_of
from accord.casework.escalation.defence.paper import paper_of_defence
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.things import factory_or_404
from accord.web.language import language
from accord.web.on_paper import printed
from accord.web.site import is_demonstration, site

bp = Blueprint("defence", __name__)


@bp.get("/desk/factories/<factory:number>/stage/defence.pdf")
@serves(Action.READ_DEFENCE)
def show(number: int) -> Response:
    """Hand out the file; to the factory without what the programme alone reads."""
    factory = factory_or_404(number)
    file = defence_of(db(), factory, is_whole=may(Action.READ_LETTERS), today=site().today)
    paper = paper_of_defence(file, language=language(), zone=site().settings.zone, is_demonstration=is_demonstration())
    return printed(paper, name=f"defence-{factory.number}-{site().today}.pdf")
