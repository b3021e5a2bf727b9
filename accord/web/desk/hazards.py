"""The hazards of the desk: the register of those that the visitor may see, and each with its whole story."""

from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from sqlalchemy import Engine
from werkzeug import Response as Answer
from wtforms import HiddenField, StringField

from accord.casework.desk.hazard_story import hazard_story
from accord.casework.desk.now import dangers_of_hazard
from accord.casework.desk.register.listing import Cut, Found, found_hazards
from accord.casework.desk.register.series import charted
from accord.casework.desk.register.views import TooManyViews, forget_view, keep_view
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.raised_by import orders_of_hazard
from accord.casework.refusals import N_
from accord.gateways.spreadsheets import LongSheet, csv_stream, write_long_xlsx
from accord.records.base import reading
from accord.records.person import SavedView
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.delivery import streamed
from accord.web.desk.escalating.hazard_hearing import hazard_hearing
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.hazard_page import hazard_page
from accord.web.desk.register_charts import charts_page
from accord.web.desk.register_columns import HEADS, WIDTHS, cells
from accord.web.desk.register_page import register_page
from accord.web.desk.register_query import RegisterQuery, asked_register
from accord.web.desk.things import hazard_or_404
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import is_demonstration, site

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE_BYTES = 64 * 1024

bp = Blueprint("hazards", __name__)


class ViewForm(DeskForm):
    """The name under which the present address is kept."""

    name = StringField(N_("Keep this list under a name"), [REQUIRED, Longest(120)], filters=[stripped])
    query = HiddenField(validators=[Longest(1000)])


@bp.get("/desk/hazards")
@serves(Action.READ_HAZARD)
def register() -> str:
    """Show the hazards that were asked for."""
    query = _asked()
    page = register_page(db(), query, who(), moment=site().moment)
    return render_template("desk/register.html", page=page, form=ViewForm(query=query.text))


@bp.get("/desk/hazards.csv")
@serves(Action.READ_HAZARD)
def csv() -> Response:
    """Return every hazard that was asked for, as a table."""
    query, visitor = _asked(), who()
    found, engine = _all(query, visitor), site().private.engine
    return streamed(_csv(engine, found, query, visitor), mimetype="text/csv", name=_file_name(query, "csv"))


@bp.get("/desk/hazards.xlsx")
@serves(Action.READ_HAZARD)
def xlsx() -> Response:
    """Return every hazard that was asked for, as a workbook."""
    query, visitor = _asked(), who()
    # Closed when the last piece of it was sent.
    file = TemporaryFile()  # noqa: SIM115
    sheet = LongSheet("Hazards", HEADS, WIDTHS, cells(db(), _all(query, visitor), query, visitor))
    write_long_xlsx(file, sheet, title="Hazards")
    return streamed(_pieces(file), mimetype=XLSX, name=_file_name(query, "xlsx"))


@bp.get("/desk/hazards/charts")
@serves(Action.READ_HAZARD)
def charts() -> str | Answer:
    """Draw the hazards that are in the list today: over time, by age, by category."""
    query = _asked()
    if query.days:
        return redirect(url_for("hazards.charts", **_parameters(query.chosen)), 303)
    sight = who().sight(Action.READ_HAZARD)
    drawn = charted(db(), query.selection, sight, day=query.day)
    return render_template("desk/register_charts.html", page=charts_page(drawn, query))


@bp.post("/desk/hazards/views")
@serves(Action.READ_HAZARD)
def keep() -> Answer:
    """Keep the address of the list under a name."""
    form = ViewForm()
    address = f"{url_for('hazards.register')}?{typed(form.query)}"
    if not form.validate():
        flash(gettext("Give it a name of at most %(most)s letters.", most=120), "late")
        return redirect(address, 303)
    try:
        keep_view(db(), name=typed(form.name), query=typed(form.query), who=who(), moment=site().moment)
    except TooManyViews as refusal:
        flash(said(refusal), "late")
        return redirect(address, 303)
    db().commit()
    flash(gettext("The list is kept."))
    return redirect(address, 303)


@bp.post("/desk/hazards/views/<int:view_id>/delete")
@serves(Action.READ_HAZARD)
def forget(view_id: int) -> Answer:
    """Delete one of one's own views; somebody else's does not exist."""
    view = db().get(SavedView, view_id)
    if view is None or view.person_id != who().id:
        abort(404)
    forget_view(db(), view)
    db().commit()
    flash(gettext("The list is no longer kept."))
    return redirect(url_for("hazards.register"), 303)


@bp.get("/desk/hazards/<int:hazard_id>")
@serves(Action.READ_HAZARD)
def show(hazard_id: int) -> str:
    """Show everything that is on record of a hazard, and what may be done here."""
    hazard = hazard_or_404(hazard_id)
    page = hazard_page(hazard_story(db(), hazard, who=who()), moment=site().moment)
    raised, dangers = orders_of_hazard(db(), hazard, who()), dangers_of_hazard(db(), hazard, who())
    heard = hazard_hearing(hazard, page.factories)
    return render_template("desk/hazard.html", page=page, raised=raised, dangers=dangers, heard=heard)


def _parameters(chosen: Mapping[str, str]) -> dict[str, Any]:
    return dict(chosen)


def _asked() -> RegisterQuery:
    query = asked_register()
    # Which brand buys where, and who works for the programme, is not to be found out by asking.
    is_of_all = query.selection.signatory is not None or query.selection.engineer_id is not None
    if is_of_all and not who().sight(Action.READ_FACTORY).everywhere:
        abort(403)
    return query


def _all(query: RegisterQuery, visitor: Visitor) -> Found:
    sight = visitor.sight(Action.READ_HAZARD)
    cut = Cut(query.order, query.is_down)
    return found_hazards(db(), query.selection, sight, day=query.day, cut=cut)


def _csv(engine: Engine, found: Found, query: RegisterQuery, visitor: Visitor) -> Iterator[bytes]:
    # The session of the request is closed before the last piece is sent.
    with reading(engine) as session:
        yield from csv_stream(HEADS, cells(session, found, query, visitor))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece


def _file_name(query: RegisterQuery, ending: str) -> str:
    # What is invented says so wherever it goes.
    return f"{'DEMONSTRATION-' if is_demonstration() else ''}accord-hazards-{query.day.as_of}.{ending}"
