"""The charts of a list of hazards, each with the table of its figures beneath it."""

from dataclasses import dataclass
from decimal import Decimal

from accord.casework.desk.register.series import Charted, MonthEnd
from accord.gateways.formats import format_month, format_percent
from accord.rules.figures.ageing import Band
from accord.rules.figures.charts import RateChart, Reading, lengths, rate_chart
from accord.rules.figures.progress import Tally
from accord.rules.figures.series import first_day
from accord.rules.vocabulary import Category
from accord.web.desk.register_query import RegisterQuery
from accord.web.filters import number, word
from accord.web.language import gettext, language


@dataclass(frozen=True)
class Series:
    """Both rates over time, as the macro of charts draws them, and month by month, the latest first."""

    chart: RateChart | None
    """None where there are fewer than two rates to draw."""
    labels: tuple[str, ...]
    said: str
    marks: tuple[tuple[Decimal, Decimal], ...]
    months: tuple[tuple[str, Tally], ...]


@dataclass(frozen=True)
class Length:
    """One bar with what it stands for."""

    label: str
    count: int
    percent: Decimal


@dataclass(frozen=True)
class CategoryLine:
    """One category with its figures and a bar of those still open."""

    label: str
    tally: Tally
    still_open: int
    percent: Decimal


@dataclass(frozen=True)
class ChartsPage:
    """All charts of a list."""

    query: RegisterQuery
    series: Series
    ages: tuple[Length, ...]
    categories: tuple[CategoryLine, ...]


def charts_page(drawn: Charted, query: RegisterQuery) -> ChartsPage:
    """Return the charts as they are shown."""
    return ChartsPage(query, _series(drawn.months), _ages(drawn.open_ages), _categories(drawn.categories))


def _series(months: tuple[MonthEnd, ...]) -> Series:
    chart = rate_chart(
        [Reading(each.month, each.tally.verified_percent, each.tally.reported_percent) for each in months]
    )
    return Series(
        chart=chart,
        labels=tuple(format_month(first_day(month), language()) for month in chart.months.ticks) if chart else (),
        said=_said(months),
        marks=(),
        months=tuple((format_month(first_day(each.month), language()), each.tally) for each in reversed(months)),
    )


def _said(months: tuple[MonthEnd, ...]) -> str:
    known = [each for each in months if each.tally.verified_percent is not None]
    if not known:
        return ""
    return gettext(
        "Verified %(verified)s and reported %(reported)s at the end of %(month)s.",
        verified=format_percent(known[-1].tally.verified_percent, language()),
        reported=format_percent(known[-1].tally.reported_percent, language()),
        month=format_month(first_day(known[-1].month), language()),
    )


def _ages(bands: tuple[Band, ...]) -> tuple[Length, ...]:
    drawn = lengths([band.count for band in bands])
    return tuple(Length(_band(band), band.count, percent) for band, percent in zip(bands, drawn, strict=True))


def _band(band: Band) -> str:
    if band.last_days is None:
        return gettext("%(first)s days and more", first=number(band.first_days))
    return gettext("%(first)s to %(last)s days", first=number(band.first_days), last=number(band.last_days))


def _categories(told: tuple[tuple[Category | None, Tally], ...]) -> tuple[CategoryLine, ...]:
    still_open = [each.in_progress + each.pending_verification + each.unknown for _, each in told]
    return tuple(
        CategoryLine(word(category) if category else gettext("no category"), tally, count, percent)
        for (category, tally), count, percent in zip(told, still_open, lengths(still_open), strict=True)
    )
