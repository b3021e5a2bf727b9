"""The duties of signatories to end business with ineligible factories: listed, and confirmed."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import StringField, TextAreaField

from accord.casework.escalation import consequences
from accord.casework.escalation.consequences import Confirmed
from accord.casework.escalation.refused import NotAhead
from accord.casework.escalation.refused_at_stage_three import NobodySaid
from accord.casework.escalation.terminations import (
    PAGE,
    Duty,
    Line,
    PapersDue,
    Wanted,
    find,
    papers_due,
    sees_all,
    signatories_asked,
    thing_of_termination,
)
from accord.casework.orders.taking import STAFF
from accord.casework.refusals import N_, Refused
from accord.records.factory import Signatory
from accord.records.ineligibility import Termination
from accord.rules.orders.words import Channel
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.draft_forms import HEARD
from accord.web.desk.escalating.saying import refuse
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import require
from accord.web.desk.visiting.fields import ID, DayField, OneOf, offered
from accord.web.language import gettext
from accord.web.parameters import one_of, whole_number
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("terminations", __name__, url_prefix="/desk/terminations")
LAST_NUMBER, LAST_PAGE = 999_999, 9_999


class ConfirmForm(DeskForm):
    """That business with an ineligible factory has ended."""

    ended_on = DayField(
        N_("Business ended on"),
        [REQUIRED],
        description=N_("The last order was taken back or delivered, and no new one is placed."),
    )
    said_by = StringField(N_("Name of the person who says so"), [Longest(120)], filters=[stripped])
    channel = OneOf(N_("By which way"), default=HEARD[0].value)
    note = TextAreaField(N_("In words"), [Longest(4000)], filters=[stripped])

    def offer(self, *, is_staff: bool) -> None:
        """Offer the ways; who speaks for the own company is known by the sign-in."""
        self.channel.choices = offered(HEARD)
        self.said_by.flags.required = self.channel.flags.required = is_staff

    def said(self, *, is_staff: bool) -> Confirmed:
        """Return what was said, once the form is valid."""
        by = self.said_by.data or ""
        return Confirmed(
            self.ended_on.day,
            by if is_staff else (by or who().name)[:120],
            Channel(self.channel.data) if is_staff else Channel.DESK,
            self.note.data,
        )


@dataclass(frozen=True)
class Choice:
    """A way to narrow the list."""

    words: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class ListPage:
    """All that the list shows."""

    lines: tuple[Line, ...]
    count: int
    sees_all: bool
    choices: tuple[Choice, ...]
    signatories: tuple[Signatory, ...]
    papers: tuple[PapersDue, ...]
    """Factories of whose export papers something is to be seen to; for the programme."""
    wanted: Wanted
    duty: str | None
    page: int
    last_page: int
    before: str | None
    after: str | None


@bp.get("", endpoint="list")
@serves(Action.READ_STAGE)
def list_all() -> str:
    """List the duties: of the own company, or for the programme and the labour side of all, what is late first."""
    return render_template("desk/stages/terminations.html", page=_list_page())


@bp.get(f"/<{ID}:termination_id>")
@serves(Action.CONFIRM_TERMINATION)
def show(termination_id: int) -> str:
    """Show a duty, and ask whether business has ended."""
    return _page(_termination_or_404(termination_id), ConfirmForm(formdata=None, ended_on=site().today))


@bp.post(f"/<{ID}:termination_id>")
@serves(Action.CONFIRM_TERMINATION)
def confirm(termination_id: int) -> Response | tuple[str, int]:
    """Record that business has ended."""
    duty, form, is_staff = _termination_or_404(termination_id), ConfirmForm(), _is_staff()
    form.offer(is_staff=is_staff)
    if form.validate():
        try:
            consequences.confirm_termination(db(), duty, form.said(is_staff=is_staff), who=who(), moment=site().moment)
        except Refused as refusal:
            refuse(form, refusal, at=_field_of(refusal))
        else:
            db().commit()
            flash(gettext("It is recorded."))
            return redirect(url_for("terminations.list"), 303)
    db().rollback()
    return _page(_termination_or_404(termination_id), form), 422


def _is_staff() -> bool:
    return bool(STAFF & set(who().roles))


def _field_of(refusal: Refused) -> str | None:
    if isinstance(refusal, NotAhead):
        return "ended_on"
    return "said_by" if isinstance(refusal, NobodySaid) else None


def _termination_or_404(termination_id: int) -> Termination:
    duty = db().get(Termination, termination_id)
    if duty is None:
        abort(404)
    require(thing_of_termination(db(), duty))
    return duty


def _page(duty: Termination, form: ConfirmForm) -> str:
    is_staff = _is_staff()
    form.offer(is_staff=is_staff)
    line = find(db(), who(), Wanted(id=duty.id), moment=site().moment).lines[0]
    return render_template(
        "desk/stages/termination.html", line=line, form=form if line.is_owed else None, is_staff=is_staff
    )


def _list_page() -> ListPage:
    duty, all_of_them = one_of("duty", Duty), sees_all(who())
    number = whole_number("factory", last=LAST_NUMBER) if request.args.get("factory") else None
    signatory_id = whole_number("signatory", last=2_147_483_647) if request.args.get("signatory") else None
    wanted = Wanted(duty, number, signatory_id if all_of_them else None)
    page = whole_number("page", last=LAST_PAGE)
    found = find(db(), who(), wanted, page=page, moment=site().moment)
    last_page = max(1, -(-found.count // PAGE))
    return ListPage(
        lines=tuple(found.lines),
        count=found.count,
        sees_all=all_of_them,
        choices=tuple(_choices(wanted)),
        signatories=tuple(signatories_asked(db())) if all_of_them else (),
        papers=tuple(papers_due(db(), moment=site().moment)) if _is_staff() else (),
        wanted=wanted,
        duty=duty.value if duty else None,
        page=page,
        last_page=last_page,
        before=_address(wanted, wanted.duty, page - 1) if page > 1 else None,
        after=_address(wanted, wanted.duty, page + 1) if page < last_page else None,
    )


def _choices(wanted: Wanted) -> list[Choice]:
    words: dict[Duty | None, str] = {
        None: gettext("all"),
        Duty.OPEN: gettext("not confirmed"),
        Duty.LATE: gettext("not confirmed in time"),
        Duty.CONFIRMED: gettext("confirmed"),
        Duty.OVER: gettext("no longer owed"),
    }
    return [Choice(said, _address(wanted, each), is_current=each is wanted.duty) for each, said in words.items()]


def _address(wanted: Wanted, duty: Duty | None, page: int = 1) -> str:
    return url_for(
        "terminations.list",
        duty=duty and duty.value,
        factory=wanted.number,
        signatory=wanted.signatory_id,
        page=page if page > 1 else None,
    )
