"""Pasting rows of hazards from a spreadsheet: looked at first, and stored all at once when all are right."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import HiddenField, SelectMultipleField, TextAreaField

from accord.casework.desk.hazards import may_be_written, record_hazard
from accord.casework.desk.places import Places, places_of
from accord.casework.refusals import N_, Told
from accord.gateways.formats import format_number
from accord.gateways.language import Language, translator
from accord.records.inspection import Inspection
from accord.rules.desk.hazard_rows import HEADS, MOST_ROWS, USUAL_ORDER, Column, Context, Pasted, read_rows
from accord.rules.labels import label
from accord.rules.sheets.cap_words import plain
from accord.rules.vocabulary import Category, Severity
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.entry_form import numbers_in, sentence
from accord.web.desk.forms import REQUIRED, DeskForm
from accord.web.desk.things import inspection_or_404
from accord.web.language import gettext, language, ngettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("pasting", __name__)

TITLES = {
    Column.LOCATION: N_("Where exactly"),
    Column.CATEGORY: N_("Category"),
    Column.OBSERVATION: N_("Observation"),
    Column.ACTION: N_("Recommended action"),
    Column.TIMELINE: N_("To be corrected within"),
    Column.SEVERITY: N_("Severity"),
    Column.OBSERVATION_BN: N_("Observation in Bangla"),
    Column.ACTION_BN: N_("Recommended action in Bangla"),
    Column.BUILDING: N_("Building"),
    Column.ITEM: N_("Item number"),
}
"""What each column tells."""


class PasteForm(DeskForm):
    """Rows with cells between tabs, as a spreadsheet copies them."""

    token = HiddenField()
    rows = TextAreaField(N_("Rows from a spreadsheet"), [REQUIRED])
    shared_with = SelectMultipleField(validate_choice=False)


@bp.get("/desk/inspections/<int:inspection_id>/hazards/paste")
@serves(Action.RECORD_HAZARD)
def show(inspection_id: int) -> str:
    """Ask for the rows."""
    inspection = inspection_or_404(inspection_id)
    places = places_of(db(), inspection.factory, day=inspection.inspected_on)
    form = PasteForm(formdata=None)
    form.token.data = secrets.token_hex(16)
    form.shared_with.data = [str(each.id) for shared in places.shared for each in shared.factories]
    return _drawn(form, inspection, places, None)


@bp.post("/desk/inspections/<int:inspection_id>/hazards/paste")
@serves(Action.RECORD_HAZARD)
def store(inspection_id: int) -> Response | tuple[str, int] | str:
    """Show what the rows say and what is wrong with them; store them when told to, if nothing is."""
    inspection = inspection_or_404(inspection_id)
    places = places_of(db(), inspection.factory, day=inspection.inspected_on)
    form = PasteForm()
    pasted = read_rows(form.rows.data or "", _context(inspection, places, form))
    if not pasted.is_right:
        form.rows.errors = [_what_is_wrong(pasted)]
        return _drawn(form, inspection, places, pasted), 422
    if not request.form.get("store"):
        return _drawn(form, inspection, places, pasted)
    try:
        for row in pasted.rows:
            record_hazard(db(), inspection, row.draft, danger=None, who=who(), moment=site().moment)
    except Told as refusal:
        db().rollback()
        form.refuse(refusal)
        inspection = inspection_or_404(inspection_id)
        return _drawn(form, inspection, places_of(db(), inspection.factory, day=inspection.inspected_on), pasted), 422
    db().commit()
    count = len(pasted.rows)
    said = ngettext("%(count)s hazard is saved.", "%(count)s hazards are saved.", count)
    flash(said % {"count": format_number(count, language())})
    return redirect(url_for("entry.new", inspection_id=inspection_id, _anchor="logged"), 303)


def _context(inspection: Inspection, places: Places, form: PasteForm) -> Context:
    ticked = numbers_in(form.shared_with.data)
    return Context(
        discipline=inspection.discipline,
        seed=f"{inspection.id} {form.token.data}",
        categories={words: each for each in Category for words in _words_of(each)},
        severities={words: each for each in Severity for words in _words_of(each)},
        places=places.every,
        shared_with={building.id: places.neighbours(building.id) & ticked for building in places.buildings},
    )


def _words_of(member: Category | Severity) -> set[str]:
    """Return the words by which a member is known, in each language."""
    said = {translator(each).gettext(label(member)) for each in Language}
    return {plain(words) for words in {*said, member.value}}


def _what_is_wrong(pasted: Pasted) -> str:
    if pasted.is_too_long:
        return gettext("At most %(most)s rows at once.", most=format_number(MOST_ROWS, language()))
    if not pasted.rows:
        return gettext("There is no row with a hazard in what was pasted.")
    wrong = sum(bool(row.problems) for row in pasted.rows)
    said = ngettext(
        "%(count)s row cannot be taken yet: see below.", "%(count)s rows cannot be taken yet: see below.", wrong
    )
    return said % {"count": format_number(wrong, language())}


def _drawn(form: PasteForm, inspection: Inspection, places: Places, pasted: Pasted | None) -> str:
    return render_template(
        "desk/entry/paste.html",
        form=form,
        inspection=inspection,
        is_open=may_be_written(db(), inspection),
        places=places,
        pasted=pasted,
        columns=[column for column in HEADS if pasted and _is_filled(pasted, column)],
        titles=TITLES,
        usual=USUAL_ORDER,
        sentence=sentence,
    )


def _is_filled(pasted: Pasted, column: Column) -> bool:
    return any(row.cells.get(column) or column in row.problems for row in pasted.rows)
