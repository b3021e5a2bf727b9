"""The programme over time, as its page shows it: a chart of both rates, and for each month why they moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accord.gateways.formats import format_date, format_month, format_number, format_percent
from accord.rules.figures.charts import RateChart, Reading, mark, rate_chart
from accord.rules.figures.falls import Fall, every_fall, largest_falls, lowering
from accord.rules.figures.series import Month, Moves, SeriesPoint, first_day, month_of
from accord.web.language import gettext, language, ngettext


@dataclass(frozen=True)
class MonthLine:
    """One month in the table beneath the chart; `label` is the day itself where the month has not ended."""

    label: str
    point: SeriesPoint
    moved: tuple[str, ...]
    """Why the rates moved since the month before, in words."""


@dataclass(frozen=True)
class Series:
    """The chart, what it says in words, and its figures month by month, the latest first."""

    chart: RateChart | None
    """None where there are fewer than two rates to draw."""
    labels: tuple[str, ...]
    """Of the ticks of its months."""
    said: str
    falls: tuple[str, ...]
    """The largest of them."""
    every_fall: tuple[str, ...]
    """All of them, where there are more than those."""
    not_known: str
    """Why some months have no rate; empty where each has one."""
    marks: tuple[tuple[Decimal, Decimal], ...]
    """Where in the chart the falls lie that are told of."""
    months: tuple[MonthLine, ...]


def series_of_page(points: Sequence[SeriesPoint]) -> Series:
    """Return the series as it is shown."""
    chart = rate_chart(
        [Reading(month_of(point.as_of), point.tally.verified_percent, point.tally.reported_percent) for point in points]
    )
    falls, every = largest_falls(points), every_fall(points)
    return Series(
        chart=chart,
        labels=tuple(_month(month) for month in chart.months.ticks) if chart else (),
        said=_said(points),
        falls=tuple(map(_fall_in_words, falls)),
        every_fall=tuple(map(_fall_in_words, every)) if len(every) > len(falls) else (),
        not_known=_why_not_known([point for point in points if point.tally.unknown]),
        marks=tuple(_mark(fall.after, chart) for fall in falls) if chart else (),
        months=tuple(
            MonthLine(_when(point, is_last=point is points[-1]), point, tuple(moves_in_words(point.moves).values()))
            for point in reversed(points)
        ),
    )


def moves_in_words(moves: Moves) -> dict[str, str]:
    """Return in words everything that moved the rates in a month, by the name of the move; the others are left out."""
    factories_joined, factories_left = moves.factories_joined, moves.factories_left
    said = {
        "verified": (moves.verified, ngettext("%(count)s verified", "%(count)s verified", moves.verified)),
        "reported": (moves.reported, ngettext("%(count)s reported", "%(count)s reported", moves.reported)),
        "not_accepted": (
            moves.not_accepted,
            ngettext("%(count)s report not accepted", "%(count)s reports not accepted", moves.not_accepted),
        ),
        "reopened": (moves.reopened, ngettext("%(count)s reopened", "%(count)s reopened", moves.reopened)),
        "withdrawn": (moves.withdrawn, ngettext("%(count)s withdrawn", "%(count)s withdrawn", moves.withdrawn)),
        "found": (moves.found, ngettext("%(count)s hazard found", "%(count)s hazards found", moves.found)),
        "joined": (
            factories_joined,
            ngettext(
                "%(count)s factory with %(hazards)s joined",
                "%(count)s factories with %(hazards)s joined",
                factories_joined,
            ),
        ),
        "left": (
            factories_left,
            ngettext(
                "%(count)s factory with %(hazards)s left", "%(count)s factories with %(hazards)s left", factories_left
            ),
        ),
    }
    hazards = {"joined": moves.joined, "left": moves.left}
    return {
        name: words % {"count": format_number(count, language()), "hazards": _hazards(hazards.get(name, 0))}
        for name, (count, words) in said.items()
        if count
    }


def _hazards(count: int) -> str:
    return ngettext("%(count)s hazard", "%(count)s hazards", count) % {"count": format_number(count, language())}


def _said(points: Sequence[SeriesPoint]) -> str:
    known = [point for point in points if point.tally.verified_percent is not None]
    if not known:
        return ""
    return gettext(
        "Verified %(verified_first)s and reported %(reported_first)s in %(first)s; verified %(verified_last)s and "
        "reported %(reported_last)s on %(last)s.",
        verified_first=_verified(known[0]),
        reported_first=_reported(known[0]),
        first=format_month(known[0].as_of, language()),
        verified_last=_verified(known[-1]),
        reported_last=_reported(known[-1]),
        last=format_date(known[-1].as_of, language()),
    )


def _why_not_known(unknown: Sequence[SeriesPoint]) -> str:
    if not unknown:
        return ""
    said = ngettext(
        "For %(count)s month, %(first)s, there is no rate, since of some hazards nobody can say how they stood then: "
        "they come from documents that were kept elsewhere, and what those tell of them begins later. No rate is "
        "better than a wrong one.",
        "For %(count)s months between %(first)s and %(last)s there is no rate, since of some hazards nobody can say "
        "how they stood then: they come from documents that were kept elsewhere, and what those tell of them begins "
        "later. No rate is better than a wrong one.",
        len(unknown),
    )
    return said % {
        "count": format_number(len(unknown), language()),
        "first": format_month(unknown[0].as_of, language()),
        "last": format_month(unknown[-1].as_of, language()),
    }


def _fall_in_words(fall: Fall) -> str:
    moves = moves_in_words(fall.after.moves)
    reasons = [moves[name] for name in lowering(fall.after.moves) if name in moves]
    told = {
        "month": format_month(fall.after.as_of, language()),
        "before": _verified(fall.before),
        "after": _verified(fall.after),
    }
    if not reasons:
        return gettext("In %(month)s the verified rate fell from %(before)s to %(after)s.", **told)
    return gettext(
        "In %(month)s the verified rate fell from %(before)s to %(after)s: %(reasons)s.",
        reasons=", ".join(reasons),
        **told,
    )


def _verified(point: SeriesPoint) -> str:
    return format_percent(point.tally.verified_percent, language()) or ""


def _reported(point: SeriesPoint) -> str:
    return format_percent(point.tally.reported_percent, language()) or ""


def _month(month: Month) -> str:
    return format_month(first_day(month), language())


def _when(point: SeriesPoint, *, is_last: bool) -> str:
    return format_date(point.as_of, language()) if is_last else format_month(point.as_of, language())


def _mark(point: SeriesPoint, chart: RateChart) -> tuple[Decimal, Decimal]:
    return mark(month_of(point.as_of), point.tally.verified_percent or Decimal(0), chart.months)
