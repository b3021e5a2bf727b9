"""What a factory asks for and what it is answered: more time, a second look, a review; each with its clock in sight."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation import requests
from accord.casework.escalation.heard import (
    decisions_of,
    lateness_of,
    open_hazards_of,
    requests_granted,
    requests_waiting,
)
from accord.casework.escalation.protocol import in_force
from accord.casework.escalation.refused import NotAhead, SayWhat, SayWhy
from accord.casework.escalation.standing import standing_changes
from accord.casework.refusals import Refused
from accord.records.factory import Factory
from accord.records.hearing import FactoryRequest
from accord.rules.escalation.words import RequestKind
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.request_forms import WORDINGS, AnswerForm, AskForm
from accord.web.desk.escalating.request_page import (
    ANSWERS,
    may_propose_withdrawal,
    pressing,
    requests_shown,
    reviewers_of,
    why_not,
)
from accord.web.desk.escalating.saying import refuse
from accord.web.desk.forms import typed
from accord.web.desk.things import factory_or_404, require
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("requests", __name__)

ASK = "/desk/factories/<factory:number>/ask/<kind>"
HERE = f"/desk/requests/<{ID}:request_id>"
PREFIX = "ask-"


@bp.get("/desk/requests")
@serves(Action.HEAR_FACTORY)
def list() -> str:
    """List the requests that wait for an answer, the one owed first first, and what was granted and not done."""
    moment = site().moment
    waiting = requests_shown(db(), requests_waiting(db()), who(), moment=moment)
    granted = requests_shown(db(), requests_granted(db(), today=moment.today), who(), moment=moment)
    return render_template(
        "desk/stages/requests_list.html",
        waiting=waiting,
        late=pressing(waiting),
        granted=[each for each in granted if each.follows and not each.follows.is_done],
    )


@bp.get(ASK)
@serves(Action.ASK_FOR_FACTORY)
def new(number: int, kind: str) -> str:
    """Ask what it is about and why."""
    factory, asks = factory_or_404(number), _kind_or_404(kind)
    form = AskForm(
        formdata=None, prefix=PREFIX, hazard=request.args.get("hazard"), decision=request.args.get("decision")
    )
    _offer(form, factory, asks)
    return _asking(factory, asks, form)


@bp.post(ASK)
@serves(Action.ASK_FOR_FACTORY)
def ask(number: int, kind: str) -> Response | tuple[str, int]:
    """Put the request on record: from now on what it stops stands still."""
    factory, asks, form = factory_or_404(number), _kind_or_404(kind), AskForm(prefix=PREFIX)
    _offer(form, factory, asks)
    if form.validate():
        try:
            found = requests.ask(db(), factory, form.asked(asks), who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal, at=_field_of(form, refusal))
        else:
            address = url_for("requests.show", request_id=found.id)
            db().commit()
            flash(gettext("The request is on record. The answer is owed by the day that stands here."))
            return redirect(address, 303)
    db().rollback()
    return _asking(factory_or_404(number), asks, form), 422


@bp.get(HERE)
@serves(Action.ASK_FOR_FACTORY)
def show(request_id: int) -> str:
    """Show a request with its clocks, and let whoever may answer it."""
    return _page(_request_or_404(request_id))


@bp.post(HERE)
@serves(Action.ANSWER_REQUEST)
def answer(request_id: int) -> Response | tuple[str, int]:
    """Answer a request."""
    asked, form = _request_or_404(request_id), AnswerForm()
    form.is_about(asked.kind)
    if form.validate():
        try:
            requests.answer(
                db(),
                asked,
                is_granted=form.is_granted,
                words=typed(form.words),
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            refuse(form, refusal, at="words" if isinstance(refusal, SayWhy) else None)
        else:
            db().commit()
            flash(gettext("The answer is on record, and the clock goes on."))
            return redirect(url_for("requests.show", request_id=request_id), 303)
    db().rollback()
    return _page(_request_or_404(request_id), refused=form), 422


def _kind_or_404(word: str) -> RequestKind:
    if word not in set(RequestKind):
        abort(404)
    return RequestKind(word)


def _request_or_404(request_id: int) -> FactoryRequest:
    asked = db().get(FactoryRequest, request_id)
    if asked is None:
        abort(404)
    require(thing_of_factory(asked.factory))
    return asked


def _offer(form: AskForm, factory: Factory, kind: RequestKind) -> None:
    is_review = kind is RequestKind.REVIEW
    hazards = () if is_review else open_hazards_of(db(), factory)
    decisions = standing_changes(decisions_of(db(), factory)) if is_review else ()
    form.is_about(kind, hazards, decisions)


def _field_of(form: AskForm, refusal: Refused) -> str | None:
    if isinstance(refusal, NotAhead):
        return "wants_until_on"
    if isinstance(refusal, SayWhat):
        return next((name for name in ("hazard", "decision") if name in form), None)
    return None


def _asking(factory: Factory, kind: RequestKind, form: AskForm) -> str:
    force = in_force(db(), site().today)
    is_own = not who().may(Action.HEAR_FACTORY, thing_of_factory(factory))
    return render_template(
        "desk/stages/request_new.html",
        factory=factory,
        kind=kind,
        form=form,
        wording=WORDINGS[kind],
        limits=force.profile.requests[kind],
        version=force.profile.name,
        who_answers=ANSWERS[kind],
        is_own=is_own,
        has_choice=_has_choice(form, kind),
    )


def _has_choice(form: AskForm, kind: RequestKind) -> bool:
    return kind is RequestKind.EXTENSION or bool(form.hazards or form.decisions)


def _page(asked: FactoryRequest, *, refused: AnswerForm | None = None) -> str:
    moment = site().moment
    (shown,) = requests_shown(db(), [asked], who(), moment=moment)
    thing = thing_of_factory(asked.factory)
    may_answer = shown.is_waiting and who().may(Action.ANSWER_REQUEST, thing)
    obstacle = why_not(db(), asked, who()) if may_answer else None
    form = refused
    if form is None and may_answer and obstacle is None:
        form = AnswerForm(formdata=None)
        form.is_about(asked.kind)
    lateness = lateness_of(db(), asked, moment=moment)
    return render_template(
        "desk/stages/request.html",
        factory=asked.factory,
        shown=shown,
        form=form,
        obstacle=obstacle,
        reviewers=reviewers_of(db(), asked, today=moment.today) if shown.is_waiting else None,
        lateness=lateness,
        late_days=lateness.late_days(moment.today) if lateness else 0,
        is_staff=who().may(Action.HEAR_FACTORY, thing),
        may_propose=may_propose_withdrawal(db(), asked, who()),
    )
