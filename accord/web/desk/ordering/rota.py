"""The rota: who is on call, put and taken off by the chief safety officer, the deputy or the administrator."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import TimeField

from accord.casework.desk import rota
from accord.casework.desk.rota import Candidate, candidates
from accord.casework.refusals import N_, Refused
from accord.records.clockwork import OnCall
from accord.rules.desk.rota import Stretch, instant_of, post_of
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, said
from accord.web.desk.ordering.rota_page import on_call_now, post_word, rota_page
from accord.web.desk.visiting.fields import ID, DayField, OneOf
from accord.web.desk.visiting.names import person_name
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("rota", __name__, url_prefix="/desk/rota")
HERE = f"/<{ID}:shift_id>"
UNREADABLE_TIME = N_("This is no time of the day. It looks like 08:30.")
AT: dict[type[Refused], str] = {
    rota.EndsTooEarly: "ends_on",
    rota.ShiftIsOver: "ends_on",
    rota.ShiftTooLong: "ends_on",
    rota.NotInTheRole: "whom",
    rota.OnCallAlready: "whom",
}
"""At which field a refusal is shown."""
FARTHEST_DAYS = 3660


class ClockField(TimeField):
    """A time of the day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(UNREADABLE_TIME) from error


class ShiftForm(DeskForm):
    """Who is on call, from when until when, by the clock of the programme."""

    whom = OneOf(N_("Who"), [REQUIRED])
    begins_on = DayField(N_("From day"), [REQUIRED])
    begins = ClockField(N_("From time"), [REQUIRED])
    ends_on = DayField(N_("Until day"), [REQUIRED])
    ends = ClockField(N_("Until time"), [REQUIRED])

    def __init__(self, able: Sequence[Candidate], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.able = {_key(each): each for each in able}
        self.whom.choices = [("", ""), *((_key(each), _named(each)) for each in able)]

    @property
    def stretch(self) -> Stretch:
        """The time that was typed, once the form is valid."""
        zone = site().settings.zone
        return Stretch(
            instant_of(self.begins_on.day, self.begins.data or time(), zone),
            instant_of(self.ends_on.day, self.ends.data or time(), zone),
        )


class HandOverForm(DeskForm):
    """Who takes the rest of a shift."""

    whom = OneOf(N_("Who"), [REQUIRED])

    def __init__(self, able: Sequence[Candidate], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.able = {_key(each): each for each in able}
        self.whom.choices = [("", ""), *((_key(each), person_name(each.person)) for each in able)]


@bp.record_once
def _offer(state: Any) -> None:
    app: Flask = state.app
    app.jinja_env.globals["on_call_now"] = on_call_now


@bp.get("")
@serves(Action.READ_ROTA)
def show() -> str:
    """Show who is on call now, and a week of the rota."""
    return _page(None)


@bp.post("")
@serves(Action.KEEP_ROTA)
def put() -> Response | tuple[str, int]:
    """Put somebody on call."""
    form = _form()
    if form.validate():
        chosen = form.able[str(form.whom.data)]
        try:
            rota.put_on_call(db(), chosen.person, chosen.post, form.stretch, who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal, at=AT.get(type(refusal)))
        else:
            db().commit()
            flash(gettext("The shift is on the rota."))
            return redirect(url_for("rota.show", first=form.begins_on.day.isoformat()), 303)
    db().rollback()
    return _page(form), 422


@bp.get(HERE)
@serves(Action.KEEP_ROTA)
def shift(shift_id: int) -> str:
    """Show one shift, to be handed over or ended."""
    found = _shift_or_404(shift_id)
    return _shift_page(found, HandOverForm(_colleagues(found)))


@bp.post(f"{HERE}/hand-over")
@serves(Action.KEEP_ROTA)
def hand_over(shift_id: int) -> Response | tuple[str, int]:
    """Give the rest of a shift to somebody else."""
    found = _shift_or_404(shift_id)
    form = HandOverForm(_colleagues(found))
    if form.validate():
        try:
            to = form.able[str(form.whom.data)].person
            rota.hand_over(db(), found, to, who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal, at="whom")
        else:
            db().commit()
            flash(gettext("The shift is handed over."))
            return _back_to(found)
    db().rollback()
    return _shift_page(_shift_or_404(shift_id), form), 422


@bp.post(f"{HERE}/end")
@serves(Action.KEEP_ROTA)
def take_off(shift_id: int) -> Response:
    """End a shift now, or take back one that has not begun."""
    found = _shift_or_404(shift_id)
    try:
        rota.take_off(db(), found, who=who(), moment=site().moment)
    except Refused as refusal:
        db().rollback()
        flash(said(refusal), "late")
        return redirect(url_for("rota.shift", shift_id=shift_id), 303)
    db().commit()
    flash(gettext("The shift is taken off the rota."))
    return _back_to(found)


def _back_to(found: OnCall) -> Response:
    first = max(site().moment.civil_date(found.begins_at), site().today)
    return redirect(url_for("rota.show", first=first.isoformat()), 303)


def _form() -> ShiftForm:
    able = candidates(db(), moment=site().moment)
    return ShiftForm(able, begins_on=_first(), begins=time(8), ends_on=_first(), ends=time(20))


def _page(form: ShiftForm | None) -> str:
    page = rota_page(db(), _first(), moment=site().moment)
    return render_template("desk/rota/show.html", page=page, form=form or _form())


def _shift_page(found: OnCall, form: HandOverForm) -> str:
    post = post_of(found.role, found.discipline)
    is_over = found.withdrawn_at is not None or found.ends_at <= site().moment.now
    words = post_word(post) if post else ""
    name = person_name(found.person)
    return render_template("desk/rota/shift.html", shift=found, name=name, post=words, form=form, is_over=is_over)


def _colleagues(found: OnCall) -> Sequence[Candidate]:
    post = post_of(found.role, found.discipline)
    able = candidates(db(), moment=site().moment)
    return [each for each in able if each.post is post and each.person.id != found.person_id]


def _shift_or_404(shift_id: int) -> OnCall:
    found = db().get(OnCall, shift_id)
    if found is None:
        abort(404)
    return found


def _first() -> date:
    """Return the first day that is asked for, today where none is, or one that nobody plans for."""
    today = site().today
    try:
        asked = date.fromisoformat(request.args.get("first", ""))
    except ValueError:
        return today
    return asked if abs((asked - today).days) <= FARTHEST_DAYS else today


def _key(each: Candidate) -> str:
    return f"{each.post.value} {each.person.id}"


def _named(each: Candidate) -> str:
    return f"{person_name(each.person)} · {post_word(each.post)}"
