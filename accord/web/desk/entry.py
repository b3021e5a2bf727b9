"""Recording hazards on an inspection, one after another."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug import Response

from accord.casework.desk.danger import ChooseTheOrder, DangerPreview, preview_of_hazard
from accord.casework.desk.hazards import ItemIsTaken, record_hazard
from accord.casework.desk.places import Places, places_of
from accord.casework.desk.uploads import said_on
from accord.casework.orders.raised_by import orders_of_hazard
from accord.casework.orders.raising import WhichBuilding
from accord.casework.refusals import Told
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection
from accord.rules.desk.hazard_draft import LONGEST_TIMELINE, HazardDraft, problems_of
from accord.rules.vocabulary import PhotoOf, Severity
from accord.web.access import Action, serves
from accord.web.database import db, looking
from accord.web.desk.entry_form import TIMELINES, HazardForm, numbers_in, one_of
from accord.web.desk.entry_page import due_in_words, fingerprint, page_of
from accord.web.desk.entry_wordings import fields_of, found_by, put_wording, told_of, wording_of
from accord.web.desk.kept_photos import give_back
from accord.web.desk.ordering.after_danger import to_the_order
from accord.web.desk.sending import send_along
from accord.web.desk.things import seen_inspection_or_404
from accord.web.filters import plain, word
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("entry", __name__)

LONGEST_SEARCH = 100
WITHOUT_SAVING = frozenset({"find", "take"})
"""The buttons of a page without script that look for a wording and take one: the form comes back with everything."""


@bp.get("/desk/inspections/<int:inspection_id>/hazards/new")
@serves(Action.RECORD_HAZARD)
def new(inspection_id: int) -> str:
    """Show the form, with what was chosen filled in: a wording, the last place, or a hazard to be like."""
    inspection = seen_inspection_or_404(inspection_id)
    places = places_of(looking(), inspection.factory, day=inspection.inspected_on)
    form = HazardForm(formdata=None)
    form.begin(places)
    form.place.data = request.args.get("place", "") or _only_place(places)
    if like := _like(inspection):
        form.copy(like)
    if wording := wording_of(inspection, request.args.get("wording", "")):
        form.take(wording)
    asked = request.args.get("q", "")[:LONGEST_SEARCH]
    return _drawn(form, inspection, places, asked=asked)


@bp.post("/desk/inspections/<int:inspection_id>/hazards/new")
@serves(Action.RECORD_HAZARD)
def save(inspection_id: int) -> Response | tuple[str, int]:
    """Record the hazard; a danger is said first, and confirmed."""
    inspection = seen_inspection_or_404(inspection_id)
    places = places_of(looking(), inspection.factory, day=inspection.inspected_on)
    form = HazardForm()
    if WITHOUT_SAVING & request.form.keys():
        return _come_back(form, inspection_id, None), 200
    draft = form.draft(places)
    if problems := problems_of(draft, discipline=inspection.discipline) | form.problems_of_shape():
        form.show_problems(problems)
        return _come_back(form, inspection_id, None), 422
    danger = _danger(inspection, draft, places)
    if danger and form.confirmed.data != fingerprint(danger):
        return _come_back(form, inspection_id, draft), 422
    try:
        # From here on everybody else who writes waits.
        hazard = record_hazard(db(), inspection, draft, danger=danger, who=who(), moment=site().moment)
    except Told as refusal:
        db().rollback()
        form.refuse(refusal, at=_field_of(refusal))
        return _come_back(form, inspection_id, draft), 422
    answer = _to_its_order(hazard, danger) or _after(inspection_id, form, hazard=hazard, danger=danger)
    db().commit()
    if form.chosen or form.kept_photos.data:
        _send_photos(hazard, form)
    return answer


@bp.get("/desk/inspections/<int:inspection_id>/wordings.json")
@serves(Action.RECORD_HAZARD)
def wordings(inspection_id: int) -> Response:
    """Return the standard wordings that answer what is typed."""
    inspection = seen_inspection_or_404(inspection_id)
    asked = request.args.get("q", "")[:LONGEST_SEARCH]
    return jsonify([told_of(each, inspection) for each in found_by(inspection, asked)])


@bp.get("/desk/inspections/<int:inspection_id>/timeline.json")
@serves(Action.RECORD_HAZARD)
def timeline(inspection_id: int) -> Response:
    """Return what a timeline means: by which day."""
    inspection = seen_inspection_or_404(inspection_id)
    text = request.args.get("text", "")[:LONGEST_TIMELINE]
    return jsonify({"says": due_in_words(text, found_on=inspection.inspected_on)})


@bp.get("/desk/inspections/<int:inspection_id>/danger")
@serves(Action.RECORD_HAZARD)
def danger(inspection_id: int) -> str:
    """Show what a danger of this severity at this place would set off, as a part of the page; nothing for none."""
    inspection = seen_inspection_or_404(inspection_id)
    places = places_of(looking(), inspection.factory, day=inspection.inspected_on)
    place = places.named(request.args.get("place"))
    found = preview_of_hazard(
        looking(),
        factory=inspection.factory,
        building=places.building(place.building_id) if place else None,
        discipline=inspection.discipline,
        severity=one_of(Severity, request.args.get("severity")),
        moment=site().moment,
    )
    form = HazardForm(formdata=None)
    offer_orders(form, found)
    return render_template("desk/entry/danger_alone.html", danger=found, form=form)


def offer_orders(form: HazardForm, found: DangerPreview | None) -> None:
    """Let the form ask which order answers a danger, and carry what was said of it."""
    form.order.choices = [(kind.value, word(kind)) for kind in found.kinds] if found else []
    form.confirmed.data = fingerprint(found) if found else ""


def places_again(inspection_id: int) -> Places:
    """Return the places anew, after a refusal has let go of everything that was read."""
    inspection = seen_inspection_or_404(inspection_id)
    return places_of(looking(), inspection.factory, day=inspection.inspected_on)


def _come_back(form: HazardForm, inspection_id: int, draft: HazardDraft | None) -> str:
    """Return the form with all that was typed, chosen and looked for, and for a draft with the danger that it is."""
    give_back(form)
    # What was read before the photos were kept has been let go of.
    inspection, places = seen_inspection_or_404(inspection_id), places_again(inspection_id)
    danger = _danger(inspection, draft, places) if draft else None
    if wording := wording_of(inspection, request.form.get("take", "")):
        put_wording(form, wording, before=wording_of(inspection, form.wording.data or ""))
    return _drawn(form, inspection, places, asked=request.form.get("q", "")[:LONGEST_SEARCH], danger=danger)


def _drawn(
    form: HazardForm,
    inspection: Inspection,
    places: Places,
    *,
    asked: str = "",
    danger: DangerPreview | None = None,
) -> str:
    form.offer(places, inspection.discipline)
    offer_orders(form, danger)
    found = found_by(inspection, asked) if asked.strip() else ()
    wording = wording_of(inspection, form.wording.data or "")
    return render_template(
        "desk/entry/new.html",
        form=form,
        page=page_of(looking(), inspection, places, found=found, asked=asked, danger=danger),
        due=due_in_words(form.recommended_timeline.data, found_on=inspection.inspected_on),
        timelines=TIMELINES,
        chosen=fields_of(wording) if wording else {},
    )


def _danger(inspection: Inspection, draft: HazardDraft, places: Places) -> DangerPreview | None:
    return preview_of_hazard(
        looking(),
        factory=inspection.factory,
        building=places.building(draft.building_id),
        discipline=inspection.discipline,
        severity=draft.severity,
        moment=site().moment,
    )


def _to_its_order(hazard: Hazard, danger: DangerPreview | None) -> Response | None:
    """Lead a danger to the order that it raised or joined; None where there is none."""
    if danger is None:
        return None
    return to_the_order(
        orders_of_hazard(db(), hazard, who()),
        gettext("Item %(item)s is saved.", item=plain(hazard.item)),
        back=url_for("entry.new", inspection_id=hazard.inspection_id, _anchor="logged"),
        back_words=gettext("Record the next hazard of this inspection"),
    )


def _said_of(hazard: Hazard, danger: DangerPreview | None) -> str:
    """Return that it was saved, or that it was not."""
    # Asked of what is recorded: the same form sent again, now as a danger, records neither hazard nor danger anew.
    if danger:
        return gettext(
            "Item %(item)s was saved from this form before. Nothing was saved this time, and no danger stands on the "
            "desk because of it. If people are in danger, edit the item.",
            item=plain(hazard.item),
        )
    return gettext("Item %(item)s is saved.", item=plain(hazard.item))


def _after(inspection_id: int, form: HazardForm, *, hazard: Hazard, danger: DangerPreview | None) -> Response:
    """Go where the button leads: on to the next one at the same place, to one like it, or back."""
    flash(_said_of(hazard, danger))
    then = request.form.get("then")
    if then == "again":
        return redirect(url_for("entry.new", inspection_id=inspection_id, like=hazard.id), 303)
    if then == "next":
        return redirect(url_for("entry.new", inspection_id=inspection_id, place=form.place.data or None), 303)
    return redirect(url_for("entry.new", inspection_id=inspection_id, _anchor="logged"), 303)


def _send_photos(hazard: Hazard, form: HazardForm) -> None:
    send_along(
        form,
        hazard,
        shows=PhotoOf.HAZARD,
        otherwise=(hazard.observation, hazard.observation_bn),
        inspection=hazard.inspection,
        event=said_on(db(), hazard, hazard.inspection),
        taken_on=hazard.found_on,
    )


def _only_place(places: Places) -> str:
    return places.every[0].key if len(places.buildings) == 1 else ""


def _like(inspection: Inspection) -> Hazard | None:
    asked = request.args.get("like", "")
    [hazard_id] = numbers_in([asked]) or [0]
    hazard = looking().get(Hazard, hazard_id)
    return hazard if hazard is not None and hazard.inspection_id == inspection.id else None


def _field_of(refusal: Told) -> str | None:
    match refusal:
        case ItemIsTaken():
            return "item"
        case ChooseTheOrder():
            return "order"
        case WhichBuilding():
            return "place"
    return None
