"""The page of a factory besides its hazards: danger first, another day, warnings, photos, and nothing published yet."""

from dataclasses import replace
from datetime import date

import pytest

from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_factory, put_facts, put_orders
from accord.rules.moments import Moment
from accord.rules.public.disclosed_order import OrderDisclosed, OrderStepDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import (
    CoverageDisclosed,
    InspectionDisclosed,
    PhotoDisclosed,
    RecognitionDisclosed,
)
from accord.rules.public.edition_object import edition_object
from accord.rules.vocabulary import Coverage, Discipline, InspectionKind, OrderKind, OrderStep, PhotoOf, Status
from tests.builders import FOUND, NOW, a_factory, a_hazard, an_edition, hazards, lived, publish
from tests.web.reading import read

ORDER = OrderDisclosed(
    key="0123456789abcdef",
    kind=OrderKind.LOAD_REDUCTION,
    building="Building 1",
    building_bn="ভবন ১",
    places=("3rd floor",),
    places_bn=("৩য় ফ্লোর",),
    because="Storage was twice as heavy as the floor may carry.",
    because_bn="তলা যত ভার নিতে পারে, মজুত মালের ভার ছিল তার দ্বিগুণ।",
    limit_kpa=2.0,
    factories=(90002, 90004),
    steps=(OrderStepDisclosed(OrderStep.DETERMINED, date(2018, 5, 2), None, None),),
)
LIFTED = replace(
    ORDER,
    steps=(
        *ORDER.steps,
        OrderStepDisclosed(OrderStep.LIFTED, date(2018, 6, 3), "Storage moved to the ground floor.", None),
    ),
)


def order(settings, disclosed):
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        put_orders(connection, [disclosed])
    engine.dispose()


def test_an_order_in_force_stands_on_top_of_the_page_and_is_the_only_red(settings, visitor):
    publish(settings, an_edition(hazards(3)))
    order(settings, ORDER)

    page = read(visitor.get("/factories/90002").text)

    assert len(page.having("section", **{"class": "danger"})) == 1
    assert page.text.index("Order in force") < page.text.index("Remediation of the initial inspections")
    assert "No more than 2.0 kPa (42 psf) on these floors." in page.text
    assert "since 2 May 2018" in page.text


def test_an_order_that_ended_stands_below_with_what_was_done(settings, visitor):
    publish(settings, an_edition(hazards(3)))
    order(settings, LIFTED)

    page = read(visitor.get("/factories/90002").text)
    then = read(visitor.get("/factories/90002?as_of=2018-05-31").text)
    before = read(visitor.get("/factories/90002?as_of=2018-05-01").text)

    assert page.having("section", **{"class": "danger"}) == []
    assert "3 June 2018 lifted · Storage moved to the ground floor." in page.text
    assert len(then.having("section", **{"class": "danger"})) == 1
    assert "lifted" not in then.text
    assert "Building 1" not in before.text.replace("Buildings", "")


def test_an_order_is_read_in_bangla(settings, visitor):
    publish(settings, an_edition(hazards(3)))
    order(settings, ORDER)

    page = read(visitor.get("/factories/90002?lang=bn").text)

    assert "তলা যত ভার নিতে পারে, মজুত মালের ভার ছিল তার দ্বিগুণ।" in page.said_in("bn")
    assert "২.০ kPa (৪২ psf)" in page.text
    assert "৩য় ফ্লোর" in page.said_in("bn")
    assert "3rd floor" not in page.text
    assert "3rd floor" in read(visitor.get("/factories/90002").text).text


@pytest.mark.parametrize("path", ["/", "/orders", "/factories/90002"])
def test_a_floor_without_a_bangla_name_stands_in_english_marked_as_such(settings, visitor, path):
    publish(settings, an_edition(hazards(3)))
    order(settings, replace(ORDER, places=("Ground floor", "3rd floor"), places_bn=("নিচতলা", None)))

    page = read(visitor.get(f"{path}?lang=bn").text)

    assert "নিচতলা" in page.said_in("bn")
    assert "3rd floor" in page.said_in("en")
    assert "Ground floor" not in page.text


