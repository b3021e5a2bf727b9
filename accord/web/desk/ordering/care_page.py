"""What the page of an order shows beside its steps: measures, the state's orders, production, what was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.files import files_of
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment
from accord.web.desk.ordering.files_shown import FileShown, shown_by_event
from accord.web.desk.ordering.measure_page import MeasuresPart, measures_part
from accord.web.desk.ordering.production_page import ProductionPart, production_part
from accord.web.desk.ordering.state_page import StatePart, state_part


@dataclass(frozen=True)
class CarePage:
    """Each part by itself, worked out so that the template decides nothing."""

    order: SafetyOrder
    measures: MeasuresPart
    state: StatePart
    production: ProductionPart
    came_with: Mapping[int, tuple[FileShown, ...]]
    """What was handed in with each step of the order, by the id of the step."""


def care_of(session: Session, order: SafetyOrder, who: Visitor, *, moment: Moment) -> CarePage:
    """Return what stands beside the order, as far as the visitor sees it."""
    files = files_of(session, order)
    return CarePage(
        order,
        measures=measures_part(session, order, who, files=files, today=moment.today),
        state=state_part(session, order, who),
        production=production_part(session, order, who, moment=moment),
        came_with=shown_by_event(files),
    )
