"""The public lists: orders, completed, ineligible, handed over and closed."""

import re
from datetime import date

import pytest

from accord.rules.public.disclosure import RecognitionDisclosed
from accord.rules.vocabulary import OrderStep, Status
from tests.public_builders_reg import a_programme, an_entry, an_order, put_register
from tests.web.reading import read

LISTS = ("/orders", "/completed", "/ineligible", "/handed-over")


@pytest.fixture
def programme(settings):
    a_programme(settings)


@pytest.mark.parametrize("path", LISTS)
def test_before_anything_is_published_each_list_says_so(visitor, path):
    response = visitor.get(path)

    assert response.status_code == 200
    assert "Nothing has been published yet." in read(response.text).text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/orders", "No building is under an order of the programme on this day."),
        ("/completed", "No factory has completed its initial action plan"),
        ("/ineligible", "No factory is ineligible on this day."),
        ("/handed-over", "No factory had been handed over or closed by this day."),
    ],
)
def test_a_factory_that_is_in_no_list_is_in_none_and_each_says_that_it_is_empty(settings, visitor, path, sentence):
    put_register(settings, [an_entry(90001, Status.IN_PROGRESS, name="Savar Knit")])

    page = read(visitor.get(path).text)

    assert sentence in page.text
    assert "Savar Knit" not in page.text


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("day", ["", "?as_of=2018-06-20"])
def test_each_list_links_the_file_that_says_the_same(visitor, path, day):
    assert read(visitor.get(path + day).text).link_texts["This list as CSV"] == f"{path}.csv{day}"


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("path", LISTS)
def test_a_day_that_is_none_is_refused_by_name(visitor, path):
    response = visitor.get(f"{path}?as_of=2018-02-30")

    assert response.status_code == 422
    assert "as_of=…" in response.text


@pytest.mark.usefixtures("programme")
def test_orders_in_force_come_first_and_are_the_only_red_ones(visitor):
    html = visitor.get("/orders").text
    page = read(html)

    assert re.findall(r'<article class="([^"]+)" id="order-(.)', html) == [
        ("edict open", "a"),
        ("edict open", "b"),
        ("edict", "c"),
    ]
    assert "2 orders are in force" in page.text
    assert "1 order has ended" in page.text


@pytest.mark.usefixtures("programme")
def test_of_orders_of_several_kinds_each_kind_is_counted_and_led_to(visitor):
    page = read(visitor.get("/orders").text)

    counted = {text: link for text, link in page.link_texts.items() if link.startswith("#order-")}
    assert counted == {"Evacuation 1": "#order-" + 16 * "a", "Load reduction 1": "#order-" + 16 * "b"}


@pytest.mark.usefixtures("programme")
def test_an_order_tells_where_why_who_since_when_and_what_happened_since(visitor):
    text = read(visitor.get("/orders").text).text

    assert (
        "evacuation: Building 2 in force for 12 days Nobody may work or stay there until the order is lifted. "
        "where Ground floor · Level 1, north bay because Columns C4, C7 and C8 show diagonal cracks and crushing. "
        "factories in the building 12345 · not in the register Savar Knit Composite Ltd. 90001 "
        "Meghna Garments Ltd. 90006 determined on 19 June 2018 What happened since "
        "21 June 2018 the factory reports that it complies "
        "25 June 2018 verified on site by an engineer" in text
    )
    assert "boiler shutdown: Building 2 was in force for 248 days where the whole building" in text


@pytest.mark.usefixtures("programme")
def test_a_load_limit_is_told_in_both_units(visitor):
    assert "2.0 kPa (42 psf) at most" in read(visitor.get("/orders").text).text
    assert "সর্বোচ্চ ২.০ kPa (৪২ psf)" in read(visitor.get("/orders?lang=bn").text).text


@pytest.mark.usefixtures("programme")
def test_an_order_is_shown_as_it_stood_on_a_past_day(visitor):
    page = read(visitor.get("/orders?as_of=2016-02-03").text)

    assert "1 order is in force" in page.text
    assert "boiler shutdown: Building 2 in force for 30 days" in page.text
    assert "Nothing is on record yet." in page.text
    assert "evacuation" not in page.text.partition("in force")[2]