@pytest.fixture
def lived_through(settings):
    """One hazard: found, claimed on 1 March 2016, corrected on 1 May 2016."""
    steps = (FOUND, Status.IN_PROGRESS), (date(2016, 3, 1), Status.PENDING_VERIFICATION)
    hazard = lived(a_hazard(Discipline.FIRE, 1), *steps, (date(2016, 5, 1), Status.CORRECTED))
    later = replace(
        lived(a_hazard(Discipline.FIRE, 2), (date(2017, 1, 1), Status.IN_PROGRESS)), found_on=date(2017, 1, 1)
    )
    publish(settings, an_edition([hazard, later]))


@pytest.mark.parametrize(
    ("day", "badge"),
    [("2016-02-29", "in progress"), ("2016-04-30", "pending verification"), ("2016-05-01", "corrected")],
)
def test_a_past_day_shows_the_hazards_as_they_stood_then(visitor, lived_through, day, badge):
    page = read(visitor.get(f"/factories/90002?as_of={day}").text)

    of_hazard = page.text.partition("fire · 1 hazard")[2].partition("Observation")[0]
    assert badge in of_hazard
    assert "This is how it stood on" in page.text
    assert len(page.having("article", **{"class": "hazard"})) == 1


def test_every_link_of_a_past_day_stays_on_it(visitor, lived_through):
    page = read(visitor.get("/factories/90002?as_of=2017-06-01").text)

    own = [link for link in page.link_texts.values() if link.startswith("/factories/90002?")]
    assert own
    assert all("as_of=2017-06-01" in link for link in own)


def test_a_status_that_nobody_knew_on_the_day_is_said_to_be_unknown(settings, visitor):
    hazard = replace(lived(a_hazard(Discipline.FIRE, 1), (date(2016, 3, 1), Status.CORRECTED)), found_on=FOUND)
    publish(settings, an_edition([hazard]))

    page = read(visitor.get("/factories/90002?as_of=2016-02-01").text)

    assert "status not known on that day" in page.text
    assert "not known" in page.text
    assert "corrected" not in page.text.partition("Fire 1")[2].partition("Observation")[0]


@pytest.mark.parametrize("day", ["2018-7-1", "yesterday", "2018-02-30", "1999-12-31", "2018-07-02"])
def test_a_day_that_cannot_be_shown_is_refused_by_name(settings, visitor, day):
    publish(settings, an_edition(hazards(3)))

    response = visitor.get(f"/factories/90002?as_of={day}")

    assert response.status_code == 422
    assert "as_of" in response.text


def test_the_stages_of_warning_are_told_with_dates_and_reasons(settings, visitor):
    stages = (
        StageDisclosed(1, date(2017, 1, 2), date(2017, 1, 2), "No door was ordered.", "একটিও দরজা আনা হয়নি।"),
        StageDisclosed(3, date(2018, 2, 1), date(2018, 2, 8), "Still none.", None),
    )
    publish(settings, replace(an_edition(hazards(3)), stages=stages))

    now = read(visitor.get("/factories/90002").text)
    then = read(visitor.get("/factories/90002?as_of=2018-02-07").text)

    assert "8 February 2018 Stage 3: ineligible." in now.text
    assert "decided 1 February 2018" in now.text
    assert "No door was ordered." in now.text
    assert [len(page.having("span", **{"class": "badge "})) > 0 for page in (now, then)] == [True, True]
    assert "ineligible" in now.text.partition("Remediation")[2][:80]
    assert "ineligible" not in then.text.partition("Remediation")[2][:80]


def test_a_factory_that_was_handed_over_says_when_and_why(settings, visitor):
    changes = (
        CoverageDisclosed(Coverage.ACTIVE, date(2014, 1, 1), None, None),
        CoverageDisclosed(Coverage.HANDED_OVER, date(2018, 4, 1), "Its last brand left.", None),
    )
    edition = replace(an_edition(hazards(3)), coverage_changes=changes)
    publish(settings, edition)

    page = read(visitor.get("/factories/90002").text)

    assert "1 April 2018 coverage: handed over · Its last brand left." in page.text
    assert "The programme does not cover this factory at present." in page.text


