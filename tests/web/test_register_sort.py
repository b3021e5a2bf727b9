"""The order of the register: by any of its figures, either way, the same in the page, the files and the API."""

import csv
import io
import re
from datetime import date

import pytest

from accord.rules.public.disclosure import InspectionDisclosed
from accord.rules.vocabulary import Coverage, Discipline, InspectionKind, Rating, Status
from accord.web.public.register_sort import Sort
from tests.public_builders_reg import a_programme, an_entry, put_register, since
from tests.web.reading import read

ALL = {90001, 90002, 90003, 90004, 90005, 90006, 90007, 90008, 90009}


@pytest.fixture
def programme(settings, visitor):
    a_programme(settings)
    return visitor


def listed(visitor, query):
    page = read(visitor.get(f"/factories?{query}").text)
    rows = [element for element in page.having("a") if "th" in element.path and "tbody" in element.path]
    return [int(re.search(r"/factories/(\d+)", row.attributes["href"])[1]) for row in rows]


def in_file(visitor, query):
    text = visitor.get(f"/factories.csv?{query}").data.decode("utf-8-sig")
    return [int(row["number"]) for row in csv.DictReader(io.StringIO(text))]


def in_api(visitor, query):
    return [each["factory_id"] for each in visitor.get(f"/api/v1/factories?{query}").json["results"]]


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("name", [90002, 90008], [90005]),
        ("-name", [90005, 90001], [90008, 90002]),
        ("number", [90001, 90002], [90009]),
        ("-number", [90009, 90008], [90001]),
        # Alike at 100 %: by name. Nobody can tell of 90005 (not inspected) and 90006 (nothing published): last.
        ("verified", [90008, 90003], [90006, 90005]),
        ("-verified", [90009, 90004], [90006, 90005]),
        ("reported", [90008, 90003, 90001], [90006, 90005]),
        ("-reported", [90009, 90004], [90006, 90005]),
        ("overdue", [90003], [90006, 90005]),
        ("workers", [90007, 90008, 90009, 90001], [90005]),
        ("-workers", [90002, 90004], [90005]),
    ],
)
def test_the_list_stands_in_the_order_asked_for_and_whoever_has_no_such_figure_stands_last(
    programme, sort, first, last
):
    order = listed(programme, f"sort={sort}")

    assert set(order) == ALL
    assert order[: len(first)] == first
    assert order[-len(last) :] == last
    assert in_file(programme, f"sort={sort}") == in_api(programme, f"sort={sort}") == order


def test_what_was_searched_for_may_be_sorted_too(programme):
    assert listed(programme, "q=ltd&district=Gazipur&sort=-workers") == [90002, 90006, 90009, 90005]


@pytest.mark.parametrize("path", ["/factories", "/factories.csv", "/factories.geojson", "/api/v1/factories"])
def test_an_order_that_is_none_is_refused_with_those_there_are(programme, path):
    response = programme.get(f"{path}?sort=colour")

    assert response.status_code == 422
    assert "sort" in response.text
    assert "-overdue" in response.text


def test_each_head_sorts_by_its_column_and_once_more_the_other_way_round(programme):
    page = read(programme.get("/factories?district=Gazipur").text)
    assert page.link_texts["overdue"] == "/factories?district=Gazipur&sort=overdue"
    assert page.having("th", **{"aria-sort": "descending"}) == []

    page = read(programme.get("/factories?district=Gazipur&sort=overdue").text)
    assert page.link_texts["overdue"] == "/factories?district=Gazipur&sort=-overdue"
    assert page.link_texts["workers"] == "/factories?district=Gazipur&sort=workers"
    assert len(page.having("th", **{"aria-sort": "descending"})) == 1
    assert page.link_texts["CSV"] == "/factories.csv?district=Gazipur&sort=overdue"
    assert "the most overdue first" in page.text


def test_every_order_can_be_chosen_where_there_is_no_room_for_heads(programme):
    page = read(programme.get("/factories?sort=-verified").text)

    options = [element.attributes for element in page.having("option") if element.attributes["value"] in set(Sort)]
    assert {option["value"] for option in options} == set(Sort) - {"name"}
    assert [option["value"] for option in options if "selected" in option] == ["-verified"]


