"""What people read when something is not there or goes wrong, and what programs get."""

import json

import pytest

from accord.web.access import Action, serves
from tests.builders import an_edition, publish
from tests.web.reading import read


@pytest.mark.parametrize("path", ["/nowhere", "/factories/1", "/static/../app.py", "/static/none.css"])
def test_a_page_that_is_not_there_says_so_and_helps_to_find_a_factory(visitor, path):
    response = visitor.get(path)

    page = read(response.text)
    assert response.status_code == 404
    assert "There is no such page" in page.text
    assert page.having("input", name="q") != []


def test_what_cannot_be_sent_here_is_refused_with_the_methods_that_are_allowed(visitor):
    response = visitor.post("/")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "This cannot be done here" in response.text


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/?lang=xx", "lang"),
        ("/?as_of=2018-13-01", "as_of"),
        ("/factories/90002?status=foo", "status"),
        ("/factories/90002?discipline=plumbing", "discipline"),
        ("/factories/90002?show=everything", "show"),
        ("/factories/90002/cap.pdf?lang=de", "lang"),
    ],
)
def test_a_bad_parameter_is_named(settings, visitor, address, parameter):
    publish(settings, an_edition())

    response = visitor.get(address)

    assert response.status_code == 422
    assert f"The address says {parameter}=…" in response.text


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/figures?as_of=2018-06-01", "as_of"),
        ("/data?as_of=2018-06-01", "as_of"),
        ("/factories/90002/cap.pdf?as_of=2018-06-01", "as_of"),
        ("/factories/90002/cap.xlsx?as_of=2018-06-01", "as_of"),
        ("/data/accord-public.sqlite?as_of=2018-06-01", "as_of"),
        ("/?known_at=2018-06-01", "known_at"),
        ("/factories?as-of=2018-06-01", "as-of"),
        ("/factories/90002?asOf=2018-06-01", "asOf"),
        ("/factories?statuss=ineligible", "statuss"),
        ("/orders?q=savar", "q"),
        ("/completed?district=Dhaka", "district"),
        ("/factories.csv?state=open", "state"),
        ("/orders.csv?status=open", "status"),
        ("/factories?as_of=2018-06-01&as_of=2017-06-01", "as_of"),
        ("/factories?q=" + 101 * "a", "q"),
        ("/factories.csv?q=" + 101 * "a", "q"),
    ],
)
@pytest.mark.parametrize("browser", ["en", "bn"])
def test_what_a_page_would_pass_over_and_mislead_by_its_silence_is_refused_by_name(
    settings, visitor, address, parameter, browser
):
    publish(settings, an_edition())

    response = visitor.get(address, headers={"Accept-Language": browser})

    says = {"en": f"The address says {parameter}=…", "bn": f"ঠিকানায় {parameter}=… "}
    assert response.status_code == 422
    assert says[browser] in response.text


def test_a_page_says_what_it_does_understand(visitor):
    assert "This page understands: as_of." in visitor.get("/orders?q=savar").text
    assert "This page understands" not in visitor.get("/figures?q=savar").text


@pytest.mark.parametrize("path", ["/", "/figures", "/data", "/orders", "/factories", "/factories/90002", "/completed"])
def test_names_that_other_sites_hang_on_a_link_do_no_harm(settings, visitor, path):
    publish(settings, an_edition())

    assert visitor.get(f"{path}?fbclid=IwAR0&utm_source=x&utm_medium=y&igsh=1&ref=z&lang=bn").status_code == 200


def test_a_page_takes_what_it_says_it_takes(app, settings, visitor):
    publish(settings, an_edition())
    given = {"q": "a", "status": "on_track", "coverage": "covered", "as_of": "2018-06-01", "view": "map", "page": "1"}
    asked = [
        f"{rule.rule}?{name}={given[name]}"
        for rule in app.url_map.iter_rules()
        for name in getattr(app.view_functions[rule.endpoint], "takes", ())
        if not rule.arguments and name in given
    ]

    answers = {address: visitor.get(address).status_code for address in asked}

    assert len(answers) > 30
    assert set(answers.values()) <= {200, 303}, answers


def test_an_empty_parameter_counts_as_absent(settings, visitor):
    publish(settings, an_edition())

    assert visitor.get("/factories/90002?status=&discipline=&show=&lang=").status_code == 200


def test_a_fault_of_ours_is_noted_and_tells_nothing_about_itself(settings, app, visitor, caplog):
    @serves(Action.READ_PUBLISHED)
    def broken() -> str:
        raise RuntimeError("a secret of the house")

    app.add_url_rule("/broken", "broken", broken)

    response = visitor.get("/broken")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "secret" not in response.text
    assert "a secret of the house" in caplog.text


def test_a_snapshot_that_cannot_be_read_gives_a_page_and_a_line_in_the_log(settings, visitor, caplog):
    settings.snapshot.write_bytes(b"this is no database, and much longer than the head of one would have to be" * 20)

    response = visitor.get("/")

    assert response.status_code == 503
    assert "The published data cannot be read right now" in response.text
    assert "The public snapshot cannot be read." in caplog.text


def test_programs_get_problem_details(visitor):
    response = visitor.get("/api/v1/nothing")

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.data) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "instance": "/api/v1/nothing",
    }


def test_programs_are_told_which_parameter_is_bad(visitor):
    problem = json.loads(visitor.get("/api/v1/nothing?lang=xx").data)

    assert problem["status"] == 422
    assert problem["parameter"] == "lang"
    assert problem["detail"] == "the parameter 'lang' must be one of: en, bn"


def test_an_error_says_the_same_in_bangla(settings, visitor):
    publish(settings, an_edition(is_demonstration=True))

    page = read(visitor.get("/nowhere", headers={"Accept-Language": "bn"}).text)

    assert "এমন কোনো পাতা নেই" in page.text
    assert "প্রদর্শনী" in page.text


def test_an_error_is_never_kept(visitor):
    assert visitor.get("/nowhere").headers["Cache-Control"] == "no-store"
