"""The page of the programme: what is dangerous now, both rates, what is late, and where each figure leads."""

from dataclasses import replace
from datetime import date

import pytest

from accord.rules.public.disclosed_order import OrderStepDisclosed
from accord.rules.public.disclosure import CoverageDisclosed
from accord.rules.vocabulary import Coverage, OrderStep, Source, Status
from tests.builders import FOUND, a_factory, a_hazard, an_edition, lived, one_of_each_figure, publish
from tests.public_builders_home import an_order, publish_a_past, put_in_force
from tests.web.reading import read


def test_before_anything_is_published_the_page_says_so(visitor):
    page = read(visitor.get("/").text)

    assert "Nothing has been published yet." in page.text
    assert "%" not in page.text


def test_a_snapshot_that_was_made_but_never_written_to_says_so_too(settings, visitor):
    publish(settings)

    assert "Nothing has been published yet." in visitor.get("/").text


def test_both_rates_stand_side_by_side_with_their_numerators(settings, visitor):
    publish(settings, an_edition(one_of_each_figure()))

    page = read(visitor.get("/").text)

    assert "47.36 % verified 9 of 19" in page.text
    assert "57.89 % reported 11 of 19" in page.text
    assert "As of 1 July 2018 · 6 withdrawn, not counted" in page.text


def test_new_hazards_are_counted_apart(settings, visitor):
    publish(settings, an_edition(one_of_each_figure()))

    assert "11 new hazards Found after the initial inspections. Verified 63.63 %, reported 72.72 %." in (
        read(visitor.get("/").text).text
    )


def test_a_hazard_of_a_shared_building_counts_once_in_the_programme_and_for_each_of_its_factories(settings, visitor):
    shared = lived(a_hazard(item=1, shared_with=(90004,)), (FOUND, Status.IN_PROGRESS))
    other = a_factory(number=90004, name="Neighbour Knit Ltd.", name_bn=None)
    publish(settings, an_edition([shared]))
    publish(settings, an_edition([replace(shared, shared_with=(90002,))], factory=other))

    page = read(visitor.get("/").text)

    assert "verified 0 of 1" in page.text
    for line in ("90002 · Gazipur", "90004 · Gazipur"):
        assert f"{line} on track 0.00 % 0 of 1 0.00 % 0 of 1" in page.text
    assert "Gazipur 2 factories 0.00 % 0 of 1 0.00 % 0 of 1" in page.text


def test_a_rate_is_full_only_when_every_hazard_is_corrected(settings, visitor):
    corrected = [
        lived(a_hazard(item=item), (FOUND, Status.IN_PROGRESS), (date(2016, 5, 1), Status.CORRECTED))
        for item in range(1, 1000)
    ]
    publish(settings, an_edition([*corrected, lived(a_hazard(item=1000), (FOUND, Status.IN_PROGRESS))]))

    page = read(visitor.get("/").text)

    assert "99.90 % verified 999 of 1,000" in page.text
    assert "100.00 %" not in page.text


def test_a_factory_without_inspection_has_no_rate_rather_than_nought(settings, visitor):
    publish(settings, an_edition([], inspections=(), approvals=()))

    page = read(visitor.get("/").text)

    assert "not inspected" in page.text
    assert "0.00 %" not in page.text


def test_an_order_in_force_stands_on_top_and_leads_to_its_factory(settings, visitor):
    publish(settings, an_edition())
    put_in_force(settings, an_order())

    page = read(visitor.get("/").text)

    said = page.text
    assert said.index("1 order against immediate danger is in force") < said.index("Remediation of the initial")
    assert "evacuation · Main Building , the whole building" in said
    assert "Columns C4, C7 and C8 of the ground floor show diagonal cracks and crushing." in said
    assert page.link_texts["All orders, also those that have ended"] == "/orders"
    assert [part.attributes["class"] for part in page.having("section", **{"aria-labelledby": "danger"})] == ["danger"]


