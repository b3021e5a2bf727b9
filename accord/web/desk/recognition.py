"""Letters of recognition: which factories are complete, and what stands beside the word."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import DateField, StringField, TextAreaField

from accord.casework.desk import recognitions
from accord.casework.desk.recognitions import SENTENCES, DayIsWrong, complete_factories, prospect
from accord.casework.refusals import N_, Refused
from accord.records.factory import Factory
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.things import factory_or_404
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("recognition", __name__)


class LetterForm(DeskForm):
    """The letter by which a factory is recognised."""

    letter_number = StringField(N_("Number of the letter"), [REQUIRED, Longest(100)], filters=[stripped])
    recognised_on = DateField(N_("Day of the letter"), [REQUIRED])


class ReasonForm(DeskForm):
    """Why a recognition is withdrawn."""

    reason = TextAreaField(N_("Why the recognition is withdrawn"), [REQUIRED, Longest(2000)], filters=[stripped])


@bp.get("/desk/recognition")
@serves(Action.RECOGNISE_FACTORY)
def list() -> str:
    """List the factories whose initial CAP is complete and not recognised."""
    return render_template("desk/recognitions.html", factories=complete_factories(db()))


@bp.get("/desk/factories/<factory:number>/recognition")
@serves(Action.RECOGNISE_FACTORY)
def show(number: int) -> str:
    """Show what is to be looked at before the letter."""
    return _page(factory_or_404(number))


@bp.post("/desk/factories/<factory:number>/recognition")
@serves(Action.RECOGNISE_FACTORY)
def recognise(number: int) -> Response | tuple[str, int]:
    """Recognise that the initial CAP is complete."""
    factory, form = factory_or_404(number), LetterForm()
    if form.validate():
        try:
            recognitions.recognise(
                db(),
                factory,
                letter_number=typed(form.letter_number),
                on=form.recognised_on.data or site().today,
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            form.refuse(refusal, at="recognised_on" if isinstance(refusal, DayIsWrong) else None)
            db().rollback()
        else:
            db().commit()
            flash(gettext("The initial CAP is recognised as complete."))
            return redirect(url_for("recognition.show", number=number), 303)
    return _page(factory, letter=form), 422


@bp.post("/desk/factories/<factory:number>/recognition/withdraw")
@serves(Action.RECOGNISE_FACTORY)
def withdraw(number: int) -> Response | tuple[str, int]:
    """Withdraw the letter that stands."""
    factory, form = factory_or_404(number), ReasonForm()
    if not form.validate():
        return _page(factory, reason=form), 422
    try:
        recognitions.withdraw_recognition(db(), factory, reason=typed(form.reason), who=who(), moment=site().moment)
    except Refused as refusal:
        db().rollback()
        flash(said(refusal), "late")
    else:
        db().commit()
        flash(gettext("The recognition is withdrawn; it stays in the history."))
    return redirect(url_for("recognition.show", number=number), 303)


def _page(factory: Factory, *, letter: LetterForm | None = None, reason: ReasonForm | None = None) -> str:
    page = prospect(db(), factory, moment=site().moment)
    return render_template(
        "desk/recognition.html",
        page=page,
        why_not=SENTENCES[page.why_not] if page.why_not else None,
        letter=letter or LetterForm(formdata=None, recognised_on=site().today),
        reason=reason or ReasonForm(formdata=None),
    )
