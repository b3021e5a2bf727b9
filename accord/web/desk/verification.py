"""The queue of claims, and the verdict on one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug import Response
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.desk import photos
from accord.casework.desk.photo_doubts import doubts_of
from accord.casework.desk.queue import (
    NO_DISTRICT,
    DistrictClaims,
    claims_by_place,
    claims_not_shown,
    inspections_for_verdict,
    last_claims,
)
from accord.casework.desk.statuses import CannotBeSaid, NotOnThatVisit, give_verdict, standing_of
from accord.casework.refusals import N_
from accord.gateways.formats import format_date
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent
from accord.records.inspection import Inspection
from accord.records.photo import Photo
from accord.rules.desk.verification import MAY_BE_SAID_OF, Verdict, Wrong
from accord.rules.vocabulary import Discipline, PhotoOf
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, Longest, stripped
from accord.web.desk.hazard_entries import said_of_events
from accord.web.desk.kept_photos import give_back
from accord.web.desk.photos_page import doubt_words
from accord.web.desk.sending import FormWithPhotos, send_along
from accord.web.desk.things import hazard_or_404
from accord.web.filters import visit as visit_name
from accord.web.language import gettext, language
from accord.web.parameters import one_of
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("verification", __name__)

VERDICTS = {
    Verdict.VERIFIED: N_("Corrected: I saw it myself"),
    Verdict.NOT_ACCEPTED: N_("Not accepted: it is not corrected"),
    Verdict.REOPENED: N_("Found breached again: reopen it"),
}


PHOTO_SHOWS = {
    Verdict.VERIFIED: PhotoOf.CORRECTION,
    Verdict.NOT_ACCEPTED: PhotoOf.HAZARD,
    Verdict.REOPENED: PhotoOf.HAZARD,
}
"""What the photos of a verdict show: where it is not corrected they show the hazard as it was found on that visit."""


class VerdictForm(FormWithPhotos):
    """What was seen, on which inspection, with photos of it."""

    verdict = RadioField(
        N_("What you saw"),
        [REQUIRED],
        choices=[SelectChoice(verdict.value, words) for verdict, words in VERDICTS.items()],
    )
    inspection = SelectField(N_("Seen on the inspection"), [REQUIRED], coerce=int)
    comment = TextAreaField(
        N_("Comment"),
        [Longest(4000)],
        filters=[stripped],
        description=N_("It stands in the log of the hazard. Without it nothing can be refused or reopened."),
    )
    told_by = "comment"


@dataclass(frozen=True)
class VerdictPage:
    """A hazard, the last claim, and the inspections on which it may have been seen."""

    hazard: Hazard
    photos: Sequence[Photo]
    said_of: Mapping[int, str]
    """By the id of an event: what was said and when, for the photos that came with it."""
    claim: HazardEvent | None
    inspections: tuple[Inspection, ...]

    @property
    def factories(self) -> tuple[Factory, ...]:
        """Those where it can be seen, by number."""
        standing = [link.factory for link in self.hazard.links if link.removed_at is None]
        return tuple(sorted(standing, key=lambda factory: factory.number))


@bp.get("/desk/verify")
@serves(Action.VERIFY_CORRECTION)
def queue() -> str:
    """Show the claims that wait, by place."""
    district = request.args.get("district") or None
    discipline = one_of("discipline", Discipline)
    districts = claims_by_place(db(), who(), moment=site().moment, district=district, discipline=discipline)
    more = claims_not_shown(db(), who(), districts, district=district, discipline=discipline)
    known = db().scalars(select(Factory.district).where(Factory.district.is_not(None)).distinct()).all()
    return render_template(
        "desk/verify.html",
        districts=districts,
        known=sorted(known),
        district=district,
        discipline=discipline,
        own=who().disciplines,
        count=sum(each.count for each in districts) + sum(each.count for each in more),
        more=more,
        no_district=NO_DISTRICT,
        doubted=_doubted(districts),
    )


def _doubted(districts: Sequence[DistrictClaims]) -> frozenset[int]:
    """Return the hazards whose photos somebody should look at twice, by what is the same in them."""
    claims = [claim for each in districts for there in each.factories for claim in there.claims]
    ids = {claim.hazard.id for claim in claims}
    return frozenset(doubts_of(db(), ids, moment=site().moment, by_likeness=False)) if ids else frozenset()


@bp.get("/desk/hazards/<int:hazard_id>/verdict")
@serves(Action.VERIFY_CORRECTION)
def judge(hazard_id: int) -> str:
    """Ask what was seen."""
    hazard = hazard_or_404(hazard_id)
    page = _page_of(hazard)
    return _show(page, _form(page))


@bp.post("/desk/hazards/<int:hazard_id>/verdict")
@serves(Action.VERIFY_CORRECTION)
def decide(hazard_id: int) -> Response | tuple[str, int]:
    """Record what was seen."""
    hazard = hazard_or_404(hazard_id)
    page = _page_of(hazard)
    form = _form(page)
    if form.validate():
        seen_on = next(each for each in page.inspections if each.id == form.inspection.data)
        try:
            said = give_verdict(
                db(),
                hazard,
                Verdict(form.verdict.data),
                inspection=seen_on,
                comment=form.comment.data,
                who=who(),
                moment=site().moment,
            )
        except CannotBeSaid as refusal:
            form.refuse(refusal, at="comment" if refusal.wrong is Wrong.NO_COMMENT else None)
        except NotOnThatVisit as refusal:
            form.refuse(refusal, at="inspection")
        else:
            db().commit()
            flash(gettext("Your verdict is on record."))
            send_along(
                form,
                hazard,
                shows=PHOTO_SHOWS[Verdict(form.verdict.data)],
                otherwise=(form.comment.data or "", None),
                inspection=seen_on,
                event=said,
                taken_on=seen_on.inspected_on,
            )
            return redirect(url_for("verification.queue"), 303)
    give_back(form)
    return _show(page, form), 422


def _page_of(hazard: Hazard) -> VerdictPage:
    standing = standing_of(db(), hazard)
    inspections = inspections_for_verdict(db(), hazard, since=standing.last_on)
    return VerdictPage(
        hazard,
        photos.photos_of(db(), hazard, who=who()),
        said_of_events(sorted(hazard.events, key=lambda event: (event.effective_on, event.id))),
        last_claims(db(), [hazard.id]).get(hazard.id),
        tuple(inspections),
    )


def _form(page: VerdictPage) -> VerdictForm:
    form = VerdictForm()
    form.verdict.choices = [
        (verdict.value, words) for verdict, words in VERDICTS.items() if page.hazard.status in MAY_BE_SAID_OF[verdict]
    ]
    form.inspection.choices = [
        (each.id, f"{format_date(each.inspected_on, language())} · {visit_name(each.kind, each.ordinal)}")
        for each in page.inspections
    ]
    return form


def _show(page: VerdictPage, form: VerdictForm) -> str:
    doubted = doubts_of(db(), [page.hazard.id], moment=site().moment).get(page.hazard.id, ())
    return render_template("desk/verdict.html", page=page, form=form, doubted=doubted, doubt_words=doubt_words)
