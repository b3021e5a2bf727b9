"""What an order was called for by: each danger with its words, its day, and where it was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.desk.things import thing_of_hazard, thing_of_inspection
from accord.casework.desk.visitors import Visitor
from accord.gateways.wording import Text, Wording
from accord.records.order import OrderCause, SafetyOrder
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import EMPTY, OPEN
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderStep
from accord.web.filters import plain
from accord.web.language import gettext, language

_BY_CAUSES = frozenset({OrderStep.RAISED, OrderStep.JOINED})


@dataclass(frozen=True)
class Found:
    """Where a danger was found, and its page."""

    words: str
    address: str


@dataclass(frozen=True)
class CauseShown:
    """A danger because of which the order stands."""

    words: Text
    kind: CauseKind
    discipline: Discipline
    found_on: date
    has_joined: bool
    """Whether the order stood already."""
    found: tuple[Found, ...]
    """Only what the visitor may open."""


def causes_of(session: Session, order: SafetyOrder, who: Visitor, *, moment: Moment) -> tuple[CauseShown, ...]:
    """Return every danger because of which the order stands, in the order in which they became known."""
    return tuple(_shown(session, each, who, place=place, moment=moment) for place, each in enumerate(order.causes))


def by_step(order: SafetyOrder, causes: Sequence[CauseShown]) -> Mapping[int, CauseShown]:
    """Return which danger raised the order, or joined it, by the id of that step."""
    steps = [each for each in order.steps if each.step in _BY_CAUSES]
    return {step.id: cause for step, cause in zip(steps, causes, strict=False)}


def is_report_older(order: SafetyOrder, stands: Standing) -> bool:
    """Return whether somebody reported that it was done before the last danger was known, and nobody saw it since."""
    told = [each.step for each in order.steps if each.step in (OrderStep.COMPLIED, OrderStep.JOINED)]
    return stands.phase in OPEN - EMPTY and OrderStep.COMPLIED in told and told[-1] is OrderStep.JOINED


def words_of(cause: OrderCause) -> Text:
    """Return the words of a danger in the language of the page, where they are on record in it."""
    wording = Wording(language())
    return wording.of(cause.words, cause.words_bn) or wording.written(cause.words)


def _shown(session: Session, cause: OrderCause, who: Visitor, *, place: int, moment: Moment) -> CauseShown:
    return CauseShown(
        words=words_of(cause),
        kind=cause.kind,
        discipline=cause.discipline,
        found_on=moment.civil_date(cause.recorded_at),
        has_joined=place > 0,
        found=tuple(_found(session, cause, who)),
    )


def _found(session: Session, cause: OrderCause, who: Visitor) -> Sequence[Found]:
    found, hazard, inspection = [], cause.hazard, cause.inspection
    if hazard is not None and who.may(Action.READ_HAZARD, thing_of_hazard(session, hazard)):
        words = gettext("the hazard, item %(item)s", item=plain(hazard.item))
        found.append(Found(words, url_for("hazards.show", hazard_id=hazard.id)))
    if inspection is not None and who.may(Action.READ_REPORT, thing_of_inspection(session, inspection)):
        anchor = "measurements" if cause.measurement_id else None
        words = gettext("the measurement") if anchor else gettext("the inspection")
        found.append(Found(words, url_for("inspections.show", inspection_id=inspection.id, _anchor=anchor)))
    return found
