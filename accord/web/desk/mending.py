"""Mending the words of a hazard, or taking it back, while the report that tells of it is a draft."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug import Response
from wtforms import TextAreaField

from accord.casework.desk.danger import ChooseTheOrder, DangerPreview, preview_of_hazard
from accord.casework.desk.hazards import becomes_danger, may_be_written, mend_hazard
from accord.casework.desk.places import Places, places_of
from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile
from accord.casework.desk.taking_back import take_back_hazard
from accord.casework.orders.raised_by import orders_of_hazard
from accord.casework.refusals import N_, Told
from accord.records.hazard import Hazard
from accord.rules.desk.hazard_draft import HazardDraft, cleaned, problems_of
from accord.rules.desk.places import key_of
from accord.rules.vocabulary import Category, Severity
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.entry import offer_orders
from accord.web.desk.entry_form import TIMELINES, HazardForm, said
from accord.web.desk.entry_page import due_in_words, fingerprint
from accord.web.desk.forms import REQUIRED, DeskForm
from accord.web.desk.ordering.after_danger import to_the_order
from accord.web.desk.things import hazard_or_404
from accord.web.filters import plain, word
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("mending", __name__)


class TakeBackForm(DeskForm):
    """Why a hazard is taken back."""

    reason = TextAreaField(N_("Why it is taken back"), [REQUIRED])


@bp.get("/desk/hazards/<int:hazard_id>/words")
@serves(Action.RECORD_HAZARD)
def edit(hazard_id: int) -> str:
    """Show the words of a hazard to be mended."""
    hazard = hazard_or_404(hazard_id)
    form = HazardForm(formdata=None)
    form.copy(hazard)
    form.key.data, form.revision.data = hazard.public_key, str(hazard.revision)
    return _drawn(form, hazard, _places(db(), hazard))


@bp.post("/desk/hazards/<int:hazard_id>/words")
@serves(Action.RECORD_HAZARD)
def mend(hazard_id: int) -> Response | tuple[str, int]:
    """Write the words anew; who comes second is shown what the first one wrote."""
    hazard = hazard_or_404(hazard_id)
    db().refresh(hazard, with_for_update=True)
    places = _places(db(), hazard)
    form = HazardForm()
    draft = replace(form.draft(places), key=hazard.public_key)
    if problems := problems_of(draft, discipline=hazard.discipline):
        form.show_problems(problems)
        return _drawn(form, hazard, places), 422
    danger = _danger(hazard, draft, places)
    if danger and form.confirmed.data != fingerprint(danger):
        return _drawn(form, hazard, places, danger=danger), 422
    try:
        mend_hazard(db(), hazard, draft, opened_at=_revision(form), danger=danger, who=who(), moment=site().moment)
    except ChangedMeanwhile as conflict:
        form.refuse(conflict)
        form.revision.data = str(conflict.revision)
        return _drawn(form, hazard, places, danger=danger, conflict=conflict), 422
    except Told as refusal:
        db().rollback()
        form.refuse(refusal, at="order" if isinstance(refusal, ChooseTheOrder) else None)
        return _drawn(form, hazard_or_404(hazard_id), places, danger=danger), 422
    answer = _after(hazard, danger)
    db().commit()
    return answer


@bp.get("/desk/hazards/<int:hazard_id>/take-back")
@serves(Action.RECORD_HAZARD)
def ask(hazard_id: int) -> str:
    """Ask why a hazard is taken back."""
    return render_template("desk/entry/take_back.html", form=TakeBackForm(), hazard=hazard_or_404(hazard_id))


@bp.post("/desk/hazards/<int:hazard_id>/take-back")
@serves(Action.RECORD_HAZARD)
def take_back(hazard_id: int) -> Response | tuple[str, int]:
    """Take back a hazard that was recorded by mistake."""
    hazard = hazard_or_404(hazard_id)
    form = TakeBackForm()
    try:
        take_back_hazard(db(), hazard, reason=cleaned(form.reason.data), who=who(), moment=site().moment)
    except Told as refusal:
        form.refuse(refusal)
        return render_template("desk/entry/take_back.html", form=form, hazard=hazard), 422
    flash(gettext("Item %(item)s is taken back.", item=plain(hazard.item)))
    answer = _back_to(hazard)
    db().commit()
    return answer


def _after(hazard: Hazard, danger: DangerPreview | None) -> Response:
    """Lead a danger to the order that it raised or joined, anything else back to the hazard."""
    saved, back = gettext("Item %(item)s is saved.", item=plain(hazard.item)), _back_to(hazard)
    called = orders_of_hazard(db(), hazard, who()) if danger else []
    back_words = gettext("Back to the inspection")
    if led := to_the_order(called, saved, back=back.location or "", back_words=back_words):
        return led
    flash(saved)
    return back


def _places(session: Session, hazard: Hazard) -> Places:
    """Return the places of the factory in which the hazard was found."""
    if hazard.inspection is None:
        return Places((), (), ())
    return places_of(session, hazard.inspection.factory, day=hazard.inspection.inspected_on)


def _revision(form: HazardForm) -> int:
    """Return the revision that the form was opened with; 0, which no record has, for a form that does not say it."""
    typed = form.revision.data or ""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _danger(hazard: Hazard, draft: HazardDraft, places: Places) -> DangerPreview | None:
    if hazard.inspection is None or not becomes_danger(hazard, draft):
        return None
    return preview_of_hazard(
        db(),
        factory=hazard.inspection.factory,
        building=places.building(draft.building_id),
        discipline=hazard.discipline,
        severity=draft.severity,
        moment=site().moment,
    )


def _drawn(
    form: HazardForm,
    hazard: Hazard,
    places: Places,
    *,
    danger: DangerPreview | None = None,
    conflict: ChangedMeanwhile | None = None,
) -> str:
    form.offer(places, hazard.discipline)
    offer_orders(form, danger)
    return render_template(
        "desk/entry/edit.html",
        form=form,
        hazard=hazard,
        is_open=hazard.inspection is not None and may_be_written(db(), hazard.inspection),
        danger=danger,
        conflict=_in_words(conflict, places) if conflict else None,
        due=due_in_words(form.recommended_timeline.data, found_on=hazard.found_on),
        timelines=TIMELINES,
    )


def _in_words(conflict: ChangedMeanwhile, places: Places) -> ChangedMeanwhile:
    """Return the conflict as people read it: the names of places for their ids, the words of the field."""
    fields = [
        Meanwhile(each.field, _words(each.field, each.stands, places), _words(each.field, each.typed, places))
        for each in conflict.fields
        if each.field not in {"floor_id", "zone_id"}
    ]
    return ChangedMeanwhile(
        tuple(replace(each, field="place") if each.field == "building_id" else each for each in fields),
        revision=conflict.revision,
    )


def _words(field: str, value: Any, places: Places) -> Any:
    if isinstance(value, (Category, Severity)):
        return word(value)
    if field == "building_id" and value is not None:
        place = places.named(key_of(value, None, None))
        return said(place) if place else plain(value)
    return value


def _back_to(hazard: Hazard) -> Response:
    return redirect(url_for("entry.new", inspection_id=hazard.inspection_id, _anchor="logged"), 303)
