"""The register: what is found, the totals of exactly that, and the map of the districts."""

import runpy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accord.gateways.snapshot.factory import history_of
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.rules.factories.districts import DISTRICTS
from accord.rules.figures.history import hazard_on
from accord.rules.figures.progress import progress_of
from accord.rules.vocabulary import Coverage, Discipline, Origin, Status
from accord.web.public import district_map
from accord.web.public.district_map import shades_up_to
from accord.web.public.register_page import totals
from accord.web.public.register_query import CoverageAsked
from tests.builders import FOUND, NOW, a_hazard, an_edition, lived, settings_in
from tests.public_builders_reg import LONG_NAME, Entry, a_programme, an_entry, put_register
from tests.web.reading import read

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def programme(settings):
    a_programme(settings)


def names(page):
    return [text for text, address in page.link_texts.items() if "/factories/" in address and "#" not in address]


def test_before_anything_is_published_the_register_says_so(visitor):
    page = read(visitor.get("/factories").text)

    assert "Nothing has been published yet." in page.text
    assert "%" not in page.text
    assert "0 factories" not in page.text


@pytest.mark.usefixtures("programme")
def test_each_factory_is_a_row_with_both_rates_their_numerators_and_the_way_to_the_hazards_behind_them(visitor):
    page = read(visitor.get("/factories").text)

    assert (
        "Savar Knit Composite Ltd. সাভার নিট কম্পোজিট লিমিটেড 90001 · Dhaka on track 1 order in force "
        "amber 50.00 % 2 of 4 75.00 % 3 of 4 0 1,200 4" in page.text
    )
    assert page.link_texts["2 of 4"] == "/factories/90001?show=verified#hazards"
    assert page.link_texts["3 of 4"] == "/factories/90001?show=reported#hazards"


@pytest.mark.usefixtures("programme")
def test_what_nobody_can_tell_is_never_a_rate_nor_nothing_overdue(visitor):
    text = read(visitor.get("/factories").text).text

    assert "Meghna Garments Ltd. 90006 · Gazipur on track 1 order in force amber nothing published yet 640 4" in text
    assert "Unseen Apparels Ltd. 90005 · Gazipur not inspected none on record not inspected not known 0" in text


@pytest.mark.usefixtures("programme")
def test_a_factory_without_workers_and_a_very_long_name_are_shown_as_they_are(visitor):
    page = read(visitor.get("/factories").text)

    assert LONG_NAME in page.link_texts
    assert "50.00 % 1 of 2 50.00 % 1 of 2 0 0 4" in page.text


@pytest.mark.usefixtures("programme")
def test_the_totals_are_those_of_exactly_the_factories_found(visitor):
    page = read(visitor.get("/factories?district=Gazipur").text)

    assert "4 factories found" in page.text
    assert "verified 33.33 % 1 of 3 reported 33.33 % 1 of 3" in page.text
    assert "workers 2,780 number not known at 1 factory" in page.text
    assert "3 of them covered by the programme" in page.text
    assert "of 1 nothing is published yet: it is in no rate" in page.text


@pytest.mark.usefixtures("programme")
def test_totals_of_factories_nobody_can_tell_of_are_no_rate_either(visitor):
    assert "1 factory found List Map not inspected" in read(visitor.get("/factories?status=not_inspected").text).text
    unpublished = read(visitor.get("/factories?q=meghna+garments").text).text
    assert "1 factory found List Map nothing published yet" in unpublished
    assert "overdue 0" not in unpublished


@pytest.mark.usefixtures("programme")
def test_a_factory_that_the_programme_does_not_cover_says_so_beside_its_status(visitor):
    text = read(visitor.get("/factories").text).text

    assert "Jamuna Shirts Ltd. 90008 · Dhaka on track handed over" in text
    assert "Padma Textiles Ltd. 90009 · Gazipur on track closed" in text


@pytest.mark.usefixtures("programme")
def test_the_register_is_shown_as_it_stood_on_a_past_day_and_its_links_keep_the_day(visitor):
    page = read(visitor.get("/factories?as_of=2015-01-01&q=savar").text)

    assert "As of 1 January 2015" in page.text
    assert "0.00 % 0 of 4" in page.text
    assert page.link_texts["Savar Knit Composite Ltd."] == "/factories/90001?as_of=2015-01-01"
    assert page.link_texts["CSV"] == "/factories.csv?q=savar&as_of=2015-01-01"


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("label", ["CSV", "JSON", "GeoJSON"])
def test_each_file_is_asked_for_exactly_what_the_page_shows(visitor, label):
    page = read(visitor.get("/factories?q=নিট&status=on_track&coverage=covered&lang=en").text)

    address = page.link_texts[label]

    assert address == (f"/factories.{label.lower()}?q=%E0%A6%A8%E0%A6%BF%E0%A6%9F&status=on_track&coverage=covered")


