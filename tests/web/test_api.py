"""What programs are told: the register in RSC's field names, one factory, orders, and the progress object."""

from dataclasses import replace
from datetime import date

import pytest

from accord.rules.vocabulary import Discipline, Status
from accord.web.api.description import description
from tests.builders import a_factory, a_hazard, a_site, an_edition, hazards, lived, publish, settings_in
from tests.public_builders_api import a_programme, an_order, publish_orders
from tests.reports.editions import FOUND


@pytest.fixture
def programme(settings, visitor):
    publish(settings, *a_programme())
    publish_orders(settings, an_order(factories=(90001, 90005)), an_order(key="b" * 16, ended_on=date(2018, 2, 1)))
    return visitor


def listed(visitor, query=""):
    return visitor.get(f"/api/v1/factories{query}").json


def numbers(visitor, query):
    return [each["factory_id"] for each in listed(visitor, query)["results"]]


def test_a_factory_is_told_in_the_field_names_of_the_rsc(programme):
    alpha = listed(programme)["results"][0]

    assert {name: alpha[name] for name in ("factory_id", "factory_name", "location", "workers", "training", "cap")} == {
        "factory_id": 90001,
        "factory_name": "=Alpha Ltd.",
        "location": "Plot 17, Kashimpur, Gazipur",
        "workers": 1000,
        "training": None,
        "cap": "/factories/90001/cap.pdf?lang=en",
    }
    assert alpha["supplier"] == {"name": "Demo Group", "factory_count": 7}
    assert alpha["designation"] == {"status": "ineligible"}
    assert alpha["status"] == {"name": "active"}
    assert alpha["inspections"] == {"fire": None, "structural": None, "electrical": None, "boiler": None}
    assert alpha["open_orders"] == ["evacuation"]


def test_every_status_is_spelt_as_clients_of_the_rsc_read_it(programme):
    spelt = {each["remediation"]["status"]: each["designation"]["status"] for each in listed(programme)["results"]}

    assert spelt == {
        "ineligible": "ineligible",
        "not_inspected": "notinspected",
        "cap_pending": "cappending",
        "initial_cap_completed": "initialcompleted",
        "behind_schedule": "behindschedule",
        "on_track": "ontrack",
    }


@pytest.mark.parametrize(
    ("corrected", "claimed", "all_of_them", "progress", "verified"),
    [(1999, 0, 2000, 0.9995, 0.9995), (2, 1, 7, 0.4285, 0.2857), (0, 0, 3, 0.0, 0.0), (3, 0, 3, 1.0, 1.0)],
)
def test_progress_is_rounded_down_to_four_decimals(
    settings, visitor, corrected, claimed, all_of_them, progress, verified
):
    opened = (FOUND, Status.IN_PROGRESS)
    seen = (date(2016, 1, 1), Status.CORRECTED)
    said = (date(2016, 1, 1), Status.PENDING_VERIFICATION)
    publish(
        settings,
        an_edition(
            [
                lived(
                    a_hazard(Discipline.FIRE, item),
                    opened,
                    *([seen] if item <= corrected else [said] if item <= corrected + claimed else []),
                )
                for item in range(1, all_of_them + 1)
            ]
        ),
    )

    one = listed(visitor)["results"][0]

    assert (one["progress"], one["progress_verified"]) == (progress, verified)


def test_where_there_is_no_rate_progress_is_null(programme):
    by_number = {each["factory_id"]: each for each in listed(programme)["results"]}

    assert by_number[90003]["progress"] is None
    # Its boiler hazard was found before its status is known.
    before = listed(programme, "?as_of=2015-01-01")["results"]
    assert {each["factory_id"]: each["progress"] for each in before}[90004] is None