def test_photos_stand_with_their_captions_and_are_handed_out_only_if_an_edition_shows_them(app, settings, visitor):
    store = app.extensions["accord"].files
    shown, other = store.keep(b"\xff\xd8 a locked gate"), store.keep(b"\xff\xd8 a face")
    photo = PhotoDisclosed(PhotoOf.HAZARD, shown, 1200, 800, 17, FOUND, "The gate of stair 2 is locked.", None)
    publish(settings, an_edition([replace(a_hazard(Discipline.FIRE, 1), photos=(photo,))]))

    page = read(visitor.get("/factories/90002").text)
    [image] = page.having("img")

    assert (image.attributes["alt"], image.attributes["loading"]) == ("The gate of stair 2 is locked.", "lazy")
    with visitor.get(image.attributes["src"]) as response:
        content = response.data
    assert (response.status_code, response.mimetype, content) == (200, "image/jpeg", b"\xff\xd8 a locked gate")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert visitor.get(f"/photos/{other}.jpg").status_code == 404
    assert visitor.get("/photos/..%2f..%2fsecret-key.jpg").status_code == 404


@pytest.mark.parametrize(
    ("inspected_on", "sentence"),
    [
        (None, "No inspection yet."),
        (date(2018, 6, 20), "What they found is to be public by 1 August 2018, six weeks after the inspection."),
        (
            date(2018, 1, 1),
            "What they found was to be public by 12 February 2018, six weeks after the inspection: it is late.",
        ),
    ],
)
def test_a_factory_of_which_nothing_is_published_says_so_and_shows_no_rate(settings, visitor, inspected_on, sentence):
    said = edition_object(an_edition([], factory=a_factory(number=9490), approvals=(), inspections=()))
    visits = (
        []
        if inspected_on is None
        else [InspectionDisclosed(Discipline.FIRE, InspectionKind.INITIAL, None, inspected_on, None)]
    )
    said |= {"edition": None, "published_on": None, "inspections": [edition_object_of(visit) for visit in visits]}
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        put_factory(connection, said, (), place_of_edition=-1)
        put_facts(connection, is_demonstration=False, moment=Moment(NOW, settings.zone))
    engine.dispose()

    page = read(visitor.get("/factories/9490").text)

    assert "Nothing of this factory is published yet" in page.text
    assert sentence in page.text
    assert "%" not in page.text


def edition_object_of(visit):
    return edition_object(an_edition([], inspections=(visit,)))["inspections"][0]


def test_a_recognised_factory_still_shows_the_danger_and_the_overdue_new_hazard(settings, visitor):
    letter = RecognitionDisclosed(date(2018, 1, 1), None)
    publish(settings, replace(an_edition(hazards(3)), recognitions=(letter,)))
    order(settings, ORDER)

    page = read(visitor.get("/factories/90002").text)

    assert "Letter of recognition: 1 January 2018." in page.text
    assert "Order in force" in page.text


def test_many_hazards_show_their_heads_and_stay_whole_in_the_page(settings, visitor):
    publish(settings, an_edition(hazards(13)))

    page = read(visitor.get("/factories/90002").text)

    assert len(page.having("article", **{"class": "hazard"})) == 13
    assert len([element for element in page.elements if element.tag == "details"]) >= 13
    assert page.text.count("Observation") == 13


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("", 1), ("&show=initial", 1), ("&show=verified", 0), ("&show=no_date", 0), ("&status=corrected", 0)],
)
def test_the_rows_of_a_day_on_which_a_status_was_unknown_are_those_that_its_figures_count(
    settings, visitor, choice, shown
):
    hazard = replace(lived(a_hazard(Discipline.FIRE, 1), (date(2016, 3, 1), Status.CORRECTED)), found_on=FOUND)
    publish(settings, an_edition([hazard]))

    page = read(visitor.get(f"/factories/90002?as_of=2016-02-01{choice}").text)

    assert len(page.having("article", **{"class": "hazard"})) == shown