@pytest.mark.usefixtures("programme")
def test_what_fits_nothing_is_told_what_to_try(visitor):
    page = read(visitor.get("/factories?q=nobody&district=Dhaka").text)

    assert "0 factories found" in page.text
    assert "No factory in the register fits." in page.text
    assert "%" not in page.text
    assert page.link_texts["Show all"] == "/factories"
    assert not page.having("table")


@pytest.mark.usefixtures("programme")
def test_the_statuses_are_offered_with_the_number_each_would_find_all_else_alike(visitor):
    page = read(visitor.get("/factories?district=Gazipur&status=on_track").text)

    assert page.link_texts["every status 4"] == "/factories?district=Gazipur"
    assert page.link_texts["not inspected 1"] == "/factories?status=not_inspected&district=Gazipur"
    assert [len(names(read(visitor.get(page.link_texts[text]).text))) for text in ("every status 4", "on track 3")] == [
        4,
        3,
    ]


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize(
    "words", ["status=lost", "coverage=all", "district=Atlantis", "as_of=2099-01-01", "page=0", "page=2", "view=globe"]
)
def test_what_means_nothing_is_refused_by_name(visitor, words):
    response = visitor.get(f"/factories?{words}")

    assert response.status_code == 422
    assert f"{words.partition('=')[0]}=…" in response.text


def test_a_long_register_is_read_page_by_page_and_the_totals_stay_those_of_all(settings, visitor):
    put_register(settings, [an_entry(10_000 + n, Status.CORRECTED, name=f"Factory {n:03}") for n in range(501)])

    first, last = (read(visitor.get(f"/factories?page={page}").text) for page in (1, 11))

    assert (len(names(first)), names(last)) == (50, ["Factory 500"])
    assert "Page 1 of 11" in first.text
    for page in (first, last):
        assert "501 factories found" in page.text
        assert "verified 100.00 % 501 of 501" in page.text
    assert len(visitor.get("/factories").data) < 90_000


@pytest.mark.usefixtures("programme")
def test_the_map_and_the_list_beside_it_say_the_same(visitor):
    page = read(visitor.get("/factories?view=map").text)

    areas = [a.attributes for a in page.having("a") if "svg" in a.path]
    assert [(area["href"], area["aria-label"]) for area in areas] == [
        ("/factories?district=Gazipur", "Gazipur: 4 factories"),
        ("/factories?district=Dhaka", "Dhaka: 2 factories"),
        ("/factories?district=Chattogram", "Chattogram: 1 factory"),
        ("/factories?district=Narayanganj", "Narayanganj: 1 factory"),
    ]
    rows = page.text[page.text.index("By district") :]
    assert "Gazipur 4 33.33 % 1 of 3 33.33 % 1 of 3" in rows
    assert "Dhaka 2 60.00 % 3 of 5 80.00 % 4 of 5" in rows
    assert "no district on record 1 50.00 % 1 of 2" in rows


@pytest.mark.usefixtures("programme")
def test_a_district_of_the_map_leads_to_the_same_search_there(visitor):
    page = read(visitor.get("/factories?view=map&q=knit&status=on_track").text)

    assert page.link_texts["Dhaka"] == "/factories?q=knit&status=on_track&district=Dhaka"
    assert names(read(visitor.get(page.link_texts["Dhaka"]).text)) == ["Savar Knit Composite Ltd."]


@pytest.mark.usefixtures("programme")
def test_the_map_speaks_bangla(visitor):
    page = read(visitor.get("/factories?view=map&lang=bn").text)

    assert "গাজীপুর: ৪টি কারখানা" in {a.attributes.get("aria-label") for a in page.having("a")}


def test_every_district_is_on_the_map_in_a_file_that_is_small_and_licensed():
    file = CHECKOUT / "accord/web/public/district_shapes.json"
    shapes = district_map._shapes()

    assert set(shapes["districts"]) == set(DISTRICTS)
    assert file.stat().st_size < 60_000
    assert "MIT License" in shapes["licence"]


