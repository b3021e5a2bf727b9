"""The factory's word on several hazards at once: which were corrected, when, and how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import BooleanField, DateField, TextAreaField
from wtforms.validators import Optional

from accord.casework.desk import many_claims
from accord.casework.desk.many_claims import (
    MOST_AT_ONCE,
    Done,
    SomeCannotBeClaimed,
    hazards_that_wait,
    hazards_to_claim,
    hazards_with_ids,
)
from accord.casework.desk.statuses import SENTENCES
from accord.casework.refusals import N_
from accord.gateways.formats import format_number
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent
from accord.rules.vocabulary import PhotoOf
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.desk.kept_photos import give_back
from accord.web.desk.sending import FormWithPhotos, send_along
from accord.web.desk.things import factory_or_404
from accord.web.language import gettext, language, ngettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("many_claims", __name__)

_CHOSEN = re.compile(r"h(\d{1,9})-corrected")


class AllForm(DeskForm):
    """What holds for all that were chosen."""

    done = TextAreaField(
        N_("What was done"),
        [Optional(), Longest(4000)],
        filters=[stripped],
        description=N_("It stands at each hazard for which you write nothing else below."),
    )
    on = DateField(N_("Finished on"), [REQUIRED])


class OneForm(FormWithPhotos):
    """One hazard, with photos of it; the prefix of its fields names it."""

    corrected = BooleanField(N_("It is corrected"))
    done = TextAreaField(N_("What was done here"), [Optional(), Longest(4000)], filters=[stripped])

    @property
    def is_begun(self) -> bool:
        """Whether anything was given, but not the tick: it is not reported."""
        return not self.corrected.data and bool(self.chosen or self.kept_ids or self.done.data)


@dataclass(frozen=True)
class Row:
    """A hazard with its form."""

    hazard: Hazard
    form: OneForm


@bp.get("/desk/factories/<factory:number>/claims")
@serves(Action.CLAIM_CORRECTION)
def new(number: int) -> str:
    """Ask which hazards of the factory were corrected."""
    factory = factory_or_404(number)
    rows = [Row(hazard, _one(hazard, sent=False)) for hazard in hazards_to_claim(db(), factory, who=who())]
    return _page(factory, AllForm(formdata=None, on=site().today), rows)


@bp.post("/desk/factories/<factory:number>/claims")
@serves(Action.CLAIM_CORRECTION)
def claim(number: int) -> Response | str | tuple[str, int]:
    """Record that the factory says it corrected all that were chosen, or none of them and why."""
    factory = factory_or_404(number)
    everything, chosen = AllForm(), [Row(hazard, _one(hazard, sent=True)) for hazard in _hazards_chosen(factory)]
    if _is_complete(everything, chosen):
        corrections = [Done(row.hazard, row.form.done.data or typed(everything.done)) for row in chosen]
        on = everything.on.data or site().today
        try:
            said = many_claims.claim_many(db(), corrections, on=on, who=who(), moment=site().moment)
        except SomeCannotBeClaimed as refusal:
            db().rollback()
            everything.refuse(refusal)
            for row in chosen:
                if row.hazard.id in refusal.wrong:
                    row.form.form_errors.append(gettext(SENTENCES[refusal.wrong[row.hazard.id]]))
        else:
            db().commit()
            told = ngettext(
                "%(count)s correction is reported.", "%(count)s corrections are reported.", len(corrections)
            )
            flash(told % {"count": format_number(len(corrections), language())})
            _send_photos(corrections, chosen, said)
            return _with_what_was_not_ticked(number, on) or redirect(url_for("many_claims.new", number=number), 303)
    others = [each for each in hazards_to_claim(db(), factory, who=who()) if each not in [row.hazard for row in chosen]]
    rows = [*chosen, *(Row(each, _one(each, sent=True)) for each in others)]
    return _given_back(number, everything, rows), 422


def _with_what_was_not_ticked(number: int, on: date) -> str | None:
    """Return the page with what was written or chosen at items that were not ticked; None where nothing was."""
    rows = [Row(each, _one(each, sent=True)) for each in hazards_to_claim(db(), factory_or_404(number), who=who())]
    if not (begun := sum(row.form.is_begun for row in rows)):
        return None
    told = ngettext(
        "%(count)s item was not reported, since it was not ticked. What you wrote and chose there is kept below.",
        "%(count)s items were not reported, since they were not ticked. What you wrote and chose there is kept below.",
        begun,
    )
    flash(told % {"count": format_number(begun, language())}, "late")
    return _given_back(number, AllForm(formdata=None, on=on), rows)


def _given_back(number: int, everything: AllForm, rows: Sequence[Row]) -> str:
    """Return the page with all that was typed and chosen."""
    give_back(*(row.form for row in rows))
    factory = factory_or_404(number)
    if any(row.form.chosen for row in rows):
        # Read anew in few questions: what was read before the photos were kept has been let go of.
        _hazards_chosen(factory), hazards_to_claim(db(), factory, who=who())
    return _page(factory, everything, rows)


def _send_photos(corrections: Sequence[Done], rows: Sequence[Row], said: Sequence[HazardEvent]) -> None:
    for correction, row, event in zip(corrections, rows, said, strict=True):
        send_along(
            row.form,
            row.hazard,
            shows=PhotoOf.CORRECTION,
            otherwise=(correction.words, None),
            inspection=None,
            event=event,
            taken_on=event.effective_on,
        )


def _hazards_chosen(factory: Factory) -> Sequence[Hazard]:
    ids = [int(match[1]) for name in request.form if (match := _CHOSEN.fullmatch(name))]
    found = hazards_with_ids(db(), factory, ids[: MOST_AT_ONCE + 1], who=who())
    # One that is not of this factory, or that the visitor does not see, does not exist.
    if len(found) != len(set(ids)) or len(ids) > MOST_AT_ONCE:
        abort(404)
    return found


def _is_complete(everything: AllForm, chosen: Sequence[Row]) -> bool:
    """Return whether there is something to report, and words for each; else the forms say what is missing."""
    valid = [everything.validate(), *(row.form.validate() for row in chosen)]
    if not chosen:
        everything.form_errors.append(gettext("Choose at least one hazard that was corrected."))
        return False
    if not everything.done.data:
        for row in chosen:
            if not row.form.done.data:
                row.form.done.errors = [*row.form.done.errors, gettext("Please fill this in.")]
                valid.append(False)
    return all(valid)


def _one(hazard: Hazard, *, sent: bool) -> OneForm:
    prefix = f"h{hazard.id}-"
    return OneForm(prefix=prefix) if sent else OneForm(formdata=None, prefix=prefix)


def _page(factory: Factory, everything: AllForm, rows: Sequence[Row]) -> str:
    return render_template(
        "desk/many_claims.html",
        factory=factory,
        form=everything,
        rows=rows,
        to_look_at=[row for row in rows if row.form.errors or row.form.is_begun],
        waiting=hazards_that_wait(db(), factory, who=who()),
    )
