"""The programme as a whole, and the register of its published factories."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from accord.gateways.snapshot.programme import FactoryLine
from accord.gateways.snapshot.programme import Programme as FiguresOfProgramme
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.wording import Text, Wording
from accord.rules.progress import Progress
from accord.rules.rate_picture import RatePicture, picture_of
from accord.rules.vocabulary import FactoryStatus
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.parameters import one_of, whole_number
from accord.web.public.search import matching
from accord.web.site import site

LONGEST_QUERY = 100
LINES_PER_PAGE = 100

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class Programme:
    """The figures of all published factories together, shared hazards counted once."""

    progress: Progress
    initial: RatePicture
    new: RatePicture
    withdrawn: int
    statuses: tuple[tuple[FactoryStatus, int], ...]
    factory_count: int


@dataclass(frozen=True)
class Line:
    """One factory of the register as it is shown."""

    number: int
    name: Text
    district: str | None
    status: FactoryStatus | None
    rate: RatePicture
    progress: Progress


@dataclass(frozen=True)
class Found:
    """What a search of the register shows: one page of the lines that were found."""

    query: str
    status: FactoryStatus | None
    lines: tuple[Line, ...]
    count: int
    page: int
    last_page: int


@bp.get("/")
@serves(Action.READ_PUBLISHED)
def show() -> str:
    """Show the programme's rates, what is late, and every published factory."""
    try:
        programme = site().snapshot.programme(as_of=site().today)
    except NothingPublished:
        return render_template("public/home.html", programme=None, found=_search(()))
    return render_template("public/home.html", programme=_shown(programme), found=_search(programme.register.lines))


def _shown(programme: FiguresOfProgramme) -> Programme:
    progress = programme.register.progress
    counts = Counter(line.status for line in programme.register.lines if line.is_covered)
    return Programme(
        progress=progress,
        initial=picture_of(progress.initial),
        new=picture_of(progress.new),
        withdrawn=progress.initial.withdrawn + progress.new.withdrawn,
        statuses=tuple((status, counts[status]) for status in FactoryStatus if counts[status]),
        factory_count=len(programme.register.covered),
    )


def _search(lines: Sequence[FactoryLine]) -> Found:
    query = " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())
    status = one_of("status", FactoryStatus)
    found = [line for line in matching(lines, query) if status in (None, line.status)]
    last_page = max(1, -(-len(found) // LINES_PER_PAGE))
    page = whole_number("page", last=last_page)
    wording = Wording(language())
    shown = found[(page - 1) * LINES_PER_PAGE : page * LINES_PER_PAGE]
    return Found(query, status, tuple(_line(line, wording) for line in shown), len(found), page, last_page)


def _line(line: FactoryLine, wording: Wording) -> Line:
    factory = line.factory
    return Line(
        number=factory.number,
        name=wording.of(factory.name, factory.name_bn) or wording.written(factory.name),
        district=factory.district,
        status=line.status,
        rate=picture_of(line.progress.initial, line.status),
        progress=line.progress,
    )
