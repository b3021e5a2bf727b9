"""The endpoints of the API in one table: addresses, checks of what is asked, and `description` come from it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Blueprint, Response

from accord.gateways.language import Language
from accord.rules.factories.districts import DISTRICTS
from accord.rules.public.edition_object import plain
from accord.rules.vocabulary import Category, Coverage, Discipline
from accord.web.access import Action, serves
from accord.web.api import answers, factories, orders, progress
from accord.web.api.asked import Day, OneOf, Parameter, Search, Whole, Word, Words, asked
from accord.web.language import gettext_noop as _
from accord.web.public.register_query import LONGEST_QUERY
from accord.web.public.register_sort import Sort
from accord.web.sharing import open_to_other_sites

ROOT = "/api/v1"
MOST_PER_PAGE, USUAL_PER_PAGE, LAST_PAGE = 500, 100, 100_000

LANG = Parameter("lang", "Language of names and addresses that exist in both.", Word(Language))
AS_OF = Parameter("as_of", "The day the answer is of, not later than today; today if absent.", Day())
DISCIPLINE = Parameter("discipline", "One discipline alone.", Word(Discipline))


class Format(StrEnum):
    """A form of the answer."""

    JSON = "json"


@dataclass(frozen=True)
class Endpoint:
    """One address of the API: what it answers, and what may be asked of it."""

    path: str
    name: str
    says: str
    view: Callable[..., Any]
    answer: Any
    """A class of `answers`, or an annotation made from one."""
    parameters: tuple[Parameter, ...]
    is_missed: bool = True
    """Whether it answers 404: to a number of no factory, or while nothing is published."""
    is_in_language: bool = False
    """Whether the answer differs from language to language."""


ENDPOINTS = (
    Endpoint(
        "/factories",
        "factories",
        _("The register, a page at a time, in the field names that clients of the RSC's site read."),
        factories.every,
        answers.Factories,
        (
            Parameter("status", "Coverages, with commas between them; all if absent.", Words(Coverage)),
            Parameter("progress", "Tenth of the reported rate: 9 is 0.9 to 1.", Whole(0, 9)),
            Parameter(
                "q", "Words of the name, the district or the company group, or the number.", Search(LONGEST_QUERY)
            ),
            AS_OF,
            Parameter(
                "sort",
                "What the list is sorted by; of figures the largest first, with a minus in front the other way round. "
                "If absent by name, or with q those most like it first.",
                Word(Sort),
            ),
            Parameter("language", "The same as lang, and goes before it.", Word(Language)),
            LANG,
            Parameter(
                "format", "Form of the answer; for spreadsheets there is /factories.csv.", Word(Format, Format.JSON)
            ),
            Parameter("limit", "Factories on a page.", Whole(1, MOST_PER_PAGE, USUAL_PER_PAGE)),
            Parameter("page", "Page of the list; after the last one nothing is listed.", Whole(1, LAST_PAGE, 1)),
        ),
        is_missed=False,
        is_in_language=True,
    ),
    Endpoint(
        "/factories/<factory:number>",
        "factory",
        _("One factory with all that is published of it besides its hazards."),
        factories.one,
        answers.FactoryWhole,
        (AS_OF, LANG),
        is_in_language=True,
    ),
    Endpoint(
        "/factories/<factory:number>/hazards",
        "hazards",
        _("The hazards of one factory as they stood on the day, with their whole history until then."),
        factories.hazards,
        answers.Hazards,
        (AS_OF, LANG),
    ),
    Endpoint(
        "/factories/<factory:number>/progress",
        "factory_progress",
        _("Rates and counts of one factory."),
        factories.progress_of_one,
        answers.Progress,
        (AS_OF, DISCIPLINE, LANG),
    ),
    Endpoint(
        "/orders",
        "orders",
        _("Evacuations, load reductions and boiler shutdowns, the latest first."),
        orders.orders,
        answers.Orders,
        (Parameter("state", "In force on the day, or ended; both if absent.", Word(orders.OrderState)), AS_OF, LANG),
        is_missed=False,
    ),
    Endpoint(
        "/progress",
        "progress",
        _("Rates and counts of all factories together that the programme covered on the day."),
        progress.progress,
        answers.Progress,
        (
            AS_OF,
            DISCIPLINE,
            Parameter(
                "category",
                f"One kind of hazard alone; {progress.NONE}: those whose documents name none.",
                OneOf((*(category.value for category in Category), progress.NONE)),
            ),
            Parameter(
                "district",
                f"The factories of one district alone; {progress.NONE}: those of which none is on record.",
                OneOf((*DISTRICTS, progress.NONE), others=progress.districts_on_record),
            ),
            LANG,
        ),
    ),
    Endpoint(
        "/statuses",
        "statuses",
        _("How many factories that the programme covered on the day had which status."),
        progress.statuses,
        answers.Statuses,
        (AS_OF, LANG),
    ),
    Endpoint(
        "/categories",
        "categories",
        _("Rates and counts of the programme by discipline and kind of hazard."),
        progress.categories,
        answers.Categories,
        (AS_OF, LANG),
    ),
)

bp = Blueprint("api", __name__, url_prefix=ROOT)


def _serving(endpoint: Endpoint) -> Callable[..., Response]:
    @serves(Action.READ_PUBLISHED)
    @open_to_other_sites
    def view(**path: Any) -> Response:
        values = dict(asked(endpoint.parameters))
        lang = values.pop(LANG.name)
        if endpoint.is_in_language:
            values["language"] = values.get("language") or lang or Language.EN
        return as_json(plain(endpoint.view(**path, **values)))

    return view


def as_json(answer: Any) -> Response:
    """Return an answer for programs: compact, with Bangla as it is."""
    said = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(said + "\n", mimetype="application/json")


for _endpoint in ENDPOINTS:
    bp.add_url_rule(_endpoint.path, _endpoint.name, _serving(_endpoint))
