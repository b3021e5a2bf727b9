"""What the register of hazards shows, worked out so that its template decides nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.desk.register.choices import Choices, choices_for
from accord.casework.desk.register.listing import Found, Order, found_hazards
from accord.casework.desk.register.rows import factories_shown, hazards_by_id
from accord.casework.desk.register.stands import Stand
from accord.casework.desk.register.views import views_of
from accord.casework.desk.visitors import Visitor
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.person import SavedView
from accord.rules.desk.actions import Action
from accord.rules.figures.progress import Progress, is_overdue
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.moments import Moment
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline, Origin, Severity, Status
from accord.web.desk.register_query import DUE_WITHIN_DAYS, OLDER_THAN_DAYS, ROWS_PER_PAGE, RegisterQuery
from accord.web.filters import number, place, plain, word
from accord.web.language import gettext

FILES = {"XLSX": "hazards.xlsx", "CSV": "hazards.csv"}


@dataclass(frozen=True)
class Row:
    """One hazard of the list."""

    hazard: Hazard
    factories: tuple[Factory, ...]
    """Those that the visitor may see, by number."""
    stand: Stand
    is_overdue: bool


@dataclass(frozen=True)
class Chip:
    """Something by which the list is narrowed, and the address of the list without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Option:
    """One thing that a field offers."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class Field:
    """A field of the search with what it offers, all alike; the first option stands for all."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Head:
    """The head of a column with the address that sorts by it; `sorted` as a browser is told, None: it is not."""

    label: str
    address: str
    sorted: str | None


@dataclass(frozen=True)
class KeptView:
    """An address that was kept under a name."""

    view: SavedView
    address: str


@dataclass(frozen=True)
class RegisterPage:
    """The register as it was asked for."""

    query: RegisterQuery
    count: int
    progress: Progress
    initial: RatePicture
    new: RatePicture
    figures: tuple[tuple[str, int, str, bool], ...]
    """Overdue, no date, reopened: what, how many, where they are listed, whether it is bad."""
    rows: tuple[Row, ...]
    heads: tuple[Head, ...]
    chips: tuple[Chip, ...]
    fields: tuple[Field, ...]
    views: tuple[KeptView, ...]
    files: tuple[tuple[str, str], ...]
    last_page: int
    before: str | None
    after: str | None