def test_the_pages_of_a_list_keep_its_order(settings, visitor):
    put_register(
        settings, [an_entry(number, name=f"Alike {number}", workers=number) for number in range(10_000, 10_060)]
    )

    page = read(visitor.get("/factories?sort=workers").text)

    assert page.link_texts["Next"] == "/factories?page=2&sort=workers"
    assert listed(visitor, "sort=workers&page=2") == list(range(10_009, 9_999, -1))


# The structural rating


def visit(day, rating, kind=InspectionKind.INITIAL):
    return InspectionDisclosed(Discipline.STRUCTURAL, kind, None, day, rating)


def test_the_rating_is_that_of_the_last_inspection_by_the_day_that_gave_one(settings, visitor):
    visits = (
        visit(date(2015, 3, 1), Rating.AMBER),
        visit(date(2016, 3, 1), None, InspectionKind.FOLLOW_UP),
        visit(date(2017, 3, 1), Rating.YELLOW, InspectionKind.FOLLOW_UP),
    )
    put_register(settings, [an_entry(90001, Status.IN_PROGRESS, name="Alpha", inspections=visits)])

    def rating(query):
        told = visitor.get(f"/factories.json?{query}").json["factories"][0]["structural_rating"]
        in_api = visitor.get(f"/api/v1/factories?{query}").json["results"][0]["structural_rating"]
        return told, in_api, f" {told or 'none on record'} " in read(visitor.get(f"/factories?{query}").text).text

    assert rating("") == ("yellow", "yellow", True)
    assert rating("as_of=2016-06-01") == ("amber", "amber", True)
    assert rating("as_of=2015-02-28") == (None, None, True)


# Past days


@pytest.fixture
def joined_later(settings, visitor):
    put_register(
        settings,
        [
            an_entry(90001, Status.IN_PROGRESS, name="Old Knit", workers=700, company_group="Old Group"),
            an_entry(
                90002,
                Status.IN_PROGRESS,
                name="Young Knit",
                workers=900,
                coverages=(since(Coverage.ACTIVE, date(2018, 5, 1)),),
            ),
        ],
    )
    return visitor


def test_whom_the_programme_did_not_know_yet_is_not_listed_for_that_day_and_is_found_by_its_number(joined_later):
    then = "as_of=2018-04-30"

    for found in (listed, in_file, in_api):
        assert found(joined_later, then) == [90001]
        assert found(joined_later, f"{then}&q=young") == []
        assert found(joined_later, f"{then}&q=90002") == [90002]
        assert found(joined_later, "") == [90001, 90002]
    text = read(joined_later.get(f"/factories?{then}").text).text
    assert "1 factory found" in text
    assert "1 factory that joined the programme later is not listed; by its number it is found." in text
    assert "not in the programme on this day" in read(joined_later.get(f"/factories?{then}&q=৯০০০২").text).text


OF_TODAY = (
    "parent_company", "worker_band", "workers", "workers_women", "storeys", "is_building_shared", "signatory_count",
    "signatories_named",
)  # fmt: skip


def test_what_is_not_kept_day_by_day_is_empty_in_the_files_of_a_past_day(joined_later):
    now = joined_later.get("/factories.json").json["factories"][0]
    then = joined_later.get("/factories.json?as_of=2018-04-30").json["factories"][0]

    assert (now["workers"], now["parent_company"], now["signatory_count"]) == (700, "Old Group", 4)
    assert {name: then[name] for name in OF_TODAY} == dict.fromkeys(OF_TODAY)
    assert (then["name"], then["as_of"], then["register_as_of"]) == ("Old Knit", "2018-04-30", "2018-07-01")
    assert now["register_as_of"] == "2018-07-01"
    told = joined_later.get("/api/v1/factories?as_of=2018-04-30").json["results"][0]
    assert (told["workers"], told["supplier"]) == (None, None)


def test_the_page_of_a_past_day_says_which_figures_are_of_today(joined_later):
    assert "workers today 700 signatories today 4" not in read(joined_later.get("/factories").text).text
    page = read(joined_later.get("/factories?as_of=2018-04-30").text)
    assert "workers today" in page.link_texts
    assert "signatories today" in page.text


def test_the_page_of_the_data_says_which_columns_are_of_today_alone(visitor):
    text = read(visitor.get("/data").text).text

    assert "How many people work there. Of today alone; empty in a file of a past day." in text
