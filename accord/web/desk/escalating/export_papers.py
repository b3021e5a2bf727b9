"""The export papers (Utilization Declarations) of an ineligible factory: asked for, withheld, restored."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug import Response
from wtforms import StringField, TextAreaField

from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation import consequences
from accord.casework.escalation.consequences import FOLLOWS, is_no_longer_ineligible, last_step
from accord.casework.escalation.refused import NotAhead
from accord.casework.refusals import N_, Refused
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.ineligibility import DeclarationStep
from accord.rules.escalation.words import LAST_STAGE, Declarations
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.saying import refuse
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import require
from accord.web.desk.visiting.fields import ID, DayField, OneOf, offered
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("export_papers", __name__, url_prefix=f"/desk/export-papers/<{ID}:change_id>")


class PapersForm(DeskForm):
    """A step with the export papers."""

    step = OneOf(N_("What happened"), [REQUIRED])
    happened_on = DayField(N_("On which day"), [REQUIRED])
    reference = StringField(N_("Reference of the letter"), [Longest(120)], filters=[stripped])
    note = TextAreaField(N_("In words"), [Longest(4000)], filters=[stripped])


@bp.get("")
@serves(Action.HEAR_FACTORY)
def show(change_id: int) -> str:
    """Show what became of the export papers, and ask what happened next."""
    return _page(_change_or_404(change_id), PapersForm(formdata=None, happened_on=site().today))


@bp.post("")
@serves(Action.HEAR_FACTORY)
def record(change_id: int) -> Response | tuple[str, int]:
    """Record a step with the export papers."""
    change, form = _change_or_404(change_id), PapersForm()
    form.step.choices = offered(Declarations)
    if form.validate():
        try:
            consequences.record_declarations(
                db(),
                change,
                Declarations(form.step.data),
                happened_on=form.happened_on.day,
                reference=form.reference.data,
                note=form.note.data,
                who=who(),
                moment=site().moment,
            )
        except Refused as refusal:
            refuse(form, refusal, at="happened_on" if isinstance(refusal, NotAhead) else None)
        else:
            number = db().get_one(Factory, change.factory_id).number
            db().commit()
            flash(gettext("It is recorded."))
            return redirect(url_for("stages.show", number=number), 303)
    db().rollback()
    return _page(_change_or_404(change_id), form), 422


def steps_of(change: StageChange) -> Sequence[DeclarationStep]:
    """Return what became of the export papers, in the order of recording."""
    return (
        db()
        .scalars(
            select(DeclarationStep).where(DeclarationStep.stage_change_id == change.id).order_by(DeclarationStep.id)
        )
        .all()
    )


def _change_or_404(change_id: int) -> StageChange:
    change = db().get(StageChange, change_id)
    if change is None or change.stage != LAST_STAGE or change.retracts_id is not None:
        abort(404)
    require(thing_of_factory(db().get_one(Factory, change.factory_id)))
    return change


def _page(change: StageChange, form: PapersForm) -> str:
    is_over = is_no_longer_ineligible(db(), change, today=site().today)
    open_steps = FOLLOWS[last_step(db(), change)] & (
        frozenset({Declarations.RESTORED}) if is_over else set(Declarations)
    )
    form.step.choices = offered(each for each in Declarations if each in open_steps)
    return render_template(
        "desk/stages/export_papers.html",
        change=change,
        factory=db().get_one(Factory, change.factory_id),
        steps=steps_of(change),
        is_over=is_over,
        form=form if open_steps else None,
    )
