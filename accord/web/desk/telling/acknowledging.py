"""The page behind the link in a letter: it says what the order says, and takes the name of whoever confirms it.

Looking at it confirms nothing: programs that check letters open every link in them.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug import Response as Answer
from wtforms import StringField
from wtforms.validators import DataRequired

from accord.casework.desk import attempts
from accord.casework.desk.attempts import Attempt, TooManyAttempts
from accord.casework.notices.acknowledging import acknowledge_by_link, answer_letter, notice_of
from accord.casework.orders.standing import standing_of
from accord.casework.refusals import N_, Refused
from accord.gateways.language import Language, translator
from accord.gateways.signed_links import key_of
from accord.records.notice import Notice, NoticeAnswer
from accord.records.order import OrderEvent, SafetyOrder
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep
from accord.web import clients
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import DeskForm, Longest, stripped
from accord.web.desk.sign_in_steps import told
from accord.web.language import language, other_language
from accord.web.site import site

bp = Blueprint("acknowledge", __name__)

LONGEST_TOKEN = 200


class AnswerForm(DeskForm):
    """Who confirms."""

    name = StringField(N_("Your name"), [DataRequired(N_("Please write your name.")), Longest(120)], filters=[stripped])


@dataclass(frozen=True)
class Part:
    """What the letter says in one language, and how the page asks in it."""

    language: Language
    subject: str
    body: str


@dataclass(frozen=True)
class AnswerPage:
    """What the page shows: the language of the answer first."""

    parts: tuple[Part, ...]
    organisation: str
    is_open: bool
    answered: OrderEvent | NoticeAnswer | None
    """The answer that was given: for the order as it stands, or to this letter."""
    button: tuple[str, str]
    """What the button says, in the language of the answer and in the other one."""
    your_name: tuple[str, str]


@bp.get("/acknowledge/<token>")
@serves(Action.ANSWER_LETTER)
def show(token: str) -> Answer:
    """Show what the order says, and ask for a name; nothing is confirmed by looking."""
    notice = _notice(token)
    return _page(notice, AnswerForm()) if notice else _no_such_link()


@bp.post("/acknowledge/<token>")
@serves(Action.ANSWER_LETTER)
def say(token: str) -> Answer:
    """Record that the organisation knows of the order, or has the letter."""
    notice, form = _notice(token), AnswerForm()
    if notice is None:
        return _no_such_link()
    attempt = Attempt("", clients.network(), None, pepper=site().settings.secret_key)
    try:
        lines = attempts.admit(db(), attempt.answer_keys, moment=site().moment)
    except TooManyAttempts as refusal:
        form.form_errors.append(told(refusal))
        return _page(notice, form, 429)
    if not form.validate():
        db().commit()
        return _page(notice, form, 422)
    try:
        _say(notice, str(form.name.data))
    except Refused as refusal:
        db().commit()
        form.form_errors.append(told(refusal))
        return _page(notice, form, 409)
    attempts.forget(db(), lines)
    db().commit()
    return _closed(redirect(url_for("acknowledge.show", token=token), 303))


def _say(notice: Notice, said_by: str) -> None:
    if notice.order is None:
        answer_letter(db(), notice, said_by=said_by, channel=Channel.LINK, moment=site().moment)
        return
    acknowledge_by_link(db(), notice.order, organisation=notice.organisation, said_by=said_by, moment=site().moment)


def _notice(token: str) -> Notice | None:
    if len(token) > LONGEST_TOKEN:
        return None
    return notice_of(db(), key_of(token, secret=site().settings.secret_key))


def _page(notice: Notice, form: AnswerForm, status: int = 200) -> Answer:
    text = notice.text
    says = {
        Language.EN: Part(Language.EN, text.subject, text.body),
        Language.BN: Part(Language.BN, text.subject_bn, text.body_bn),
    }
    page = AnswerPage(
        parts=(says[language()], says[other_language()]),
        organisation=notice.organisation_name,
        is_open=notice.order is None or standing_of(notice.order).is_open,
        answered=_answered(notice),
        button=_both(N_("I have received this")),
        your_name=_both(N_("Your name")),
    )
    return _closed(make_response(render_template("desk/acknowledge.html", page=page, form=form), status))


def _answered(notice: Notice) -> OrderEvent | NoticeAnswer | None:
    if notice.order is None:
        return notice.answer
    is_said = notice.organisation in standing_of(notice.order).acknowledged
    return _answer(notice.order, notice.organisation) if is_said else None


def _answer(order: SafetyOrder, organisation: str) -> OrderEvent | None:
    said = [each for each in order.steps if each.step is OrderStep.ACKNOWLEDGED and each.organisation == organisation]
    return said[-1] if said else None


def _both(message: str) -> tuple[str, str]:
    return translator(language()).gettext(message), translator(other_language()).gettext(message)


def _no_such_link() -> Answer:
    return _closed(make_response(render_template("desk/acknowledge_nothing.html"), 404))


def _closed(response: Response | Answer) -> Answer:
    """Keep the page out of every index: its address is a secret."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
