"""The mandatory meeting at the desk: who is expected when, what became of it, what was promised and by which day."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation import hearings
from accord.casework.escalation.heard import meetings_settled, meetings_to_come, open_hazards_of
from accord.casework.escalation.inviting import decision_to_meet, invite_by_stage
from accord.casework.escalation.refused import MeetsTooSoon, NotAhead, SayWhy
from accord.casework.refusals import N_, Refused
from accord.records.factory import Factory
from accord.records.hearing import MeetingPromise, StageMeeting
from accord.rules.escalation.clocks import meets_at_the_earliest
from accord.rules.escalation.words import PromiseState
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.meeting_forms import CallOffForm, HoldForm, InviteForm, MissForm, SettleForm
from accord.web.desk.escalating.meeting_page import meetings_shown
from accord.web.desk.escalating.saying import refuse
from accord.web.desk.forms import DeskForm, typed
from accord.web.desk.things import factory_or_404, require
from accord.web.desk.visiting.fields import ID
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("stage_meetings", __name__)

NEW = "/desk/factories/<factory:number>/stage/meetings"
HERE = f"/desk/meetings/stage/<{ID}:meeting_id>"
RECORDED = N_("It is recorded.")


@bp.get("/desk/meetings/stage")
@serves(Action.HEAR_FACTORY)
def list() -> str:
    """List the meetings to come and those that are over."""
    today = site().today
    coming = meetings_shown(db(), meetings_to_come(db()), today=today)
    settled = meetings_shown(db(), meetings_settled(db()), today=today)
    return render_template("desk/stages/meetings_list.html", coming=coming, settled=settled)


@bp.get(NEW)
@serves(Action.HEAR_FACTORY)
def new(number: int) -> str:
    """Ask when and where the factory is expected."""
    return _invitation(factory_or_404(number), InviteForm(formdata=None))


@bp.post(NEW)
@serves(Action.HEAR_FACTORY)
def invite(number: int) -> Response | tuple[str, int]:
    """Invite the factory."""
    factory, form = factory_or_404(number), InviteForm()
    if form.validate():
        try:
            meeting = invite_by_stage(
                db(), factory, meets_on=form.meets_on.day, place=typed(form.place), who=who(), moment=site().moment
            )
        except Refused as refusal:
            refuse(form, refusal, at="meets_on" if isinstance(refusal, (NotAhead, MeetsTooSoon)) else None)
        else:
            address = url_for("stage_meetings.show", meeting_id=meeting.id)
            db().commit()
            flash(gettext("The factory is invited: it reads the day on the page of its stage."))
            return redirect(address, 303)
    db().rollback()
    return _invitation(factory_or_404(number), form), 422


@bp.get(HERE)
@serves(Action.HEAR_FACTORY)
def show(meeting_id: int) -> str:
    """Show a meeting, and what can be recorded of it."""
    return _page(meeting_or_404(meeting_id))


@bp.post(f"{HERE}/held")
@serves(Action.HEAR_FACTORY)
def hold(meeting_id: int) -> Response | tuple[str, int] | str:
    """Record that the meeting was held, or make room for more promises and record nothing."""
    meeting, form = meeting_or_404(meeting_id), HoldForm(prefix="held-")
    wants_more = "more" in request.form
    form.offer(open_hazards_of(db(), meeting.factory), more=wants_more)
    if wants_more:
        return _page(meeting, holding=form)
    if form.validate():
        try:
            hearings.hold(db(), meeting, form.said, who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(meeting)
    db().rollback()
    return _page(meeting_or_404(meeting_id), holding=form), 422


@bp.post(f"{HERE}/missed")
@serves(Action.HEAR_FACTORY)
def miss(meeting_id: int) -> Response | tuple[str, int]:
    """Record that the factory did not come."""
    meeting, form = meeting_or_404(meeting_id), MissForm()
    try:
        hearings.miss(db(), meeting, who=who(), moment=site().moment)
    except Refused as refusal:
        refuse(form, refusal)
        db().rollback()
        return _page(meeting_or_404(meeting_id), refused=form), 422
    return _done(meeting)


@bp.post(f"{HERE}/called-off")
@serves(Action.HEAR_FACTORY)
def call_off(meeting_id: int) -> Response | tuple[str, int]:
    """Call the meeting off."""
    meeting, form = meeting_or_404(meeting_id), CallOffForm(prefix="off-")
    if form.validate():
        try:
            hearings.call_off(db(), meeting, reason=typed(form.reason), who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(meeting)
    db().rollback()
    return _page(meeting_or_404(meeting_id), calling_off=form), 422


@bp.post(f"/desk/promises/<{ID}:promise_id>")
@serves(Action.HEAR_FACTORY)
def settle(promise_id: int) -> Response | tuple[str, int]:
    """Record what became of a promise."""
    promise = db().get(MeetingPromise, promise_id)
    if promise is None:
        abort(404)
    require(thing_of_factory(promise.meeting.factory))
    meeting_id, form = promise.meeting_id, SettleForm(prefix=f"promise-{promise_id}-")
    if form.validate():
        try:
            hearings.settle_promise(
                db(),
                promise,
                state=PromiseState(form.state.data),
                note=form.note.data,
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            refuse(form, refusal, at="note" if isinstance(refusal, SayWhy) else None)
        else:
            return _done(promise.meeting)
    db().rollback()
    return _page(meeting_or_404(meeting_id), settling=(promise_id, form)), 422


def meeting_or_404(meeting_id: int) -> StageMeeting:
    """Return the meeting, or answer that there is none."""
    meeting = db().get(StageMeeting, meeting_id)
    if meeting is None:
        abort(404)
    require(thing_of_factory(meeting.factory))
    return meeting


def _done(meeting: StageMeeting) -> Response:
    address = url_for("stage_meetings.show", meeting_id=meeting.id)
    db().commit()
    flash(gettext(RECORDED))
    return redirect(address, 303)


def _invitation(factory: Factory, form: InviteForm) -> str:
    is_due = decision_to_meet(db(), factory, today=site().today) is not None
    return render_template(
        "desk/stages/meeting_new.html",
        factory=factory,
        form=form,
        is_due=is_due,
        earliest=meets_at_the_earliest(site().today),
    )


def _page(
    meeting: StageMeeting,
    *,
    holding: HoldForm | None = None,
    calling_off: CallOffForm | None = None,
    settling: tuple[int, SettleForm] | None = None,
    refused: DeskForm | None = None,
) -> str:
    (shown,) = meetings_shown(db(), [meeting], today=site().today)
    if holding is None and shown.is_coming and shown.has_day_come:
        holding = HoldForm(formdata=None, prefix="held-")
        holding.offer(open_hazards_of(db(), meeting.factory))
    if calling_off is None and shown.is_coming:
        calling_off = CallOffForm(formdata=None, prefix="off-")
    forms = {
        each.promise.id: SettleForm(formdata=None, prefix=f"promise-{each.promise.id}-")
        for each in shown.promises
        if each.is_open
    }
    if settling is not None:
        forms |= dict([settling])
    return render_template(
        "desk/stages/meeting.html",
        factory=meeting.factory,
        shown=shown,
        holding=holding,
        calling_off=calling_off,
        forms=forms,
        refused=refused,
    )