def test_the_register_is_filtered_by_coverage_and_by_tenths_of_the_reported_rate(programme):
    assert numbers(programme, "?status=handed_over") == [90007]
    assert 90007 not in numbers(programme, "?status=active,independent")
    assert numbers(programme, "?status=active,handed_over,closed") == numbers(programme, "")
    assert numbers(programme, "?progress=9") == [90004, 90005, 90007, 90008]
    assert numbers(programme, "?progress=0") == [90002, 90006]
    assert numbers(programme, "?q=zeta") == [90006]


def test_the_pages_of_the_list_follow_each_other_and_lose_nobody(programme):
    found, address = [], "/api/v1/factories?limit=3"
    while address:
        page = programme.get(address).json
        assert page["pagination"]["count"] == 8
        found += [each["factory_id"] for each in page["results"]]
        address = page["pagination"]["next"]

    assert found == numbers(programme, "")
    assert listed(programme, "?page=100")["results"] == []


def test_addresses_are_those_of_the_site_where_it_is_told_its_own(tmp_path):
    settings = settings_in(tmp_path, base_url="https://accord.example/")
    publish(settings, *a_programme())
    visitor = a_site(settings).test_client()

    page = visitor.get("/api/v1/factories?limit=1&lang=bn", headers={"Host": "evil.example"}).json

    assert page["pagination"]["next"] == "https://accord.example/api/v1/factories?limit=1&lang=bn&page=2"
    assert page["results"][0]["cap"] == "https://accord.example/factories/90001/cap.pdf?lang=bn"
    assert visitor.get("/api/openapi.json").json["servers"] == [{"url": "https://accord.example/"}]


def test_names_are_told_in_the_language_that_is_asked_for_and_never_in_the_browsers(settings, visitor):
    publish(settings, an_edition(hazards(2)))

    def name(query, **headers):
        return visitor.get(f"/api/v1/factories{query}", headers=headers).json["results"][0]["factory_name"]

    assert name("?language=bn") == name("?lang=bn") == name("?language=bn&lang=en") == a_factory().name_bn
    assert name("", **{"Accept-Language": "bn"}) == a_factory().name


def test_a_factory_without_a_pdf_in_the_language_has_no_cap_address(settings, visitor):
    publish(settings, an_edition(hazards(2)), files=[("pdf", "en"), ("json", "")])

    assert listed(visitor, "?language=bn")["results"][0]["cap"] is None
    assert listed(visitor)["results"][0]["cap"] is not None


def test_one_factory_is_told_whole(programme):
    alpha = programme.get("/api/v1/factories/90001").json

    assert alpha["factory_id"] == alpha["register"]["number"] == 90001
    assert alpha["stage"] == 3
    assert [stage["stage"] for stage in alpha["stages"]] == [1, 3]
    assert [order["is_open"] for order in alpha["orders"]] == [True]
    assert {file["format"] for file in alpha["files"]} == {"pdf", "xlsx", "csv", "json"}
    for file in alpha["files"]:
        with programme.get(file["address"]) as response:
            assert response.status_code == 200
    by_discipline = {each["discipline"]: each["progress"] for each in alpha["remediation_by_discipline"]}
    assert by_discipline["fire"]["initial"] == alpha["remediation"]["initial"]


def test_one_factory_is_told_as_it_was(programme):
    alpha = programme.get("/api/v1/factories/90001?as_of=2017-10-01").json

    assert alpha["stage"] == 1
    assert [stage["stage"] for stage in alpha["stages"]] == [1]
    assert alpha["designation"] == {"status": "cappending"}
    assert [plan["discipline"] for plan in alpha["approvals"]] == ["structural"]


def test_the_hazards_behind_a_figure_are_those_that_it_counts(programme):
    said = programme.get("/api/v1/factories/90001/hazards").json
    progress = programme.get("/api/v1/factories/90001/progress").json

    initial = [hazard for hazard in said["results"] if hazard["origin"] == "initial"]
    assert said["count"] == len(said["results"]) == 37
    assert sum(hazard["status"] == "corrected" for hazard in initial) == progress["initial"]["corrected"]
    assert sum(hazard["is_overdue"] for hazard in said["results"]) == progress["overdue"]


