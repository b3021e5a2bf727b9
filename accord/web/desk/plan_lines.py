"""Writing a draft of a plan: several hazards on a page, all saved with one touch, each on its own."""

import hashlib
import re
from dataclasses import dataclass

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from accord.casework.desk import plans
from accord.casework.desk.plan_dates import WhyAnotherDate, WrongDay
from accord.casework.desk.plan_pages import PlanRow, rows_of
from accord.casework.desk.plans import Planned
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.things import thing_of_hazard
from accord.casework.refusals import N_, Refused
from accord.gateways.formats import format_number
from accord.records.cap import CapVersion
from accord.records.hazard import Hazard
from accord.records.plan import CapLine
from accord.rules.desk.smart import Hint, hints_of
from accord.rules.figures.timelines import due_on, parse_timeline
from accord.rules.vocabulary import CapState
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import require, version_or_404
from accord.web.filters import day
from accord.web.language import gettext, language, ngettext
from accord.web.parameters import whole_number
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("plan_lines", __name__)

ROWS_ON_A_PAGE = 20
"""More is slow to load on a telephone; what was typed on one page is saved before the next one opens."""
LAST_PAGE = 999
MOST_TAKA = 100_000_000_000
"""Ours: a hundred billion taka is more than any building costs; a larger number is a slip."""
LONGEST_NUMBER = 9
"""Digits; a longer number is no count of changes and no hazard."""
_FIELD = re.compile(r"h(\d{1,9})-opened_at")
_PREFIX = re.compile(r"h(\d{1,9})-", re.ASCII)

SENTENCES = {
    Hint.TOO_SHORT: N_("Say what exactly is done, and where."),
    Hint.VAGUE: N_("“Soon” or “if possible” cannot be verified: name a thing and a day."),
    Hint.NOTHING_TO_MEASURE: N_("A number or “all” would let an engineer check it."),
    Hint.NOBODY_RESPONSIBLE: N_("Name who is responsible."),
    Hint.NO_DATE: N_("Name the day by which it is finished."),
    Hint.LATER_THAN_WANTED: N_("The report wants this corrected by %(day)s: the day named is later."),
    Hint.NO_COST: N_("An estimate of the cost helps to agree on who pays."),
}


class LineForm(DeskForm):
    """What is planned for one hazard; the prefix of its fields names the hazard."""

    action_plan = TextAreaField(N_("What the factory will do"), [REQUIRED, Longest(4000)], filters=[stripped])
    action_plan_bn = TextAreaField(N_("The same in Bangla"), [Longest(4000)], filters=[stripped])
    responsible_person = StringField(N_("Responsible person"), [Longest(200)], filters=[stripped])
    due_on = DateField(N_("Finished by"), [Optional()])
    cost_bdt = IntegerField(
        N_("Estimated cost in taka"),
        [Optional(), NumberRange(0, MOST_TAKA, N_("Whole taka, without a sign."))],
        description=N_("Never published."),
    )
    why_date = StringField(
        N_("Why the date is changed"),
        [Longest(1000)],
        filters=[stripped],
        description=N_("Only where an agreed date is changed."),
    )
    opened_at = HiddenField()
    was = HiddenField()
    """A word for what stood in the fields when they were shown: who changed nothing writes nothing."""


@dataclass(frozen=True)
class Line:
    """A hazard with the form of its line."""

    plan: PlanRow
    form: LineForm
    hints: tuple[str, ...]
    conflict: ChangedMeanwhile | None = None


@bp.get("/desk/plans/<int:version_id>/lines")
@serves(Action.WRITE_PLAN)
def edit(version_id: int) -> str | Response:
    """Show the lines of a draft, some on each page."""
    found = version_or_404(version_id)
    if found.state is not CapState.DRAFT:
        return redirect(url_for("plans.version", version_id=version_id), 303)
    return _page(found, {})


@bp.post("/desk/plans/<int:version_id>/lines")
@serves(Action.WRITE_PLAN)
def write(version_id: int) -> Response | tuple[str, int]:
    """Write every line that was changed; one that cannot be taken holds up no other, and nothing typed is lost."""
    found = version_or_404(version_id)
    refused, saved = {}, 0
    for hazard_id in _hazards_sent():
        form = LineForm(prefix=f"h{hazard_id}-")
        if _word_for(form) == form.was.data:
            continue
        line = _write(found, _hazard_or_404(hazard_id), form)
        if line:
            refused[hazard_id] = line
        else:
            saved += 1
    # Each line is written or refused by itself before anything is: what was refused has left no trace to undo.
    db().commit()
    if refused:
        return _page(found, refused, saved=saved), 422
    if saved:
        told = ngettext("%(count)s line is saved.", "%(count)s lines are saved.", saved)
        flash(told % {"count": format_number(saved, language())})
    else:
        flash(gettext("Nothing was changed."))
    return redirect(request.full_path.rstrip("?"), 303)


@bp.post("/desk/plans/hints")
@serves(Action.WRITE_PLAN)
def hints() -> Response:
    """Say what an action lacks that is being typed."""
    prefix = request.form.get("prefix", "")[: LONGEST_NUMBER + len("h-")]
    form = LineForm(prefix=prefix)
    form.validate()
    return jsonify({"hints": hints_told(_planned(form), _hazard_within_reach(prefix))})


