"""Where something was seen on site: on a day that is told, or on an inspection that is on record."""

from collections.abc import Sequence

from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.orders.refused import NotThisInspection
from accord.casework.orders.seen_on import inspections_for
from accord.records.inspection import Inspection
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment
from accord.web.desk.ordering.step_form import StepForm
from accord.web.filters import day, plain, visit
from accord.web.language import gettext


def offer_inspections(session: Session, order: SafetyOrder, forms: Sequence[StepForm], *, moment: Moment) -> None:
    """Let the forms offer the latest inspections on which it may have been seen."""
    if not forms:
        return
    found = inspections_for(session, order, moment=moment)
    choices = [SelectChoice("", gettext("no inspection")), *(SelectChoice(str(each.id), _name(each)) for each in found)]
    for form in forms:
        form.inspection.choices = choices


def inspection_of(session: Session, order: SafetyOrder, form: StepForm, *, moment: Moment) -> Inspection | None:
    """Return the inspection that was chosen, or None; raises a refusal where it is none of those that are offered."""
    if not form.inspection.data:
        return None
    for each in inspections_for(session, order, moment=moment):
        if str(each.id) == form.inspection.data:
            return each
    raise NotThisInspection


def _name(inspection: Inspection) -> str:
    what = visit(inspection.kind, inspection.ordinal)
    return f"{day(inspection.inspected_on)} · {what} · {plain(inspection.factory.number)}"