def register_page(session: Session, query: RegisterQuery, who: Visitor, *, moment: Moment) -> RegisterPage:
    """Return the page that was asked for."""
    found = found_hazards(session, query.selection, who.sight(Action.READ_HAZARD), day=query.day, cut=query.cut)
    choices = choices_for(session, query.selection, who)
    last_page = max(1, -(-found.count // ROWS_PER_PAGE))
    return RegisterPage(
        query=query,
        count=found.count,
        progress=found.progress,
        initial=picture_of(found.progress.initial),
        new=picture_of(found.progress.new),
        figures=_figures(query, found.progress),
        rows=_rows(session, found, query, who),
        heads=tuple(_heads(query)),
        chips=tuple(_chips(query, choices)),
        fields=tuple(_fields(query, choices)),
        views=tuple(KeptView(view, f"{url_for('hazards.register')}?{view.query}") for view in views_of(session, who)),
        files=tuple((name, _address(query.parameters, endpoint)) for name, endpoint in FILES.items()),
        last_page=last_page,
        before=_page(query, query.page - 1) if query.page > 1 else None,
        after=_page(query, query.page + 1) if query.page < last_page else None,
    )


def _rows(session: Session, found: Found, query: RegisterQuery, who: Visitor) -> tuple[Row, ...]:
    hazards = hazards_by_id(session, list(found.stands))
    return tuple(
        Row(
            hazards[id_],
            factories_shown(hazards[id_], who),
            stand,
            is_overdue(stand.status, stand.due_on, query.day.as_of),
        )
        for id_, stand in found.stands.items()
    )


def _figures(query: RegisterQuery, progress: Progress) -> tuple[tuple[str, int, str, bool], ...]:
    asked = {
        "overdue": (gettext("overdue"), progress.overdue, True),
        "no_date": (gettext("no date"), progress.no_date, True),
        "reopened": (gettext("reopened"), progress.reopened, False),
    }
    return tuple(
        (label, count, _address(query.parameters | {name: "yes"}), is_bad and count > 0)
        for name, (label, count, is_bad) in asked.items()
    )


def _heads(query: RegisterQuery) -> Iterator[Head]:
    labels = {
        Order.ITEM: gettext("item"),
        Order.FACTORY: gettext("factory"),
        Order.CATEGORY: gettext("hazard"),
        Order.SEVERITY: gettext("severity"),
        Order.STATUS: gettext("status"),
        Order.SINCE: gettext("since"),
        Order.DUE: gettext("agreed date"),
        Order.FOUND: gettext("found"),
    }
    for order, label in labels.items():
        is_current = query.order is order
        turned = {"sort": order.value, "dir": "down" if is_current and not query.is_down else "up"}
        sorted_ = ("descending" if query.is_down else "ascending") if is_current else None
        yield Head(label, _address({**query.chosen, **query.days, **turned}), sorted_)


def _chips(query: RegisterQuery, choices: Choices) -> Iterator[Chip]:
    labels = {(field.name, each.value): each.label for field in _fields(query, choices) for each in field.options}
    said: Mapping[str, Callable[[str], str]] = {
        "q": lambda value: f"“{value}”",
        "factory": lambda value: gettext("factory %(number)s", number=plain(int(value))),
        "overdue": lambda _: gettext("overdue"),
        "no_date": lambda _: gettext("no date"),
        "reopened": lambda _: gettext("reopened"),
        "covered": lambda _: gettext("covered by the programme"),
        "engineer": lambda value: choices.engineers.get(int(value), value),
        "building": lambda value: choices.buildings.get(int(value), value),
        "signatory": lambda value: value,
        "district": place,
        "due": _due_words,
        "age": _age_words,
    }
    for name, value in query.chosen.items():
        words = said[name](value) if name in said else labels.get((name, value), value)
        rest = {key: kept for key, kept in query.parameters.items() if key != name}
        yield Chip(words, _address(rest))


def _fields(query: RegisterQuery, choices: Choices) -> Iterator[Field]:
    chosen = query.chosen

    def field(name: str, label: str, offered: Sequence[tuple[str, str]], every: str) -> Field:
        options = (("", every), *offered)
        current = chosen.get(name, "")
        return Field(name, label, tuple(Option(value, said, value == current) for value, said in options))

    discipline = query.selection.discipline
    yield field("discipline", gettext("Discipline"), _words(Discipline), gettext("all disciplines"))
    yield field("status", gettext("Status"), _words(Status), gettext("every status"))
    yield field("severity", gettext("Severity"), _words(Severity), gettext("every severity"))
    yield field("category", gettext("Category"), _categories(discipline), gettext("all categories"))
    yield field("origin", gettext("Initial or new"), _words(Origin), gettext("both"))
    yield field(
        "due",
        gettext("Agreed date within"),
        [(str(n), _due_words(str(n))) for n in DUE_WITHIN_DAYS],
        gettext("at any time"),
    )
    waiting = [("verification", gettext("verification")), ("document", gettext("a document"))]
    yield field("waiting", gettext("Waits on"), waiting, gettext("anything or nothing"))
    yield field("age", gettext("Age"), [(str(n), _age_words(str(n))) for n in OLDER_THAN_DAYS], gettext("any age"))
    yield field("district", gettext("District"), [(each, place(each)) for each in choices.districts], gettext("all"))
    if choices.signatories:
        brands = [(each, each) for each in choices.signatories]
        yield field("signatory", gettext("Signatory"), brands, gettext("all"))
    if choices.engineers:
        people = [(str(id_), name) for id_, name in choices.engineers.items()]
        yield field("engineer", gettext("Engineer"), people, gettext("all"))
    if choices.buildings:
        buildings = [(str(id_), name) for id_, name in choices.buildings.items()]
        yield field("building", gettext("Building"), buildings, gettext("all"))


def _words(members: Any) -> list[tuple[str, str]]:
    return [(member.value, word(member)) for member in members]


def _categories(discipline: Discipline | None) -> list[tuple[str, str]]:
    offered = (each for each in Category if discipline in (None, DISCIPLINE_OF_CATEGORY[each]))
    return sorted(((each.value, word(each)) for each in offered), key=lambda option: option[1])


def _due_words(days: str) -> str:
    return gettext("due within %(days)s days", days=number(int(days)))


def _age_words(days: str) -> str:
    return gettext("older than %(days)s days", days=number(int(days)))


def _page(query: RegisterQuery, page: int) -> str:
    return _address({**query.parameters, "page": str(page)})


def _address(parameters: Mapping[str, Any], endpoint: str = "hazards.register") -> str:
    return url_for(endpoint, **parameters)
