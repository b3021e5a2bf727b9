"""Files of the register and of the public lists: every row, the same figures, nothing that acts, sent as it is made."""

import csv
import gzip
import io
import json
import re
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from accord.gateways.language import Language, merged_catalog
from accord.web.open_data import columns
from accord.web.open_data.column import cell
from tests.builders import a_factory, a_site, an_edition, hazards, publish, settings_in
from tests.public_builders_api import a_programme, an_order, publish_orders
from tests.web.reading import read

CSVS = ("factories", "orders", "completed", "ineligible", "handed-over")
LISTS = (columns.REGISTER, columns.COMPLETED, columns.INELIGIBLE, columns.HANDED_OVER, columns.ORDERS)


@pytest.fixture
def programme(settings, visitor):
    publish(settings, *a_programme())
    publish_orders(settings, an_order(factories=(90001, 90005)), an_order(key="b" * 16, ended_on=date(2018, 2, 1)))
    return visitor


def table(visitor, address):
    return list(csv.DictReader(io.StringIO(visitor.get(address).data.decode("utf-8-sig"))))


def numbers(visitor, address):
    return [int(row["number"]) for row in table(visitor, address)]


@pytest.mark.parametrize("name", CSVS)
def test_a_table_is_utf_8_with_a_mark_that_spreadsheet_programs_know_bangla_by(programme, name):
    response = programme.get(f"/{name}.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f"attachment; filename=accord-{name}-2018-07-01.csv"
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert response.data.count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize(
    "query",
    ["", "?q=zeta", "?status=ineligible", "?coverage=covered", "?district=Gazipur", "?as_of=2017-10-01", "?page=2"],
)
def test_the_three_forms_hold_the_same_rows_with_the_same_figures(programme, query):
    rows = table(programme, f"/factories.csv{query}")
    told = programme.get(f"/factories.json{query}").json
    features = programme.get(f"/factories.geojson{query}").json["features"]

    assert told["count"] == len(rows) == len(features)
    assert told["factories"] == [feature["properties"] for feature in features]
    for row, record in zip(rows, told["factories"], strict=True):
        assert row == {name: written(name, value) for name, value in record.items()}


def written(name, value):
    """Return a value of the JSON as it stands in the table."""
    if value is None:
        return ""
    if name.endswith("_percent"):
        return f"{value:.2f}"
    said = str(cell(tuple(value) if isinstance(value, list) else value))
    return f"'{said}" if said.startswith("=") else said


def test_every_row_of_the_filtered_list_is_in_the_file(settings, visitor):
    many = [an_edition([], factory=a_factory(number=number)) for number in range(10_000, 10_450)]
    publish(settings, *many, files=())

    assert numbers(visitor, "/factories.csv") == list(range(10_000, 10_450))
    assert len(visitor.get("/factories.json").json["factories"]) == 450
    assert len(visitor.get("/factories.geojson").json["features"]) == 450


def test_the_rows_are_those_of_the_page_and_refuse_the_same_words(programme):
    assert numbers(programme, "/factories.csv?q=zeta") == [90006]
    assert numbers(programme, "/factories.csv?coverage=handed_over") == [90007]
    assert numbers(programme, "/factories.csv?status=on_track") == [90007, 90008, 90006]
    for query in ("status=lost", "as_of=2099-01-01", "district=Atlantis"):
        response = programme.get(f"/factories.csv?{query}")
        assert response.status_code == 422
        assert f"The address says {query.partition('=')[0]}=…" in response.text


def test_both_rates_stand_with_numerator_denominator_and_day(programme):
    alpha = table(programme, "/factories.csv")[0]
    progress = programme.get("/api/v1/factories/90001/progress").json

    for which in ("initial", "new"):
        counted = progress[which]
        assert alpha[f"{which}_applicable"] == str(counted["applicable"])
        assert alpha[f"{which}_corrected"] == str(counted["corrected"])
        assert alpha[f"{which}_reported"] == str(counted["corrected"] + counted["pending_verification"])
        assert alpha[f"{which}_verified_percent"] == f"{counted['verified_percent']:.2f}"
        assert alpha[f"{which}_reported_percent"] == f"{counted['reported_percent']:.2f}"
    assert alpha["overdue"] == str(progress["overdue"])
    assert alpha["as_of"] == "2018-07-01"


def test_where_there_is_no_rate_the_cell_is_empty_and_says_why(programme, settings, visitor):
    gamma = next(row for row in table(programme, "/factories.csv") if row["number"] == "90003")
    assert (gamma["initial_verified_percent"], gamma["initial_no_rate"]) == ("", "not_inspected")

    publish(settings, replace(an_edition([], factory=a_factory(number=90010)), number=0), files=())
    unpublished = next(row for row in table(visitor, "/factories.csv") if row["number"] == "90010")
    assert (unpublished["edition"], unpublished["initial_applicable"], unpublished["overdue"]) == ("", "", "")
    assert unpublished["initial_no_rate"] == "not_published"


def test_what_looks_like_a_formula_is_text_in_a_table_and_itself_in_json(programme):
    assert table(programme, "/factories.csv")[0]["name"] == "'=Alpha Ltd."
    assert programme.get("/factories.json").json["factories"][0]["name"] == "=Alpha Ltd."


def test_a_factory_whose_place_is_not_known_is_a_feature_without_geometry(programme):
    features = {feature["id"]: feature["geometry"] for feature in programme.get("/factories.geojson").json["features"]}

    assert features[90005] == {"type": "Point", "coordinates": [90.42, 23.99]}
    # A latitude alone is no place.
    assert features[90002] is None
    assert programme.get("/factories.geojson").headers["Content-Type"] == "application/geo+json"


def test_the_lists_hold_exactly_the_factories_of_their_name(programme):
    assert numbers(programme, "/completed.csv") == [90005]
    assert numbers(programme, "/completed.csv?as_of=2018-04-30") == []
    assert numbers(programme, "/ineligible.csv") == [90001]
    assert numbers(programme, "/ineligible.csv?as_of=2018-01-14") == []
    assert numbers(programme, "/handed-over.csv") == [90008, 90007]
    assert numbers(programme, "/handed-over.csv?as_of=2018-02-28") == []


@pytest.mark.parametrize("name", ["completed", "ineligible", "handed-over"])
def test_the_file_of_a_list_holds_the_rows_of_its_page_in_their_order(programme, name):
    for query in ("", "?as_of=2018-03-15"):
        links = [element.attributes["href"] for element in read(programme.get(f"/{name}{query}").text).having("a")]
        shown = [int(found[1]) for link in links if (found := re.fullmatch(r"/factories/(\d+)(?:[?#].*)?", link))]

        assert numbers(programme, f"/{name}.csv{query}") == list(dict.fromkeys(shown))


def test_the_lists_say_since_when_and_why(programme):
    ineligible, handed_over = table(programme, "/ineligible.csv")[0], table(programme, "/handed-over.csv")[1]

    assert (ineligible["decided_on"], ineligible["ineligible_since"]) == ("2018-01-10", "2018-01-15")
    assert ineligible["reason"] == "The plan is still not carried out."
    assert handed_over["left_on"] == "2018-03-01"
    assert handed_over["reason_bn"] == "দুই বছর কোনো ব্র্যান্ড নেই।"


def test_open_orders_stand_beside_the_green_word(programme):
    completed = table(programme, "/completed.csv")[0]

    assert completed["status"] == "initial_cap_completed"
    assert completed["open_orders"] == "evacuation"


def test_orders_are_listed_as_they_stood_on_the_day(programme):
    now = {row["key"][0]: row for row in table(programme, "/orders.csv")}
    assert (now["0"]["is_open"], now["0"]["last_step"], now["0"]["factories"]) == ("true", "complied", "90001; 90005")
    assert (now["b"]["is_open"], now["b"]["last_step"], now["b"]["last_step_on"]) == ("false", "lifted", "2018-02-01")

    earlier = {row["key"][0]: row["is_open"] for row in table(programme, "/orders.csv?as_of=2018-01-31")}
    assert earlier == {"0": "true", "b": "true"}
    assert table(programme, "/orders.csv?as_of=2014-08-10") == []


@pytest.mark.parametrize("name", CSVS)
def test_before_anything_is_published_a_file_has_its_heads_alone(visitor, name):
    lines = visitor.get(f"/{name}.csv").data.decode("utf-8-sig").splitlines()

    assert len(lines) == 1
    assert "as_of" in lines[0].split(",")
    assert visitor.get("/factories.json").json["factories"] == []


def test_what_is_invented_says_so_in_every_row_and_in_the_name(settings, visitor):
    publish(settings, an_edition(hazards(2), is_demonstration=True))

    response = visitor.get("/factories.csv")

    assert "DEMONSTRATION-accord-factories" in response.headers["Content-Disposition"]
    assert [row["is_demonstration"] for row in table(visitor, "/factories.csv")] == ["true"]
    assert visitor.get("/factories.geojson").json["is_demonstration"] is True


@pytest.mark.parametrize("address", ["/factories.csv", "/factories.json", "/factories.geojson", "/orders.csv"])
def test_files_travel_compressed_and_are_not_sent_again_unchanged(programme, address):
    plain = programme.get(address, headers={"Cookie": "asked=afresh"})
    packed = programme.get(address, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert programme.get(f"{address}?as_of=2018-06-01").headers["ETag"] != plain.headers["ETag"]
    again = programme.get(address, headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("address", ["/factories.csv", "/factories.json", "/factories.geojson"])
def test_a_file_is_sent_as_it_is_made_and_never_held_whole(tmp_path, address):
    settings = settings_in(tmp_path)
    places = ("Dhaka", "Gazipur", "Gazipur", "Gazipur")
    listed = [a_factory(number=10_000 + place, district=places[place % 4]) for place in range(1200)]
    publish(settings, *(an_edition([], factory=factory) for factory in listed), files=())
    site = a_site(settings)

    def peak_and_size(query):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": query}
        environ |= {"SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": None}
        # Asked of the application itself: what stands before it keeps a copy, within bounds of its own.
        tracemalloc.start()
        size = sum(len(part) for part in site.extensions["accord_remembering"].inner(environ, lambda *_: None))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak, size

    peak_and_size("")
    few, small = peak_and_size("district=Dhaka")
    many, large = peak_and_size("")

    assert large > 3 * small > 300_000
    assert many - few < (large - small) / 10


def test_every_column_has_its_own_name_and_its_sentence_in_both_languages():
    catalog = merged_catalog(Language.BN)

    for listed in LISTS:
        names = [column.name for column in listed]
        assert len(set(names)) == len(names)
        assert [column.name for column in listed if not catalog.get(column.says)] == []


def test_json_is_one_object_even_when_read_line_by_line(programme):
    lines = programme.get("/factories.json").text.splitlines()

    assert len(lines) == 10
    assert all(json.loads(line.removesuffix(","))["number"] for line in lines[1:-1])