def test_an_annulled_order_has_ended_and_says_that_it_was_a_false_alarm(settings, visitor):
    steps = ((date(2018, 6, 1), OrderStep.DETERMINED), (date(2018, 6, 3), OrderStep.ANNULLED))
    put_register(settings, [an_entry(90001, name="Savar Knit")], orders=[an_order("a" * 16, *steps)])

    text = read(visitor.get("/orders").text).text

    assert "No order is in force" in text
    assert "3 June 2018 annulled: it was a false alarm" in text


@pytest.mark.usefixtures("programme")
def test_beside_completed_stand_the_orders_in_force_and_the_overdue_new_hazards(settings, visitor):
    page = read(visitor.get("/completed").text)

    assert (
        "Karnaphuli Fashions Ltd. কর্ণফুলী ফ্যাশনস লিঃ 90003 · Chattogram 1 March 2017 1 of 1 1 of 2 1 none in force"
        in (page.text)
    )
    assert page.link_texts["1"] == "/factories/90003?show=overdue#hazards"


def test_a_completed_factory_under_an_order_carries_it_in_red(settings, visitor):
    letter = (RecognitionDisclosed(date(2017, 3, 1), None),)
    done = an_entry(90001, Status.CORRECTED, name="Done Ltd.", recognitions=letter)
    put_register(settings, [done], orders=[an_order("a" * 16, (date(2018, 6, 1), OrderStep.DETERMINED))])

    html = visitor.get("/completed").text

    assert '<a class="badge ordered" href="/orders">1 order in force</a>' in html


@pytest.mark.usefixtures("programme")
def test_a_factory_is_completed_from_the_day_of_its_letter_on(visitor):
    assert "Karnaphuli" in visitor.get("/completed?as_of=2018-06-01").text
    assert "Karnaphuli" not in visitor.get("/completed?as_of=2017-02-28").text


@pytest.mark.usefixtures("programme")
def test_an_ineligible_factory_is_listed_since_when_for_how_long_and_why(visitor):
    text = read(visitor.get("/ineligible").text).text

    assert (
        "Rupali Sweaters Ltd. 90004 · Narayanganj 1 March 2018 20 February 2018 not withheld for 131 days "
        "no brand on record Refused to install fire doors." in text
    )
    before = read(visitor.get("/ineligible?as_of=2018-02-28").text).text
    assert "No factory is ineligible on this day." in before
    assert "Rupali" in before.partition("Decided, not yet in force")[2]
    assert "Rupali" not in visitor.get("/ineligible?as_of=2018-02-19").text
    first_day = read(visitor.get("/ineligible?as_of=2018-03-01").text).text
    assert "20 February 2018 not withheld for 9 days no brand on record Refused" in first_day


@pytest.mark.usefixtures("programme")
def test_handed_over_and_closed_factories_are_listed_since_when_and_why_the_latest_first(visitor):
    page = read(visitor.get("/handed-over").text)

    assert (
        "Jamuna Shirts Ltd. 90008 · Dhaka handed over 2 April 2018 No brand has bought there since 2016. "
        "Padma Textiles Ltd. 90009 · Gazipur closed 30 June 2017 Production ended; wages were paid." in page.text
    )
    assert "Jamuna" not in visitor.get("/handed-over?as_of=2018-04-01").text


@pytest.mark.usefixtures("programme")
def test_reasons_stand_in_bangla_and_what_is_not_translated_is_marked(visitor):
    page = read(visitor.get("/handed-over?lang=bn").text)

    assert "২০১৬ সালের পর কোনো ব্র্যান্ড এখান থেকে কেনেনি।" in page.said_in("bn")
    assert "Production ended; wages were paid." in page.said_in("en")
    assert "এখনো অনূদিত হয়নি" in page.text


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("path", [*LISTS, "/factories", "/factories?view=map"])
def test_every_list_is_one_click_from_every_other(visitor, path):
    page = read(visitor.get(path).text)

    assert {"/factories", *LISTS} <= {link.attributes["href"] for link in page.having("a") if "href" in link.attributes}
