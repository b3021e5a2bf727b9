"""Reads what a simulated programme says from the two tables beside this module: its hazards, and all other words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from accord.casework.simulation.dice import Weighted
from accord.rules.figures.timelines import due_on, parse_timeline
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Coverage, Discipline, OrderKind, Severity
from accord.rules.words.bangla import digits, ordinal

TABLES = Path(__file__).resolve().parent

TwoTongues = tuple[str, str]
"""The same words in English and Bangla."""


@dataclass(frozen=True)
class Template:
    """What the hazards of one category say and how they go. The keys are explained in `hazards.toml`."""

    category: Category
    share: float
    days: int
    stays: float
    returns: float
    within: str
    severity: Severity
    n: tuple[int, int]
    seen: str
    action: TwoTongues
    plan: TwoTongues
    observations: tuple[TwoTongues, ...]
    zone: str | None = None
    is_on_roof: bool = False

    @property
    def discipline(self) -> Discipline:
        """The discipline of the category."""
        return DISCIPLINE_OF_CATEGORY[self.category]

    def days_given(self) -> int:
        """Return how many days the recommended timeline gives."""
        found = date(2001, 1, 1)
        due = due_on(found, parse_timeline(self.within))
        if due is None:
            msg = f"{self.within!r} is no timeline"
            raise ValueError(msg)
        return (due - found).days


@dataclass(frozen=True)
class Trade:
    """What a factory makes."""

    name: TwoTongues
    production: str


@dataclass(frozen=True)
class Area:
    """A town with factories in it, and where it lies in degrees."""

    town: TwoTongues
    upazila: TwoTongues
    district: TwoTongues
    latitude: float
    longitude: float


@dataclass(frozen=True)
class OrderWords:
    """Why an order was made, and how it ended; `vacated` only of evacuations."""

    because: TwoTongues
    lifted: TwoTongues
    vacated: TwoTongues


@dataclass(frozen=True)
class Words:
    """All words of a simulated programme but those of its hazards."""

    factory_words: tuple[TwoTongues, ...]
    trades: tuple[Trade, ...]
    areas: Weighted[Area]
    brands: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    comments: Mapping[str, tuple[str, ...]]
    orders: Mapping[OrderKind, OrderWords]
    stages: tuple[TwoTongues, ...]
    coverage: Mapping[Coverage, TwoTongues]


@cache
def templates() -> Mapping[Category, Template]:
    """Return the template of every category."""
    return {Category(word): _template(Category(word), table) for word, table in _read("hazards.toml").items()}


@cache
def words() -> Words:
    """Return all other words."""
    table = _read("words.toml")
    return Words(
        factory_words=tuple(_pair(pair) for pair in table["factory_words"]),
        trades=tuple(Trade((row["name"], row["name_bn"]), row["production"]) for row in table["trades"]),
        areas=Weighted({_area(row): row["weight"] for row in table["areas"]}),
        # The forms take turns, so that the best known brands are of every kind.
        brands=tuple(f"Sim {word} {form}" for form in table["brands"]["forms"] for word in table["brands"]["words"]),
        others=tuple((row["name"], row["use"]) for row in table["others"]),
        comments={name: (said,) if isinstance(said, str) else tuple(said) for name, said in table["comments"].items()},
        orders={OrderKind(word): _order(row) for word, row in table["orders"].items()},
        stages=tuple(_pair(pair) for pair in table["stages"]["reasons"]),
        coverage={Coverage(word): _pair(pair) for word, pair in table["coverage"].items()},
    )


def floor_named(level: int, roof: int) -> TwoTongues:
    """Return what a floor is called: "Ground floor", "3rd floor", "Roof"; the roof is the level above the last."""
    if level == 0:
        return "Ground floor", "নিচতলা"
    return ("Roof", "ছাদ") if level == roof else (f"{english_ordinal(level)} floor", f"{ordinal(level)} ফ্লোর")


def on_floor(level: int, roof: int) -> TwoTongues:
    """Return where something is: "on the ground floor", "on the 3rd floor", "on the roof"."""
    english, bangla = floor_named(level, roof)
    return f"on the {english[0].lower()}{english[1:]}", f"{bangla}য়" if level == 0 else f"{bangla}ে"


def english_ordinal(number: int) -> str:
    """Return the short form of an ordinal: "1st", "2nd", "12th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def filled(said: TwoTongues, *, on: TwoTongues, grid: str, n: int) -> TwoTongues:
    """Return a sentence with its place, grid point and number; grid points keep Latin digits, as on drawings."""
    english, bangla = said
    return english.format(on=on[0], grid=grid, n=n), bangla.format(on=on[1], grid=grid, n=digits(str(n)))


def _template(category: Category, table: dict[str, Any]) -> Template:
    return Template(
        category,
        **table
        | {
            "severity": Severity(table["severity"]),
            "n": (table["n"][0], table["n"][1]),
            "action": _both(table["action"]),
            "plan": _both(table["plan"]),
            "observations": tuple(_both(said) for said in table["observations"]),
        },
    )


def _area(row: dict[str, Any]) -> Area:
    return Area(_pair(row["town"]), _pair(row["upazila"]), _pair(row["district"]), row["at"][0], row["at"][1])


def _order(row: dict[str, str]) -> OrderWords:
    return OrderWords(
        (row["because"], row["because_bn"]),
        lifted=(row["lifted"], row["lifted_bn"]),
        vacated=(row.get("vacated", row["lifted"]), row.get("vacated_bn", row["lifted_bn"])),
    )


def _both(said: dict[str, str]) -> TwoTongues:
    return said["en"], said["bn"]


def _pair(said: list[str]) -> TwoTongues:
    english, bangla = said
    return english, bangla


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / name).read_text(encoding="utf-8"))