def test_the_shapes_are_what_their_script_makes():
    made = runpy.run_path(str(CHECKOUT / "deploy/district_shapes.py"))["text"]()

    assert made == (CHECKOUT / "accord/web/public/district_shapes.json").read_text("utf-8")


@given(st.integers(1, 3000))
def test_every_number_of_factories_has_one_shade(most):
    shades = shades_up_to(most)

    assert 1 <= len(shades) <= 4
    for count in range(1, most + 1):
        assert sum(shade.first <= count <= (shade.last or most) for shade in shades) == 1


DAYS = st.integers(0, 180).map(lambda day: date(2018, 1, 1) + timedelta(days=day))
NUMBERS = (90001, 90002, 90003, 90004)


@st.composite
def registers(draw):
    """Four factories of two districts with hazards, some of which they share."""
    hazards, sharing = [], {}
    for item in range(1, draw(st.integers(1, 8)) + 1):
        changes = draw(st.lists(st.tuples(DAYS, st.sampled_from(Status)), max_size=3).map(sorted))
        hazard = a_hazard(
            draw(st.sampled_from(Discipline)),
            item,
            key=f"{item:016x}",
            origin=draw(st.sampled_from(Origin)),
            due_on=draw(st.none() | DAYS),
        )
        hazards.append(lived(hazard, (FOUND, Status.IN_PROGRESS), *changes))
        sharing[item] = draw(st.sets(st.sampled_from(NUMBERS), min_size=1))
    kinds = {number: draw(st.sampled_from(Coverage)) for number in NUMBERS}
    districts = {number: draw(st.sampled_from(["Dhaka", "Gazipur"])) for number in NUMBERS}
    return hazards, sharing, kinds, districts


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("register")


@given(registers(), DAYS, st.sampled_from([None, *CoverageAsked]), st.sampled_from([None, "Dhaka", "Gazipur"]))
@hypothesis_settings(max_examples=40, deadline=None)  # each example writes a snapshot to disk
def test_the_totals_are_the_hazards_of_the_factories_found_each_counted_once(folder, drawn, day, coverage, district):
    hazards, sharing, kinds, districts = drawn
    settings = settings_in(folder)
    settings.snapshot.unlink(missing_ok=True)
    of = {number: [hazard for hazard in hazards if number in sharing[hazard.item]] for number in NUMBERS}
    put_register(
        settings,
        [
            an_entry(
                number,
                name=f"Demo {number}",
                hazards=tuple(of[number]),
                coverage=kinds[number],
                district=districts[number],
            )
            for number in NUMBERS
        ],
    )
    register = PublicSnapshot(settings.snapshot).register(as_of=day)

    found = [
        line
        for line in register.lines
        if (coverage is None or coverage.takes_in(line.coverage)) and district in (None, line.factory.district)
    ]
    told = totals(register, found)

    met = {line.factory.number for line in found}
    once = [hazard for hazard in hazards if met & sharing[hazard.item]]
    states = (hazard_on(history_of(hazard), as_of=day, known_at=date.max) for hazard in once)
    assert told.progress == progress_of((state for state in states if state), as_of=day, known_at=date(2018, 7, 1))
    alone = [line.progress for line in found]
    assert told.progress.initial.applicable <= sum(progress.initial.applicable for progress in alone)
    assert told.progress.overdue <= sum(progress.overdue for progress in alone)


def test_a_hazard_that_found_factories_share_is_counted_once_above_and_in_each_row(settings, visitor):
    shared = lived(a_hazard(item=1, key="f" * 16), (FOUND, Status.IN_PROGRESS), (date(2016, 5, 1), Status.CORRECTED))
    entries = [an_entry(number, name=f"Demo {number}", hazards=(shared,)) for number in (90001, 90002)]
    put_register(settings, entries)

    text = read(visitor.get("/factories").text).text

    assert "verified 100.00 % 1 of 1" in text
    assert text.count("100.00 % 1 of 1 100.00 % 1 of 1") == 2


def test_a_name_that_is_bangla_alone_is_shown_once_and_marked_as_bangla(settings, visitor):
    edition = an_entry(90001, Status.IN_PROGRESS, name="সাভার নিট", name_bn="সাভার নিট").edition
    put_register(settings, [Entry(replace(edition, published_on=NOW.date()))])

    page = read(visitor.get("/factories").text)

    assert page.said_in("bn").count("সাভার নিট") == 1
    assert an_edition().factory.name not in page.text
