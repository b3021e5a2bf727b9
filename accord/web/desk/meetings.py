"""Notes of meetings about the CAP of a factory."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import DateField, TextAreaField

from accord.casework.desk.meetings import Notes, NotHeldYet, keep_notes, meetings_of
from accord.casework.refusals import N_
from accord.records.factory import Factory
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.desk.things import factory_or_404
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("meetings", __name__)


class NotesForm(DeskForm):
    """What was said at a meeting."""

    held_on = DateField(N_("Held on"), [REQUIRED])
    attended = TextAreaField(N_("Who was there"), [REQUIRED, Longest(2000)], filters=[stripped])
    notes = TextAreaField(N_("What was said and promised"), [REQUIRED, Longest(10_000)], filters=[stripped])


@bp.get("/desk/factories/<factory:number>/meetings")
@serves(Action.KEEP_MEETING_NOTES)
def list(number: int) -> str:
    """List the meetings of a factory, and offer to keep the notes of another."""
    return _page(factory_or_404(number), NotesForm(formdata=None, held_on=site().today))


@bp.post("/desk/factories/<factory:number>/meetings")
@serves(Action.KEEP_MEETING_NOTES)
def keep(number: int) -> Response | tuple[str, int]:
    """Keep the notes of a meeting."""
    factory, form = factory_or_404(number), NotesForm()
    if form.validate():
        notes = Notes(form.held_on.data or site().today, typed(form.attended), typed(form.notes))
        try:
            keep_notes(db(), factory, notes, who=who(), moment=site().moment)
        except NotHeldYet as refusal:
            form.refuse(refusal, at="held_on")
        else:
            db().commit()
            flash(gettext("The notes are kept."))
            return redirect(url_for("meetings.list", number=number), 303)
    return _page(factory, form), 422


def _page(factory: Factory, form: NotesForm) -> str:
    return render_template("desk/meetings.html", factory=factory, meetings=meetings_of(db(), factory), form=form)
