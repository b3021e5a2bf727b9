"""The factory's word: what was corrected, when, and how."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug import Response
from wtforms import DateField, TextAreaField

from accord.casework.desk.statuses import CannotBeSaid, claim_correction
from accord.casework.refusals import N_
from accord.records.hazard import Hazard
from accord.rules.desk.verification import Wrong
from accord.rules.vocabulary import PhotoOf
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, Longest, stripped, typed
from accord.web.desk.kept_photos import give_back
from accord.web.desk.sending import FormWithPhotos, send_along
from accord.web.desk.things import hazard_or_404
from accord.web.desk.ways import after_hazard
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("claims", __name__)

DAY_IS_WRONG = frozenset({Wrong.FUTURE, Wrong.BEFORE_FOUND, Wrong.BEFORE_LAST})


class ClaimForm(FormWithPhotos):
    """What was done, and on which day it was finished, with photos of it."""

    done = TextAreaField(
        N_("What was done"),
        [REQUIRED, Longest(4000)],
        filters=[stripped],
        description=N_("Say what was changed and where, so that an engineer finds it at once."),
    )
    on = DateField(N_("Finished on"), [REQUIRED])


@bp.get("/desk/hazards/<int:hazard_id>/claim")
@serves(Action.CLAIM_CORRECTION)
def new(hazard_id: int) -> str:
    """Ask what was done."""
    hazard = hazard_or_404(hazard_id)
    return _page(hazard, ClaimForm(on=site().today))


@bp.post("/desk/hazards/<int:hazard_id>/claim")
@serves(Action.CLAIM_CORRECTION)
def claim(hazard_id: int) -> Response | tuple[str, int]:
    """Record that the factory says it corrected the hazard."""
    hazard = hazard_or_404(hazard_id)
    form = ClaimForm()
    if form.validate():
        try:
            said = claim_correction(
                db(), hazard, done=typed(form.done), on=form.on.data or site().today, who=who(), moment=site().moment
            )
        except CannotBeSaid as refusal:
            form.refuse(refusal, at="on" if refusal.wrong in DAY_IS_WRONG else None)
        else:
            db().commit()
            flash(gettext("The correction is reported. An engineer will look at it on a visit."))
            send_along(
                form,
                hazard,
                shows=PhotoOf.CORRECTION,
                otherwise=(typed(form.done), None),
                inspection=None,
                event=said,
                taken_on=said.effective_on,
            )
            return redirect(after_hazard(hazard), 303)
    give_back(form)
    return _page(hazard, form), 422


def _page(hazard: Hazard, form: ClaimForm) -> str:
    return render_template("desk/claim.html", hazard=hazard, form=form)
