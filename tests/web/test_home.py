"""The page of the programme: both rates, what is late, and the register with its search."""

from dataclasses import replace
from datetime import date

import pytest

from accord.rules.vocabulary import Status
from tests.builders import FOUND, a_factory, a_hazard, an_edition, lived, one_of_each_figure, publish
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
    assert page.text.count("0.00 % 0 of 1 0.00 % 0 of 1") == 2


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


@pytest.mark.parametrize(
    "query",
    [
        "90002",
        "৯০০০২",
        "900",
        "denim",
        "DENIM  washing",
        "washing & denim",
        "Demmo Dennim",
        "ডেনিম",
        "ওয়াশিং",
        "gazipur",
        "  denim  ",
    ],
)
def test_a_factory_is_found_by_number_or_name_in_either_script_however_it_is_typed(settings, visitor, query):
    publish(settings, an_edition(), an_edition([], factory=a_factory(number=12241, name="Rupali Knit", name_bn=None)))
    publish(settings, an_edition([], factory=a_factory(number=9490, name="Karnaphuli Ltd", district="Chattogram")))

    page = read(visitor.get("/", query_string={"q": query}).text)

    assert "Demo Denim & Washing Ltd." in page.link_texts


def test_a_number_that_nobody_has_finds_nobody(settings, visitor):
    publish(settings, an_edition())

    page = read(visitor.get("/?q=90003").text)

    assert "0 factories found." in page.text
    assert "No published factory fits." in page.text


def test_the_register_can_be_narrowed_to_a_status(settings, visitor):
    publish(settings, an_edition(), an_edition([], inspections=(), factory=a_factory(number=9490, name="Unseen Ltd.")))

    page = read(visitor.get("/?status=not_inspected").text)

    assert "Unseen Ltd." in page.link_texts
    assert "Demo Denim & Washing Ltd." not in page.link_texts


def test_a_long_register_is_read_page_by_page(settings, visitor):
    publish(settings, *(an_edition([], factory=a_factory(number=1000 + n, name=f"Factory {n:03}")) for n in range(101)))

    first, second = (read(visitor.get(f"/?page={page}").text) for page in (1, 2))

    assert "Factory 099" in first.link_texts
    assert "Factory 100" not in first.link_texts
    assert "Factory 100" in second.link_texts
    assert "Page 2 of 2" in second.text
