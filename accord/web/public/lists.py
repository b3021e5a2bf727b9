"""The public lists of factories: completed, ineligible, handed over and closed; each on any day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, render_template

from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.wording import Text, Wording
from accord.rules.figures.progress import Progress
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.public.disclosed_ineligibility import Counted
from accord.rules.public.public_lists import Ineligibility, Leave, ineligibility, leave
from accord.rules.vocabulary import FactoryStatus
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.parameters import day
from accord.web.passed_over import takes
from accord.web.public.lists_beside import Beside, beside_completed, beside_ineligible
from accord.web.public.names import names_of
from accord.web.public.register_page import coverage_words, file_address
from accord.web.site import site

bp = Blueprint("lists", __name__)


@dataclass(frozen=True)
class Entry:
    """One factory in a list; what its list does not tell is None."""

    number: int
    name: Text
    other_name: Text | None
    district: str | None
    coverage: str | None
    """In words, where the programme does not cover it."""
    open_orders: int
    progress: Progress
    new: RatePicture
    recognised_on: date | None
    ineligible: Ineligibility | None
    ineligible_because: Text | None
    counted: Counted | None
    conditions: Text | None
    """For requalification."""
    left: Leave | None
    left_because: Text | None


@dataclass(frozen=True)
class ListPage:
    """A list as it stood on a day; `entries` None: nothing was ever published."""

    as_of: date
    past_day: date | None
    """The day, where it is not today."""
    entries: tuple[Entry, ...] | None
    csv: str
    has_untranslated: bool = False
    beside: Beside | None = None
    """What stands beneath the list, where anything does."""


@bp.get("/completed")
@serves(Action.READ_PUBLISHED)
@takes("as_of")
def completed() -> str:
    """Show the factories whose initial CAP is completed, with what is still open beside the green word."""
    return render_template("public/completed.html", page=_page("completed", completed_on, beside_completed))


@bp.get("/ineligible")
@serves(Action.READ_PUBLISHED)
@takes("as_of")
def ineligible() -> str:
    """Show the factories that no signatory may buy from, since when and why."""
    return render_template("public/ineligible.html", page=_page("ineligible", ineligible_on, beside_ineligible))


@bp.get("/handed-over")
@serves(Action.READ_PUBLISHED)
@takes("as_of")
def handed_over() -> str:
    """Show the factories handed over to the regulator, and the closed ones."""
    return render_template("public/handed_over.html", page=_page("handed-over", left_on))


def completed_on(register: RegisterOfDay) -> list[FactoryLine]:
    """Return the factories whose initial CAP was completed and recognised on that day, the latest letter first."""
    there = (line for line in register.lines if line.status is FactoryStatus.INITIAL_CAP_COMPLETED)
    return sorted(there, key=lambda line: line.recognised_on or date.min, reverse=True)


def ineligible_on(register: RegisterOfDay) -> list[FactoryLine]:
    """Return the factories that were ineligible on that day, the latest first."""
    found = [(line, ineligibility(line.past.stages, as_of=register.counts.as_of)) for line in register.lines]
    there = [(line, since.effective_on) for line, since in found if since]
    return [line for line, _ in sorted(there, key=lambda each: each[1], reverse=True)]


def left_on(register: RegisterOfDay) -> list[FactoryLine]:
    """Return the factories that had been handed over or closed by that day, the latest first."""
    found = [(line, leave(line.past.coverage_changes, as_of=register.counts.as_of)) for line in register.lines]
    there = [(line, how.from_on or date.min) for line, how in found if how]
    return [line for line, _ in sorted(there, key=lambda each: each[1], reverse=True)]


def _page(
    name: str,
    on_that_day: Callable[[RegisterOfDay], list[FactoryLine]],
    beneath: Callable[[RegisterOfDay, Wording], Beside] | None = None,
) -> ListPage:
    today = site().today
    as_of = day("as_of", today=today)
    parameters = {"as_of": as_of.isoformat()} if as_of != today else {}
    page = ListPage(as_of, as_of if parameters else None, None, file_address(name, "csv", parameters))
    try:
        register = site().snapshot.register(as_of=as_of)
    except NothingPublished:
        return page
    reasons = Wording(language())
    entries = tuple(_entry(line, reasons, as_of=as_of) for line in on_that_day(register))
    beside = beneath(register, reasons) if beneath else None
    return replace(page, entries=entries, has_untranslated=reasons.has_untranslated, beside=beside)


def _entry(line: FactoryLine, reasons: Wording, *, as_of: date) -> Entry:
    factory, progress = line.factory, line.progress
    name, other_name = names_of(factory, Wording(reasons.language))
    since = ineligibility(line.past.stages, as_of=as_of)
    left = leave(line.past.coverage_changes, as_of=as_of)
    return Entry(
        number=factory.number,
        name=name,
        other_name=other_name,
        district=factory.district,
        coverage=coverage_words(line.coverage),
        open_orders=len(line.open_orders),
        progress=progress,
        new=picture_of(progress.new, line.status, is_published=line.edition is not None),
        recognised_on=line.recognised_on,
        ineligible=since,
        ineligible_because=reasons.of(since.reason, since.reason_bn) if since else None,
        counted=line.past.counted(since, as_of=as_of) if since else None,
        conditions=reasons.of(since.conditions, since.conditions_bn) if since else None,
        left=left,
        left_because=reasons.of(left.reason, left.reason_bn) if left else None,
    )


def entry_of(line: FactoryLine, reasons: Wording, *, as_of: date) -> Entry:
    """Return a factory as a list of that day shows it."""
    return _entry(line, reasons, as_of=as_of)