def test_a_status_that_was_not_known_on_the_day_is_null(programme):
    hazard = programme.get("/api/v1/factories/90004/hazards?as_of=2015-01-01").json["results"][0]

    assert hazard["status"] is hazard["status_since"] is None
    assert hazard["statuses"] == []


def test_the_progress_object_has_exactly_the_words_of_the_contract(programme):
    for address in ("/api/v1/progress", "/api/v1/factories/90001/progress"):
        progress = programme.get(f"{address}?as_of=2018-06-01").json

        assert list(progress) == ["as_of", "known_at", "initial", "new", "overdue", "no_date", "reopened", "status"]
        assert (
            list(progress["initial"])
            == list(progress["new"])
            == [
                "applicable",
                "corrected",
                "pending_verification",
                "in_progress",
                "withdrawn",
                "unknown",
                "verified_percent",
                "reported_percent",
            ]
        )
    assert programme.get("/api/v1/progress").json["status"] is None
    assert progress["status"] == "ineligible"


def test_one_discipline_alone_is_counted_where_it_is_asked_for(programme):
    fire = programme.get("/api/v1/progress?discipline=fire").json
    every = programme.get("/api/v1/progress").json
    others = [
        programme.get(f"/api/v1/progress?discipline={each}").json for each in ("structural", "electrical", "boiler")
    ]

    assert (
        fire["initial"]["applicable"] + sum(other["initial"]["applicable"] for other in others)
        == (every["initial"]["applicable"])
    )
    nothing = programme.get("/api/v1/factories/90001/progress?discipline=boiler").json
    assert nothing["initial"]["applicable"] == 0
    assert nothing["initial"]["verified_percent"] is None


def test_the_programme_is_told_by_kind_of_hazard_and_by_district_and_the_parts_add_up(programme):
    def applicable(query):
        return programme.get(f"/api/v1/progress?{query}").json["initial"]["applicable"]

    whole = applicable("")
    kinds = programme.get("/api/v1/categories").json["results"]
    asked = [f"discipline={each['discipline']}&category={each['category'] or 'none'}" for each in kinds]
    districts = {each["district"] or "none" for each in listed(programme)["results"]}

    assert [applicable(query) for query in asked] == [each["progress"]["initial"]["applicable"] for each in kinds]
    assert sum(map(applicable, asked)) == whole > 0
    assert sum(applicable(f"district={name}") for name in districts) >= whole  # a shared hazard lies in both
    assert applicable(f"{asked[0]}&as_of=2010-01-01") == 0
    of_gazipur = [applicable(f"{query}&district=Gazipur") for query in asked]
    assert sum(of_gazipur) == applicable("district=Gazipur")
    assert applicable("district=Bandarban") == 0


def test_the_covered_factories_are_counted_by_status(programme):
    counts = programme.get("/api/v1/statuses").json

    assert (counts["as_of"], counts["is_demonstration"]) == ("2018-07-01", False)
    named = {name: count for name, count in counts.items() if name not in ("as_of", "is_demonstration", "covered")}
    assert sum(named.values()) == counts["covered"]
    assert named["ineligible"] == programme.get("/factories.json?coverage=covered&status=ineligible").json["count"] == 1


