"""What the address of the register asks for: the address is the whole state, so that it can be kept and sent on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from flask import request

from accord.casework.desk.register.listing import Cut, Order
from accord.casework.desk.register.selection import Day, Selection, Waiting
from accord.rules.desk.hazard_search import words_asked
from accord.rules.vocabulary import Category, Discipline, Origin, Severity, Status
from accord.web.parameters import BadParameter, day, one_of, whole_number
from accord.web.site import site

LONGEST_QUERY = 200
ROWS_PER_PAGE = 50
MOST_PAGES = 99_999
DUE_WITHIN_DAYS = (7, 30, 90, 180)
OLDER_THAN_DAYS = (90, 180, 365, 730, 1825)
LAST_ID = 999_999

NAMES = {
    "words": "q",
    "factory": "factory",
    "building_id": "building",
    "discipline": "discipline",
    "category": "category",
    "status": "status",
    "severity": "severity",
    "origin": "origin",
    "is_overdue": "overdue",
    "lacks_date": "no_date",
    "was_reopened": "reopened",
    "due_within_days": "due",
    "waiting": "waiting",
    "older_than_days": "age",
    "engineer_id": "engineer",
    "signatory": "signatory",
    "district": "district",
    "is_covered": "covered",
}
"""The parameter of each part of a selection."""


@dataclass(frozen=True)
class RegisterQuery:
    """What was asked for."""

    selection: Selection
    typed: str
    """The words as they were typed."""
    day: Day
    order: Order
    is_down: bool
    page: int

    @property
    def cut(self) -> Cut:
        """The rows of the page."""
        return Cut(self.order, self.is_down, (self.page - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)

    @property
    def chosen(self) -> Mapping[str, str]:
        """Everything by which the hazards are narrowed, as parameters; what stands for all is left out."""
        narrowed = {
            NAMES[field.name]: _written(getattr(self.selection, field.name)) for field in fields(self.selection)
        }
        return {name: value for name, value in (narrowed | {"q": self.typed}).items() if value}

    @property
    def days(self) -> Mapping[str, str]:
        """The days asked about, where they are not today."""
        asked = {"as_of": self.day.as_of, "known_at": self.day.known_at}
        return {name: value.isoformat() for name, value in asked.items() if value != self.day.today}

    @property
    def sorting(self) -> Mapping[str, str]:
        """The order, where it is not the usual one."""
        if (self.order, self.is_down) == (Order.RECORDED, True):
            return {}
        return {"sort": self.order.value, "dir": "down" if self.is_down else "up"}

    @property
    def parameters(self) -> dict[str, str]:
        """All but the page."""
        return {**self.chosen, **self.days, **self.sorting}

    @property
    def text(self) -> str:
        """All but the page, as it follows the question mark."""
        return urlencode(self.parameters)


def asked_register() -> RegisterQuery:
    """Return what the address asks for; a word that means nothing here is refused by name."""
    typed = " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())
    today = site().today
    known_at = day("known_at", today=today)
    selection = Selection(
        words=words_asked(typed),
        factory=_number("factory", last=99_999),
        building_id=_number("building", last=LAST_ID),
        discipline=one_of("discipline", Discipline),
        category=one_of("category", Category),
        status=one_of("status", Status),
        severity=one_of("severity", Severity),
        origin=one_of("origin", Origin),
        is_overdue=_yes("overdue"),
        lacks_date=_yes("no_date"),
        was_reopened=_yes("reopened"),
        due_within_days=_number("due", last=3650),
        waiting=one_of("waiting", Waiting),
        older_than_days=_number("age", last=36_500),
        engineer_id=_number("engineer", last=LAST_ID),
        signatory=request.args.get("signatory") or None,
        district=request.args.get("district") or None,
        is_covered=_yes("covered"),
    )
    order = one_of("sort", Order) or Order.RECORDED
    return RegisterQuery(
        selection=selection,
        typed=typed,
        day=Day(day("as_of", today=today), known_at, site().moment.end_of(known_at), today),
        order=order,
        is_down=_is_down(order),
        page=whole_number("page", last=MOST_PAGES),
    )


def _number(name: str, *, last: int) -> int | None:
    return whole_number(name, last=last) if request.args.get(name) else None


def _yes(name: str) -> bool:
    asked = request.args.get(name, "")
    if asked not in ("", "yes"):
        raise BadParameter(name, expected=("yes",))
    return asked == "yes"


def _is_down(order: Order) -> bool:
    asked = request.args.get("dir", "")
    if asked not in ("", "up", "down"):
        raise BadParameter("dir", expected=("up", "down"))
    return asked == "down" if asked else order is Order.RECORDED


def _written(value: object) -> str:
    if isinstance(value, tuple) or value is None or value is False:
        return ""
    return "yes" if value is True else str(value)
