"""The follow-up round on a telephone: every open hazard of a factory, floor by floor, three touches each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import AnyOf

from accord.casework.desk.rounds import (
    NotOnThisRound,
    RoundProgress,
    corrected_lately,
    draft_summary,
    hazards_on,
    last_comments,
    last_sights,
    progress_of_round,
    touch,
)
from accord.casework.desk.statuses import CannotBeSaid, NotOnThatVisit
from accord.casework.desk.things import thing_of_hazard
from accord.casework.refusals import N_, Refused
from accord.records.factory import Building, Floor
from accord.records.hazard import Hazard, LogEntry, Sight
from accord.records.inspection import Inspection
from accord.rules.desk.rounds import Seen
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped
from accord.web.desk.things import inspection_or_404, require
from accord.web.filters import number
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("rounds", __name__, url_prefix="/desk/inspections/<int:inspection_id>/round")


class TouchForm(DeskForm):
    """One touch, with a word to it."""

    seen = SelectField(N_("What you saw"), [REQUIRED, AnyOf([each.value for each in Seen])], validate_choice=False)
    comment = TextAreaField(N_("Comment"), [Longest(4000)], filters=[stripped])


@dataclass(frozen=True)
class Line:
    """A hazard on the round: what was last seen of it on this round, and the last comment before it."""

    hazard: Hazard
    sight: Sight | None
    comment: LogEntry | None


@dataclass(frozen=True)
class Place:
    """The hazards of one floor of one building; None: the place is not on record."""

    building: Building | None
    floor: Floor | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RoundPage:
    """The whole round."""

    inspection: Inspection
    places: tuple[Place, ...]
    again: tuple[Place, ...]
    """What was verified lately: not counted, but looked at where one passes."""
    progress: RoundProgress
    only_unseen: bool


@bp.get("")
@serves(Action.RECORD_INSPECTION)
def show(inspection_id: int) -> str:
    """Show the round."""
    inspection = inspection_or_404(inspection_id)
    return _show(inspection, failed=None, form=TouchForm(formdata=None))


@bp.post("/<int:hazard_id>")
@serves(Action.RECORD_INSPECTION)
def keep(inspection_id: int, hazard_id: int) -> Response | tuple[str, int] | tuple[Response, int]:
    """Keep one touch; to a script it is answered with how far the round has come."""
    inspection = inspection_or_404(inspection_id)
    hazard = db().get(Hazard, hazard_id)
    if hazard is None:
        abort(404)
    require(thing_of_hazard(db(), hazard))
    form = TouchForm()
    if not form.validate():
        return _refused(inspection, hazard, form, gettext("Touch one of the answers."))
    try:
        touch(
            db(),
            inspection,
            hazard,
            Seen(form.seen.data),
            comment=form.comment.data,
            who=who(),
            moment=site().moment,
        )
    except (CannotBeSaid, NotOnThatVisit, NotOnThisRound) as refusal:
        return _refused(inspection, hazard, form, said(refusal))
    db().commit()
    if _is_for_script():
        progress = _progress(inspection)
        badge = render_template("desk/round_badge.html", status=hazard.status)
        return jsonify(progress=_words(progress), status=hazard.status.value, badge=badge.strip())
    return redirect(url_for("rounds.show", inspection_id=inspection.id, _anchor=f"hazard-{hazard.id}"), 303)


@bp.post("/report")
@serves(Action.RECORD_INSPECTION)
def draft(inspection_id: int) -> Response:
    """Put what the round saw into the draft of the report."""
    inspection = inspection_or_404(inspection_id)
    try:
        draft_summary(db(), inspection, who=who(), moment=site().moment)
    except Refused as refusal:
        flash(said(refusal), "late")
    else:
        db().commit()
        flash(gettext("The summary of the round stands in the draft of the report."))
    return redirect(url_for("rounds.show", inspection_id=inspection.id), 303)


def _show(inspection: Inspection, *, failed: int | None, form: TouchForm) -> str:
    only_unseen = request.args.get("unseen") == "yes"
    ordered = _whole(hazards_on(db(), inspection))
    sights = last_sights(db(), inspection, [hazard.id for hazard in ordered])
    to_see = [hazard for hazard in ordered if not only_unseen or hazard.id not in sights]
    page = RoundPage(
        inspection,
        _by_place(to_see, sights),
        _by_place(_whole(corrected_lately(db(), inspection)), {}),
        progress_of_round(ordered, sights),
        only_unseen,
    )
    return render_template("desk/round.html", page=page, failed=failed, form=form, words=_words(page.progress))


def _whole(hazards: Sequence[Hazard]) -> list[Hazard]:
    """Return the hazards in their order, with all that the page shows of them."""
    ids = [hazard.id for hazard in hazards]
    with_all = db().scalars(
        select(Hazard)
        .where(Hazard.id.in_(ids))
        .options(
            joinedload(Hazard.building), joinedload(Hazard.floor), joinedload(Hazard.zone), selectinload(Hazard.photos)
        )
    )
    every = {hazard.id: hazard for hazard in with_all}
    return [every[id_] for id_ in ids]


def _by_place(hazards: Sequence[Hazard], sights: dict[int, Sight]) -> tuple[Place, ...]:
    comments = last_comments(db(), [hazard.id for hazard in hazards])
    lines = [Line(hazard, sights.get(hazard.id), comments.get(hazard.id)) for hazard in hazards]
    return tuple(
        Place(of_place[0].hazard.building, of_place[0].hazard.floor, tuple(of_place))
        for _, group in groupby(lines, key=lambda line: (line.hazard.building_id, line.hazard.floor_id))
        if (of_place := list(group))
    )


def _progress(inspection: Inspection) -> RoundProgress:
    hazards = hazards_on(db(), inspection)
    return progress_of_round(hazards, last_sights(db(), inspection, [each.id for each in hazards]))


def _words(progress: RoundProgress) -> str:
    return gettext("seen %(seen)s of %(all)s", seen=number(progress.seen), all=number(progress.hazards))


def _refused(
    inspection: Inspection, hazard: Hazard, form: TouchForm, sentence: str
) -> tuple[str, int] | tuple[Response, int]:
    db().rollback()
    if _is_for_script():
        return jsonify(sentence=sentence), 422
    form.form_errors.append(sentence)
    return _show(inspection, failed=hazard.id, form=form), 422


def _is_for_script() -> bool:
    return request.headers.get("Accept", "") == "application/json"
