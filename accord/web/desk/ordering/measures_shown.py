"""The measures of an order at one look: each with a mark and a word for how far it has come, never a colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.gateways.wording import Text, Wording
from accord.records.order_care import OrderMeasure
from accord.rules.moments import Moment
from accord.rules.orders.words import MeasureStep
from accord.web.desk.ordering.order_words import place_called
from accord.web.filters import day
from accord.web.language import gettext, language

MARKS = {MeasureStep.VERIFIED: "●", MeasureStep.HANDED_IN: "◐"}
EMPTY_MARK = "○"
WAITS = frozenset({MeasureStep.SET, MeasureStep.NOT_ACCEPTED})


@dataclass(frozen=True)
class MeasureShown:
    """A measure, and how far it has come."""

    mark: str
    words: Text
    where: str | None
    state: str
    is_late: bool


def measures_shown(measures: Sequence[OrderMeasure], *, moment: Moment) -> tuple[MeasureShown, ...]:
    """Return the measures with how far each has come."""
    return tuple(_shown(each, moment) for each in measures)


def waits(measure: OrderMeasure) -> bool:
    """Return whether nothing was handed in yet, or nothing that was accepted."""
    return _step_of(measure) in WAITS


def _step_of(measure: OrderMeasure) -> MeasureStep:
    return measure.steps[-1].step if measure.steps else MeasureStep.SET


def _shown(measure: OrderMeasure, moment: Moment) -> MeasureShown:
    wording = Wording(language())
    step = _step_of(measure)
    is_late = waits(measure) and measure.due_on < moment.today
    return MeasureShown(
        mark=MARKS.get(step, EMPTY_MARK),
        words=wording.of(measure.words, measure.words_bn) or wording.written(measure.words),
        where=_where(measure),
        state=_state(measure, step, is_late=is_late),
        is_late=is_late,
    )


def _where(measure: OrderMeasure) -> str | None:
    return place_called(measure.floor, measure.zone) if measure.floor else None


def _state(measure: OrderMeasure, step: MeasureStep, *, is_late: bool) -> str:
    match step:
        case MeasureStep.VERIFIED:
            return gettext("verified")
        case MeasureStep.HANDED_IN:
            return gettext("handed in, to be looked at")
    due = day(measure.due_on)
    if step is MeasureStep.NOT_ACCEPTED:
        return (
            gettext("not accepted, late since %(day)s", day=due)
            if is_late
            else gettext("not accepted, due by %(day)s", day=due)
        )
    return (
        gettext("no evidence, late since %(day)s", day=due)
        if is_late
        else gettext("no evidence yet, due by %(day)s", day=due)
    )