def test_orders_are_told_as_they_stood_on_the_day(programme):
    now = programme.get("/api/v1/orders").json["results"]
    assert {order["key"][0]: order["is_open"] for order in now} == {"0": True, "b": False}
    assert [order["key"][0] for order in programme.get("/api/v1/orders?state=open").json["results"]] == ["0"]
    assert [order["key"][0] for order in programme.get("/api/v1/orders?state=ended").json["results"]] == ["b"]

    earlier = programme.get("/api/v1/orders?as_of=2018-01-31").json["results"]
    assert [order["is_open"] for order in earlier] == [True, True]
    assert [len(order["steps"]) for order in earlier] == [2, 2]
    assert programme.get("/api/v1/orders?as_of=2014-08-10").json["results"] == []


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/api/v1/factories?status=", "status"),
        ("/api/v1/factories?status=active,", "status"),
        ("/api/v1/factories?status=lost", "status"),
        ("/api/v1/factories?progress=10", "progress"),
        ("/api/v1/factories?progress=x", "progress"),
        ("/api/v1/factories?limit=0", "limit"),
        ("/api/v1/factories?limit=501", "limit"),
        ("/api/v1/factories?limit=1&limit=2", "limit"),
        ("/api/v1/factories?page=0", "page"),
        ("/api/v1/factories?page=²", "page"),
        ("/api/v1/factories?format=xml", "format"),
        ("/api/v1/factories?language=de", "language"),
        ("/api/v1/factories?lang=de", "lang"),
        (f"/api/v1/factories?q={'x' * 101}", "q"),
        ("/api/v1/factories?as-of=2018-06-01", "as-of"),
        ("/api/v1/factories/90001?as_of=2018-02-30", "as_of"),
        ("/api/v1/factories/90001/hazards?as_of=2018-07-02", "as_of"),
        ("/api/v1/factories/90001/progress?discipline=plumbing", "discipline"),
        ("/api/v1/orders?state=", "state"),
        ("/api/v1/progress?as_of=", "as_of"),
        ("/api/v1/categories?page=1", "page"),
        ("/api/v1/progress?category=plumbing", "category"),
        ("/api/v1/progress?district=Atlantis", "district"),
        ("/api/v1/factories?sort=colour", "sort"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_named(programme, address, parameter):
    response = programme.get(address)

    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json["parameter"] == parameter
    assert parameter in response.json["detail"]


@pytest.mark.parametrize("part", ["", "/hazards", "/progress"])
@pytest.mark.parametrize("number", ["4711", "0", "-1", "x", "999999999999"])
def test_a_factory_that_is_not_there_is_a_problem_with_404(programme, number, part):
    response = programme.get(f"/api/v1/factories/{number}{part}")

    assert response.status_code == response.json["status"] == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_before_anything_is_published_lists_are_empty_and_figures_are_not_there(visitor):
    assert listed(visitor) == {
        "is_demonstration": False,
        "as_of": "2018-07-01",
        "results": [],
        "pagination": {"count": 0, "next": None},
    }
    assert visitor.get("/api/v1/orders").json["results"] == []
    assert visitor.get("/api/v1/progress").status_code == 404


def test_what_is_invented_says_so(settings, visitor):
    publish(settings, an_edition(hazards(2), is_demonstration=True))

    for address in ("factories", "factories/90002", "factories/90002/hazards", "orders", "categories"):
        assert visitor.get(f"/api/v1/{address}").json["is_demonstration"] is True


def test_nothing_is_told_that_is_not_described(programme):
    schemas = description()["components"]["schemas"]

    def check(value, schema, path):
        schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        if "anyOf" in schema:
            return None if value is None else check(value, schema["anyOf"][0], path)
        if isinstance(value, dict):
            assert set(value) == set(schema["properties"]), path
            for name, inner in value.items():
                check(inner, schema["properties"][name], f"{path}.{name}")
        elif isinstance(value, list):
            for inner in value:
                check(inner, schema["items"], path)
        return None

    for path, operation in description()["paths"].items():
        schema = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        check(programme.get(path.format(number=90001)).json, schema, path)


def test_a_factory_of_which_nothing_is_published_has_no_rate(settings, visitor):
    listed_alone = replace(an_edition([], inspections=(), approvals=()), number=0)
    publish(settings, listed_alone, files=())

    one = listed(visitor)["results"][0]

    assert (one["progress"], one["cap"]) == (None, None)
    assert visitor.get("/api/v1/factories/90002").json["edition"] is None
