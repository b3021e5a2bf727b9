"""The page on how figures are counted: its words are the rules, its examples what is published."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from accord.rules.figures.progress import rate_percent
from accord.rules.vocabulary import FactoryStatus, Status
from tests.builders import FOUND, a_factory, a_hazard, an_edition, lived, one_of_each_figure, publish
from tests.public_builders_home import an_order, publish_a_past, put_in_force
from tests.web.reading import read


def test_the_rules_stand_there_before_anything_is_published(visitor):
    page = read(visitor.get("/figures").text)

    assert "1,999 of 2,000 is 99.95 %" in page.text
    assert "53,091 of 103,846 is 51.12 %" in page.text
    assert "From what is published today" not in page.text


def test_every_worked_rate_is_what_the_rule_says(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/figures").text)

    worked = re.findall(r"([\d,]+) of ([\d,]+) is ([\d.]+) %", page.text)
    worked += re.findall(r"([\d,]+) ÷ ([\d,]+), that is ([\d.]+) %", page.text)
    assert len(worked) == 4
    for count, applicable, percent in worked:
        assert rate_percent(int(count.replace(",", "")), int(applicable.replace(",", ""))) == Decimal(percent)


def test_the_examples_are_the_figures_of_the_programme(settings, visitor):
    publish(settings, an_edition(one_of_each_figure()))
    put_in_force(settings, an_order())

    said = read(visitor.get("/figures").text).text

    assert "9 of 19 initial hazards are verified: 9 ÷ 19, that is 47.36 %." in said
    assert "9 verified and 2 more reported are 11 of 19: 57.89 %." in said
    assert "25 initial hazards found, less 6 withdrawn: 19 count." in said
    assert "19 initial and 11 new hazards count." in said
    assert "3 hazards are overdue." in said
    assert "8 hazards have no date." in said
    assert "3 hazards await verification." in said
    assert "4 hazards were reopened." in said
    assert "1 order is in force." in said
    assert "1 of the 1 factories in the register are covered." in said


def test_a_shared_hazard_is_shown_to_count_once(settings, visitor):
    shared = lived(a_hazard(item=1, shared_with=(90004,)), (FOUND, Status.IN_PROGRESS))
    publish(settings, an_edition([shared]))
    publish(settings, an_edition([replace(shared, shared_with=(90002,))], factory=a_factory(number=90004)))

    said = read(visitor.get("/figures").text).text

    assert "1 hazard is shared. Factory by factory there are 2 initial hazards that count, in the total 1." in said


def test_two_factories_together_are_not_the_mean_of_their_rates(visitor):
    said = read(visitor.get("/figures").text).text

    assert "1 of 2 (50.00 %) and 90 of 98 (91.83 %), are together 91 of 100: 91.00 %" in said


def test_the_statuses_stand_in_the_order_in_which_they_are_tried_with_a_factory_that_has_each(settings, visitor):
    publish_a_past(settings)

    page = read(visitor.get("/figures").text)

    section = page.text[page.text.rindex("Status of a factory") :]
    words = [status.value.replace("_", " ").replace("cap", "CAP") for status in FactoryStatus]
    assert sorted(words, key=section.index) == words
    assert page.link_texts["1 factory today"] == "/factories?coverage=covered&status=cap_pending"
    assert page.link_texts["Teesta Jeans Ltd."] == "/factories/90011"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_page_leads_there_and_it_leads_on_to_the_data(settings, visitor, language):
    publish(settings, an_edition())

    for address in ("/", "/factories/90002", "/nowhere"):
        links = read(visitor.get(address, query_string={"lang": language}).text).link_texts
        assert f"/figures?lang={language}" in links.values()
    assert f"/data?lang={language}" in read(visitor.get(f"/figures?lang={language}").text).link_texts.values()


def test_each_topic_can_be_linked_to(visitor):
    page = read(visitor.get("/figures").text)

    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for link in page.link_texts.values():
        assert not link.startswith("#") or link[1:] in ids