def test_without_an_order_in_force_nothing_is_red(settings, visitor):
    publish(settings, an_edition())
    ended = OrderStepDisclosed(OrderStep.LIFTED, date(2018, 6, 30), None, None)
    put_in_force(settings, an_order(steps=(*an_order().steps, ended)))

    html = visitor.get("/").text

    assert "danger" not in html
    assert "Columns C4" not in html
    assert "Columns C4" in visitor.get("/?as_of=2018-06-29").text


def test_of_many_orders_the_first_page_shows_the_latest_and_leads_to_all(settings, visitor):
    publish(settings, an_edition())
    put_in_force(settings, *(an_order(key=f"{place}", building=f"Hall {place}") for place in range(8)))

    page = read(visitor.get("/").text)

    assert page.text.count("Hall ") == 6
    assert "8 orders against immediate danger are in force" in page.text
    assert "All 8 orders in force, and those that have ended" in page.link_texts


def test_each_figure_leads_to_the_factories_behind_it_on_the_day_that_was_asked(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/?as_of=2018-05-31&lang=en").text)

    covered = "/factories?as_of=2018-05-31&coverage=covered&lang=en"
    assert page.link_texts["these figures factory by factory"] == covered
    behind = "/factories?as_of=2018-05-31&coverage=covered&status=behind_schedule&lang=en"
    assert page.link_texts["behind schedule"] == behind
    assert page.link_texts["Dhaka"] == "/factories?as_of=2018-05-31&coverage=covered&district=Dhaka&lang=en"
    assert page.link_texts["Teesta Jeans Ltd."] == "/factories/90011?as_of=2018-05-31&lang=en"
    assert page.link_texts["All orders, also those that have ended"] == "/orders?as_of=2018-05-31&lang=en"
    assert page.link_texts["বাংলা"] == "/?lang=bn&as_of=2018-05-31"
    assert page.link_texts["Show today"] == "/?lang=en"


def test_a_past_day_is_said_to_be_one_and_today_is_not(settings, visitor):
    publish_a_past(settings)

    then, now = (read(visitor.get(address).text) for address in ("/?as_of=2017-10-31", "/?as_of=2018-07-01"))

    assert "This is how it stood on 31 October 2017, by what is known now." in then.text
    assert "As of 31 October 2017" in then.text
    assert "This is how it stood" not in now.text
    assert then.having("input", name="as_of")[0].attributes["value"] == "2017-10-31"
    assert not any("as_of" in link for words, link in now.link_texts.items() if words != "বাংলা")


@pytest.mark.parametrize("asked", ["2018-07-02", "1999-12-31", "2018-02-30", "yesterday"])
def test_a_day_that_no_figure_can_be_of_is_refused_by_name(settings, visitor, asked):
    publish(settings, an_edition())

    response = visitor.get("/", query_string={"as_of": asked})

    assert response.status_code == 422
    assert "as_of=" in response.text


def test_a_day_before_the_programme_has_no_figure_rather_than_nought(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/?as_of=2013-01-01").text)

    assert "No factory was covered on this day." in page.text
    assert "0.00 %" not in page.text


def test_the_statuses_are_counted_among_covered_factories_and_add_up_to_them(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    assert (
        "ineligible 0 not inspected 1 CAP pending 1 initial CAP completed 0 behind schedule 6 on track 0" in page.text
    )
    assert "8 covered factories" in page.link_texts


def test_kinds_of_hazard_say_how_many_of_how_many_are_outstanding(settings, visitor):
    publish(settings, an_edition(one_of_each_figure()))

    page = read(visitor.get("/").text)

    assert "lockable or collapsible gates fire 10 of 19 47.36 %" in page.text


def test_a_fall_of_the_rate_is_said_in_a_sentence_with_what_caused_it(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    assert (
        "In March 2018 the verified rate fell from 60.00 % to 55.52 %: 1 factory with 40 hazards joined." in page.text
    )
    assert page.text.count("the verified rate fell from") == 3 + 4
    largest, every = page.text.split("All 4 falls of the verified rate")
    assert (largest.count("the verified rate fell from"), every.count("the verified rate fell from")) == (3, 4)


def test_every_month_of_the_chart_stands_in_the_table_beneath_it(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    months = page.text[page.text.index("What moved them") : page.text.index("Factories by status")]
    assert months.count(" of ") == 2 * 48  # both rates, August 2014 to July 2018
    assert "1 July 2018 58.98 % 197 of 334 83.23 % 278 of 334" in months
    assert "March 2018 55.52 %" in months
    assert "1 factory with 40 hazards joined" in months
    assert "1 factory with 24 hazards left" in months
    chart = next(part for part in page.having("svg", role="img") if "August 2014" in part.attributes["aria-label"])
    assert "verified 58.98 % and reported 83.23 % on 1 July 2018" in chart.attributes["aria-label"]


def test_months_in_which_a_status_is_not_known_have_no_rate(settings, visitor):
    hazard = lived(a_hazard(item=1), (date(2018, 2, 10), Status.CORRECTED))
    hazard = replace(hazard, statuses=tuple(replace(status, source=Source.IMPORTED) for status in hazard.statuses))
    publish(settings, an_edition([hazard]))

    page = read(visitor.get("/").text)

    assert "February 2018 100.00 % 1 of 1" in page.text
    assert "January 2018 not known how 1 of 1 hazards stood then is not on record" in page.text
    assert "For 42 months between August 2014 and January 2018 there is no rate, since of some hazards" in page.text


def test_how_long_hazards_are_overdue_adds_up_to_the_figure(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    assert "26 overdue" in page.text
    assert "1 to 30 days 4 31 to 90 days 0 91 to 180 days 0 181 to 365 days 1 366 to 730 days 12" in page.text
    assert "39 of those that wait were reported after the agreed date." in page.text


def test_workers_are_added_up_where_they_are_known_and_it_is_said_for_how_many(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    assert "The programme covers 8 garment factories. 14,980 people work in the 7 whose numbers" in page.text


def test_what_joined_and_left_within_twelve_months_is_counted_and_named(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    assert "1 joined the programme 1 left it" in page.text
    assert "joined the programme Teesta Jeans Ltd. 90011 left it Old Mill Ltd. 90012" in page.text


def test_a_change_from_one_coverage_to_another_joins_nothing(settings, visitor):
    changes = (
        CoverageDisclosed(Coverage.INDEPENDENT, FOUND, None, None),
        CoverageDisclosed(Coverage.ACTIVE, date(2018, 3, 1), None, None),
    )
    publish(settings, an_edition(coverage_changes=changes))

    assert "0 joined the programme 0 left it" in read(visitor.get("/").text).text


def test_factories_with_an_order_come_first_then_those_with_most_overdue(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/").text)

    short = page.text[page.text.index("Factories with open orders, then") : page.text.index("The register of all")]
    order = ("Rupali", "Demo Denim", "Padma", "Surma", "Teesta")
    assert sorted(order, key=short.index) == list(order)
    assert short.count("1 order in force") == 3
    assert "Old Mill" not in short
    assert page.link_texts["The register of all 8 covered factories"] == "/factories?coverage=covered"


def test_the_short_list_stays_short(settings, visitor):
    publish(settings, *(an_edition([], factory=a_factory(number=1000 + n, name=f"Factory {n:03}")) for n in range(101)))

    page = read(visitor.get("/").text)

    assert "Factory 009" in page.link_texts
    assert "Factory 010" not in page.link_texts


def test_a_factory_of_which_nothing_is_published_has_no_rate_of_nought(settings, visitor):
    publish(settings, an_edition([], inspections=(), approvals=(), number=None, published_on=None), files=())

    page = read(visitor.get("/").text)

    assert "Nothing of this factory is published yet" in page.text
    assert "0.00 %" not in page.text


def test_the_search_and_old_addresses_of_it_lead_to_the_register(settings, visitor):
    publish(settings, an_edition())

    form = read(visitor.get("/?lang=bn").text).having("form", role="search")[0]
    assert form.attributes["action"] == "/factories?lang=bn"
    old = visitor.get("/?q=denim&status=on_track&lang=bn&as_of=2018-01-01")
    assert (old.status_code, old.headers["Location"]) == (
        303,
        "/factories?q=denim&status=on_track&as_of=2018-01-01&lang=bn",
    )