Refusal = tuple[LineForm, ChangedMeanwhile | None]


def _write(found: CapVersion, hazard: Hazard, form: LineForm) -> Refusal | None:
    conflict = None
    if form.validate():
        try:
            plans.write_line(
                db(), found, hazard, _planned(form), opened_at=_revision(form), who=who(), moment=site().moment
            )
        except ChangedMeanwhile as refusal:
            conflict = refusal
            form.refuse(refusal)
            form.opened_at.data = str(refusal.revision)
        except WrongDay as refusal:
            form.refuse(refusal, at="due_on")
        except WhyAnotherDate as refusal:
            form.refuse(refusal, at="why_date")
        except Refused as refusal:
            form.refuse(refusal)
    return (form, conflict) if form.errors else None


def _page(found: CapVersion, refused: dict[int, Refusal], *, saved: int = 0) -> str:
    rows = rows_of(db(), found, who=who(), moment=site().moment)
    last = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    page = min(whole_number("page", last=LAST_PAGE), last)
    first = (page - 1) * ROWS_ON_A_PAGE
    # A line that was refused is shown even if its hazard has moved to another page meanwhile.
    shown = [
        row for place, row in enumerate(rows) if first <= place < first + ROWS_ON_A_PAGE or row.hazard.id in refused
    ]
    lines = [_line(row, refused.get(row.hazard.id)) for row in shown]
    return render_template(
        "desk/plan_lines.html",
        version=found,
        lines=lines,
        refused=[line for line in lines if line.form.errors],
        saved=saved,
        page=page,
        pages=range(1, last + 1),
        planned=sum(row.line is not None for row in rows),
        count=len(rows),
    )


def _line(row: PlanRow, refusal: Refusal | None) -> Line:
    if refusal:
        form, conflict = refusal
        return Line(row, form, (), conflict)
    line, before = row.line, row.before
    form = LineForm(
        formdata=None,
        prefix=f"h{row.hazard.id}-",
        action_plan=line.action_plan if line else before.action_plan,
        action_plan_bn=line.action_plan_bn if line else before.action_plan_bn,
        responsible_person=line.responsible_person if line else before.responsible_person,
        due_on=line.due_on if line else before.due_on,
        why_date=line.why_date if line else None,
        cost_bdt=line.cost_bdt if line else None,
        opened_at=str(line.revision) if line else "",
    )
    form.was.data = _word_for(form)
    return Line(row, form, tuple(hints_told(line, row.hazard)) if line else ())


def _hazards_sent() -> list[int]:
    sent = [int(match[1]) for name in request.form if (match := _FIELD.fullmatch(name))]
    if len(sent) > 2 * ROWS_ON_A_PAGE:
        abort(422)
    return sent


def _hazard_or_404(hazard_id: int) -> Hazard:
    hazard = db().get(Hazard, hazard_id)
    if hazard is None:
        abort(404)
    require(thing_of_hazard(db(), hazard))
    return hazard


def _hazard_within_reach(prefix: str) -> Hazard | None:
    """Return the hazard that the prefix of the fields names; None where the visitor plans nothing for it."""
    match = _PREFIX.fullmatch(prefix)
    hazard = db().get(Hazard, int(match[1])) if match else None
    return hazard if hazard and may(Action.WRITE_PLAN, thing_of_hazard(db(), hazard)) else None


def _word_for(form: LineForm) -> str:
    """Return a word for what stands in the fields; browsers send every line end as two characters."""
    values = (form.action_plan, form.action_plan_bn, form.responsible_person, form.why_date)
    raw = form.due_on.raw_data, form.cost_bdt.raw_data
    told = [(each.data or "").replace("\r\n", "\n").strip() for each in values]
    for field, sent in zip((form.due_on, form.cost_bdt), raw, strict=True):
        told.append(sent[0].strip() if sent else "" if field.data is None else str(field.data))
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def _revision(form: LineForm) -> int | None:
    typed_in = form.opened_at.data or ""
    return int(typed_in) if typed_in.isascii() and typed_in.isdigit() and len(typed_in) < LONGEST_NUMBER else None


def _planned(form: LineForm) -> Planned:
    return Planned(
        action_plan=form.action_plan.data,
        action_plan_bn=form.action_plan_bn.data,
        responsible_person=form.responsible_person.data,
        due_on=form.due_on.data,
        why_date=form.why_date.data,
        cost_bdt=form.cost_bdt.data,
    )


def hints_told(line: CapLine | Planned, hazard: Hazard | None) -> list[str]:
    """Return in sentences what a line lacks, in whichever language it is written."""
    wanted_by = due_on(hazard.found_on, parse_timeline(hazard.recommended_timeline or "")) if hazard else None
    found = hints_of(
        " ".join(text for text in (line.action_plan, line.action_plan_bn) if text),
        responsible_person=line.responsible_person,
        due_on=line.due_on,
        cost_bdt=line.cost_bdt,
        wanted_by=wanted_by,
    )
    return [gettext(SENTENCES[hint], day=day(wanted_by) if wanted_by else "") for hint in found]
