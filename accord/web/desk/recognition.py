"""Letters of recognition: which factories are complete, and what stands beside the word."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug import Response
from wtforms import DateField, StringField, TextAreaField

from accord.casework.desk import recognitions
from accord.casework.desk.file_names import plain_name
from accord.casework.desk.recognition_doubts import doubtful_recognitions
from accord.casework.desk.recognition_letter import Letterhead, Printed, letter_said, paper_of_letter
from accord.casework.desk.recognitions import (
    SENTENCES,
    DayIsWrong,
    NumberTaken,
    complete_factories,
    prospect,
    standing_letters,
    suggested_number,
)
from accord.casework.desk.things import thing_of_factory
from accord.casework.refusals import N_, Refused
from accord.gateways.language import Language
from accord.gateways.printing.apart import print_apart
from accord.gateways.printing.terms import PrintBusy, PrintRefused
from accord.records.base import reading
from accord.records.cap import Recognition, RecognitionSheet
from accord.records.factory import Factory
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.things import factory_or_404, require
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("recognition", __name__)

PLACES: Mapping[type[Refused], str] = {DayIsWrong: "recognised_on", NumberTaken: "letter_number"}
"""The field at which a refusal is said."""
LONGEST_QUERY, MOST_SHOWN = 100, 100
"""Of letters that stand; the search narrows them."""


class LetterForm(DeskForm):
    """The letter by which a factory is recognised."""

    letter_number = StringField(N_("Number of the letter"), [REQUIRED, Longest(100)], filters=[stripped])
    recognised_on = DateField(N_("Day of the letter"), [REQUIRED])

    @property
    def day(self) -> date:
        """The day of the letter."""
        return self.recognised_on.data or site().today


class ReasonForm(DeskForm):
    """Why a recognition is withdrawn."""

    reason = TextAreaField(
        N_("Why the recognition is withdrawn"),
        [REQUIRED, Longest(2000)],
        filters=[stripped],
        description=N_("Everybody reads it: no names, no telephone numbers."),
    )
    reason_bn = TextAreaField(N_("Reason in Bangla"), [Longest(2000)], filters=[stripped])


@bp.get("/desk/recognition")
@serves(Action.RECOGNISE_FACTORY)
def list() -> str:
    """List the factories that are complete and not recognised, and the letters that stand, those in doubt first."""
    q = " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())
    standing, count = standing_letters(db(), q, most=MOST_SHOWN)
    return render_template(
        "desk/recognitions.html",
        factories=complete_factories(db()),
        doubtful=doubtful_recognitions(db()),
        standing=standing,
        count=count,
        q=q,
    )


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
            printed = _print(factory, form)
            recognitions.recognise(
                db(),
                factory_or_404(number),
                letter_number=typed(form.letter_number),
                on=form.day,
                printed=printed,
                documents=site().documents,
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            form.refuse(refusal, at=PLACES.get(type(refusal)))
            db().rollback()
        except (PrintRefused, PrintBusy):
            current_app.logger.exception("The letter of recognition of factory %d was not printed.", number)
            flash(gettext("The letter could not be printed, so nothing was recorded. Please try again."), "late")
            db().rollback()
        else:
            db().commit()
            flash(gettext("The initial CAP is recognised as complete."))
            return redirect(url_for("recognition.show", number=number), 303)
    return _page(factory_or_404(number), letter=form), 422


def _print(factory: Factory, form: LetterForm) -> Printed | None:
    """Print the letter in both languages while nobody waits for the pen; None: it would be refused."""
    # The transaction of this request holds the pen: nobody could write while the letter is printed.
    number = factory.number
    db().rollback()
    moment = site().moment
    with reading(site().private.engine) as session:
        found = session.scalars(select(Factory).where(Factory.number == number)).one()
        if form.day > moment.today or prospect(session, found, moment=moment).why_not:
            return None
        letter = letter_said(session, found, number=typed(form.letter_number), on=form.day, who=who(), moment=moment)
    head = Letterhead(site().settings.base_url, site().settings.hotline)
    return Printed(letter, {each: print_apart(paper_of_letter(letter, head, each)) for each in Language})


@bp.get("/desk/recognitions/<int:recognition_id>/<written_in>.pdf")
@serves(Action.READ_FACTORY)
def sheet(recognition_id: int, written_in: str) -> Response:
    """Return a letter as it was printed."""
    letter = db().get(Recognition, recognition_id)
    if letter is None:
        abort(404)
    require(thing_of_factory(db().get_one(Factory, letter.factory_id)))
    found = db().scalar(
        select(RecognitionSheet).where(
            RecognitionSheet.recognition_id == letter.id, RecognitionSheet.language == written_in
        )
    )
    if found is None:
        abort(404)
    name = plain_name(f"recognition-{letter.number}-{written_in}.pdf", otherwise="recognition.pdf")
    return send_file(site().documents.path_of(found.sha256), mimetype="application/pdf", download_name=name, etag=False)


@bp.post("/desk/factories/<factory:number>/recognition/withdraw")
@serves(Action.RECOGNISE_FACTORY)
def withdraw(number: int) -> Response | tuple[str, int]:
    """Withdraw the letter that stands."""
    factory, form = factory_or_404(number), ReasonForm()
    if not form.validate():
        return _page(factory, reason=form), 422
    try:
        recognitions.withdraw_recognition(
            db(), factory, reason=typed(form.reason), reason_bn=form.reason_bn.data, who=who(), moment=site().moment
        )
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
        letter=letter
        or LetterForm(
            formdata=None, recognised_on=site().today, letter_number=suggested_number(db(), today=site().today)
        ),
        reason=reason or ReasonForm(formdata=None),
    )
