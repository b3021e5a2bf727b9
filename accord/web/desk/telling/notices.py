"""The outbox: every letter with its attempts, who has to be told by somebody, and what is held."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import BooleanField, DateTimeLocalField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types that are known of it
from wtforms.validators import DataRequired, Optional

from accord.casework.disclosure import is_demonstration
from accord.casework.notices.by_hand import BY_HAND, NoNumber, NotReleased, ToldByHand, notice_for_update, tell_by_hand
from accord.casework.notices.on_paper import Letterhead, letterhead_of, paper_of_letter, paper_of_letters
from accord.casework.notices.outbox import Shown, notice_with_text
from accord.casework.notices.papers import kept_paper
from accord.casework.notices.register import lines_of
from accord.casework.notices.released import HoldsLetters, Released, decided, go_live, held, release
from accord.casework.notices.sending import is_late
from accord.casework.notices.to_carry import to_carry, undelivered
from accord.casework.refusals import N_, Refused
from accord.gateways.files import FileStore
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.labels import label
from accord.rules.notices import Sending
from accord.rules.orders.words import Channel
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped
from accord.web.desk.telling.letter_register_page import row_of
from accord.web.desk.telling.notice_page import carry_rows, page_of
from accord.web.filters import number
from accord.web.language import gettext, ngettext
from accord.web.on_paper import as_pdf, printed
from accord.web.parameters import one_of, whole_number
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("notices", __name__, url_prefix="/desk/notices")

LAST_PAGE = 9999
MOST_DIGITS = 10
"""Of the number of a letter."""


class ToldForm(DeskForm):
    """Who was told, how, and when."""

    spoken_with = StringField(
        N_("Who was told"), [DataRequired(N_("Please fill this in.")), Longest(120)], filters=[stripped]
    )
    channel = RadioField(N_("How"), [REQUIRED], choices=[SelectChoice(each.value, label(each)) for each in BY_HAND])
    number = StringField(N_("Number that was called"), [Longest(40)], filters=[stripped])
    at = DateTimeLocalField(N_("When"), [REQUIRED], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    remark = TextAreaField(N_("What they said"), [Longest(1000)], filters=[stripped])

    @property
    def told(self) -> ToldByHand:
        """What was typed."""
        return ToldByHand(
            spoken_with=str(self.spoken_with.data),
            channel=Channel(self.channel.data),
            number=self.number.data,
            at=_instant(self.at.data or site().moment.now.replace(tzinfo=None)),
            remark=self.remark.data,
        )


class GoLiveForm(DeskForm):
    """From when on letters are sent."""

    live_from = DateTimeLocalField(
        N_("From"),
        [Optional()],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=N_("Left empty: from now on."),
    )
    reason = TextAreaField(N_("Why"), [DataRequired(N_("Please fill this in.")), Longest(2000)], filters=[stripped])
    may_hold = BooleanField(N_("Hold the letters of the open orders: nobody is told until each is released here."))
    asks_to_hold = False
    """Whether it is to be asked: sending would be put off although orders are open."""


@bp.get("")
@serves(Action.NOTIFY)
def list() -> Response:
    """Lead to the register, where the letters are listed: whoever kept this address finds them there."""
    shown = one_of("shown", Shown)
    return redirect(url_for("letter_register.list", shown=shown.value if shown else None))


@bp.get("/<int:notice_id>")
@serves(Action.NOTIFY)
def show(notice_id: int) -> str:
    """Show a letter, whom it goes to, and its attempts."""
    now = site().moment.now.astimezone(site().settings.zone).replace(tzinfo=None)
    return _page(_notice_or_404(notice_id), ToldForm(at=now))


@bp.post("/<int:notice_id>")
@serves(Action.NOTIFY)
def tell(notice_id: int) -> Response | tuple[str, int]:
    """Record that somebody was told."""
    if notice_for_update(db(), notice_id) is None:
        abort(404)
    notice, form = _notice_or_404(notice_id), ToldForm()
    if form.validate():
        try:
            tell_by_hand(db(), notice, form.told, who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal, at="number" if isinstance(refusal, NoNumber) else None)
        else:
            db().commit()
            flash(gettext("It is recorded that they were told."))
            return redirect(url_for("notices.show", notice_id=notice_id), 303)
    return _page(notice, form), 422


@bp.get("/<int:notice_id>/letter.pdf")
@serves(Action.NOTIFY)
def paper(notice_id: int) -> Response:
    """Hand out the letter on paper, with a part to be signed."""
    notice = _notice_or_404(notice_id)
    if notice.state is Sending.HELD:
        flash(said(NotReleased()), "late")
        return redirect(url_for("notices.show", notice_id=notice_id), 303)
    name = f"{notice.reference or f'letter-{notice.id}'}.pdf"
    kept = kept_paper(notice, FileStore(site().settings.documents, is_private=True))
    # What would be a false alarm by now is handed out only as such.
    if kept is not None and not is_late(notice):
        return as_pdf(kept, name=name)
    return printed(paper_of_letter(notice, _head()), name=name)


@bp.get("/of-order/<int:order_id>")
@serves(Action.NOTIFY)
def choose(order_id: int) -> str:
    """List the letters of an order that nobody has received, those ticked that nothing else reaches."""
    order = db().get(SafetyOrder, order_id)
    if order is None:
        abort(404)
    waiting = undelivered(db(), order)
    carried = {each.id for each in to_carry(waiting, None)}
    return render_template("desk/notices/choose.html", order=order, rows=carry_rows(waiting, carried))


@bp.get("/of-order/<int:order_id>.pdf")
@serves(Action.NOTIFY)
def papers(order_id: int) -> Response:
    """Hand out the letters of an order that are carried, each on a page of its own where it fits."""
    order = db().get(SafetyOrder, order_id)
    if order is None:
        abort(404)
    waiting = undelivered(db(), order)
    if not waiting:
        flash(gettext("Every letter of this order was received."))
        return redirect(url_for("orders_desk.show", order_id=order_id), 303)
    chosen = to_carry(waiting, _ticked() if "notice" in request.args else None)
    if not chosen:
        flash(gettext("Nobody has to be carried a letter: each goes by mail. Tick those that you want on paper."))
        return redirect(url_for("notices.choose", order_id=order_id), 303)
    return printed(paper_of_letters(chosen, _head()), name=f"letters-of-order-{order.id}.pdf")


@bp.get("/held")
@serves(Action.RELEASE_LETTERS)
def held_back() -> str:
    """List the letters that are held, and say from when on letters are sent."""
    return _held_page(GoLiveForm())


@bp.post("/held")
@serves(Action.RELEASE_LETTERS)
def release_ticked() -> Response:
    """Let the letters be sent that are ticked."""
    try:
        released = release(db(), _ticked(), who=who(), moment=site().moment)
    except Refused as refusal:
        flash(said(refusal), "late")
    else:
        db().commit()
        _tell(released)
    return redirect(url_for("notices.held_back"), 303)


@bp.post("/live")
@serves(Action.RELEASE_LETTERS)
def decide() -> Response | tuple[str, int]:
    """Decide from when on letters are sent."""
    form = GoLiveForm()
    if form.validate():
        live_from = _instant(form.live_from.data) if form.live_from.data else None
        try:
            go_live(
                db(),
                live_from,
                reason=str(form.reason.data),
                may_hold=bool(form.may_hold.data),
                who=who(),
                moment=site().moment,
            )
        except HoldsLetters as refusal:
            form.asks_to_hold = True
            form.refuse(refusal, at="may_hold")
        except Refused as refusal:
            form.refuse(refusal, at="live_from")
        else:
            db().commit()
            flash(gettext("It is decided from when on letters are sent."))
            if form.may_hold.data:
                flash(gettext("Until then letters are held, and nobody is told of what happens."), "late")
            return redirect(url_for("notices.held_back"), 303)
    return _held_page(form), 422


def _ticked() -> set[int]:
    given = request.values.getlist("notice")
    return {int(each) for each in given if each.isascii() and each.isdigit() and len(each) < MOST_DIGITS}


def _head() -> Letterhead:
    return letterhead_of(site().settings, is_demonstration=is_demonstration(db()))


def _held_page(form: GoLiveForm) -> str:
    page = held(db(), page=whole_number("page", last=LAST_PAGE))
    return render_template("desk/notices/held.html", page=page, decisions=decided(db()), form=form)


def _tell(released: Released) -> None:
    said = ngettext("%(count)s letter is sent now.", "%(count)s letters are sent now.", released.sent)
    flash(said % {"count": number(released.sent)})
    if released.overtaken:
        said = ngettext(
            "%(count)s letter is not sent any more: its order has ended.",
            "%(count)s letters are not sent any more: their orders have ended.",
            released.overtaken,
        )
        flash(said % {"count": number(released.overtaken)}, "late")


def _page(notice: Notice, form: ToldForm) -> str:
    page = page_of(db(), notice, moment=site().moment)
    [row] = [row_of(each) for each in lines_of(db(), [notice.id])]
    keeps_contacts = may(Action.KEEP_CONTACTS)
    return render_template("desk/notices/show.html", page=page, row=row, form=form, keeps_contacts=keeps_contacts)


def _notice_or_404(notice_id: int) -> Notice:
    found = notice_with_text(db(), notice_id)
    if found is None:
        abort(404)
    return found


def _instant(typed: datetime) -> datetime:
    """Return the instant at which the clock of the programme shows this; the first or last year are of no zone."""
    try:
        return typed.replace(tzinfo=site().settings.zone).astimezone(UTC)
    except OverflowError:
        return typed.replace(tzinfo=UTC)
