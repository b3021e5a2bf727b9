"""The page of one factory: its rates, the hazards behind every figure, its history and its documents."""

from dataclasses import replace
from datetime import date

import pytest

from accord.rules.public.disclosure import LogDisclosed, StatusDisclosed
from accord.rules.vocabulary import CapState, Coverage, Discipline, FactoryStatus, InspectionKind, Source, Status
from accord.web.public.factory_page import status_means
from accord.web.public.hazard_choice import Figure, figure_words
from tests.builders import (
    FOUND,
    a_factory,
    a_hazard,
    an_edition,
    hazards,
    lived,
    one_of_each_figure,
    publish,
)
from tests.web.reading import read

FIGURES = {
    "9 of 19": "verified",
    "11 of 19": "reported",
    "the 19 hazards behind these rates": "initial",
    "7 of 11": "new_verified",
    "8 of 11": "new_reported",
}


def shown(page):
    return len(page.having("article", **{"class": "hazard"}))


def test_a_factory_of_which_nothing_is_published_is_not_there(settings, visitor):
    assert visitor.get("/factories/90002").status_code == 404

    publish(settings, an_edition())

    assert visitor.get("/factories/90002").status_code == 200
    assert visitor.get("/factories/90003").status_code == 404


@pytest.mark.parametrize("number", ["090002", "0", "-1", "9" * 10, "9" * 5000, "x", "90002/", "৯০০০২"])
def test_a_factory_has_one_address_and_no_number_breaks_the_page(settings, visitor, number):
    publish(settings, an_edition())

    assert visitor.get(f"/factories/{number}").status_code == 404


@pytest.mark.parametrize(("figure", "show"), FIGURES.items())
def test_every_figure_leads_to_exactly_the_hazards_behind_it(settings, visitor, figure, show):
    publish(settings, an_edition(one_of_each_figure()))

    page = read(visitor.get("/factories/90002").text)
    behind = read(visitor.get(page.link_texts[figure].split("#")[0]).text)

    assert f"show={show}" in page.link_texts[figure]
    assert shown(behind) == int(next(word for word in figure.split() if word.isdigit()))


@pytest.mark.parametrize(("show", "count"), [("overdue", 3), ("no_date", 8), ("reopened", 4), ("withdrawn", 6)])
def test_so_does_every_count_beside_the_rates(settings, visitor, show, count):
    publish(settings, an_edition(one_of_each_figure()))

    page = read(visitor.get("/factories/90002").text)
    behind = read(visitor.get(f"/factories/90002?show={show}").text)

    assert {"href": f"/factories/90002?show={show}#hazards"} in [link.attributes for link in page.having("a")]
    assert f"{count} of 36 hazards" in behind.text
    assert shown(behind) == count


def test_hazards_can_be_narrowed_by_discipline_and_status_together(settings, visitor):
    publish(settings, an_edition(hazards(60)))
    expected = [
        hazard for hazard in hazards(60) if hazard.discipline == Discipline.FIRE and hazard.status == Status.CORRECTED
    ]

    page = read(visitor.get("/factories/90002?discipline=fire&status=corrected").text)

    assert shown(page) == len(expected)
    assert f"{len(expected)} of 60 hazards" in page.text


def test_a_choice_that_no_hazard_fits_says_so_and_offers_all(settings, visitor):
    publish(settings, an_edition([lived(a_hazard(), (FOUND, Status.IN_PROGRESS))]))

    page = read(visitor.get("/factories/90002?status=withdrawn").text)

    assert "No hazard fits this choice." in page.text
    assert page.link_texts["Show all"] == "/factories/90002#hazards"


def test_a_hazard_is_shown_with_both_plans_both_timelines_and_its_status(settings, visitor):
    publish(settings, an_edition([lived(a_hazard(Discipline.FIRE, 7), (FOUND, Status.IN_PROGRESS))]))

    text = read(visitor.get("/factories/90002").text).text

    for part in (
        "fire 7 · lockable or collapsible gates",
        "in progress since 11 August 2014",
        "Building 2, ground floor · severity: high",
        "Observation Collapsible gates with padlocks",
        "Required action Remove all lockable features",
        "recommended timeline: Within 6 weeks",
        "Final action plan Contractor appointed;",
        "final timeline: 31 December 2018",
    ):
        assert part in text


def test_the_history_is_one_line_in_time_in_which_a_breach_is_named(settings, visitor):
    hazard = lived(
        a_hazard(),
        (FOUND, Status.IN_PROGRESS),
        (date(2015, 3, 4), Status.CORRECTED),
        (date(2015, 10, 7), Status.IN_PROGRESS),
    )
    log = (LogDisclosed(date(2015, 5, 2), "Load plan posted."), LogDisclosed(None, "Seen again."))
    publish(settings, an_edition([replace(hazard, log=log)]))

    text = read(visitor.get("/factories/90002").text).text

    order = [
        "11 August 2014 found at the initial inspection",
        "4 March 2015 verified by an engineer: corrected",
        "2 May 2015 Load plan posted.",
        "7 October 2015 found breached again: reopened",
        "undated Seen again.",
    ]
    assert [text.index(entry) for entry in order] == sorted(text.index(entry) for entry in order)
    assert "reopened once" in text


def test_a_long_history_is_folded_and_a_short_one_is_not(settings, visitor):
    log = tuple(LogDisclosed(date(2015, month, 1), "Work goes on.") for month in range(1, 6))
    publish(settings, an_edition([a_hazard(item=1), a_hazard(item=2, log=log)]))

    page = read(visitor.get("/factories/90002").text)

    assert len(page.having("details")) == 1


def test_what_was_read_from_a_document_made_elsewhere_is_marked(settings, visitor):
    imported = replace(a_hazard(), statuses=(StatusDisclosed(Status.IN_PROGRESS, FOUND, FOUND, Source.IMPORTED, None),))
    publish(settings, an_edition([imported]))

    text = read(visitor.get("/factories/90002").text).text

    assert "since 11 August 2014 · imported" in text
    assert "approved and published elsewhere (imported)" in text
    assert "finance plan agreed: yes" in text
    assert "finance plan agreed: no" in text
    assert "finance plan agreed: not known" in text


def test_a_hazard_of_a_shared_building_leads_to_the_other_factory(settings, visitor):
    shared = lived(a_hazard(shared_with=(90004,)), (FOUND, Status.IN_PROGRESS))
    publish(settings, an_edition([replace(shared, shared_with=(90002,))], factory=a_factory(number=90004)))
    publish(settings, an_edition([shared]))

    page = read(visitor.get("/factories/90002").text)

    assert "counts also for factory 90004" in page.text
    assert page.link_texts["90004"] == "/factories/90004"


def test_a_withdrawn_hazard_is_still_shown_with_its_reason(settings, visitor):
    publish(
        settings, an_edition([lived(a_hazard(), (FOUND, Status.IN_PROGRESS), (date(2016, 1, 1), Status.WITHDRAWN))])
    )

    text = read(visitor.get("/factories/90002").text).text

    assert "Withdrawn because Recorded twice." in text
    assert "no hazards" in text


def test_a_factory_of_which_little_is_known_has_a_page_without_gaps(settings, visitor):
    bare = a_factory(
        name_bn=None,
        address=None,
        address_bn=None,
        district=None,
        company_group=None,
        coverage=Coverage.CLOSED,
        os_id=None,
        workers=None,
        workers_women=None,
        signatory_count=0,
        signatories_named=(),
        summary=None,
        summary_bn=None,
        buildings=(),
    )
    publish(settings, an_edition([], factory=bare, approvals=(), inspections=()), files=[("json", "")])

    for language in ("en", "bn"):
        page = read(visitor.get(f"/factories/90002?lang={language}").text)
        assert "None" not in page.text
        assert page.having("h1") != []
    assert "No hazard on record." in visitor.get("/factories/90002").text
    assert "The programme does not cover this factory at present." in visitor.get("/factories/90002").text


def test_no_workers_is_told_from_an_unknown_number_of_workers(settings, visitor):
    publish(settings, an_edition(factory=a_factory(workers=0, workers_women=0)))

    assert "no workers at present" in visitor.get("/factories/90002").text


def test_the_earlier_inspections_of_a_long_list_are_folded(settings, visitor):
    first = an_edition().inspections[0]
    visits = tuple(
        replace(first, kind=InspectionKind.FOLLOW_UP, ordinal=number, inspected_on=date(2015, 1, number))
        for number in range(1, 17)
    )
    publish(settings, an_edition([], inspections=visits))

    text = read(visitor.get("/factories/90002").text).text

    assert "10 earlier inspections" in text
    assert text.index("structural, 16th follow-up") < text.index("10 earlier") < text.index("structural, 1st follow-up")


def test_completed_says_when_it_was_recognised_and_hides_no_new_hazard(settings, visitor):
    done = lived(a_hazard(item=1), (FOUND, Status.IN_PROGRESS), (date(2016, 1, 1), Status.CORRECTED))
    late = lived(replace(a_hazard(item=2), origin="new", due_on=date(2017, 1, 1)), (FOUND, Status.IN_PROGRESS))
    approved = an_edition().approvals[0]
    approvals = [
        replace(approved, discipline=discipline, state=CapState.TECHNICALLY_APPROVED) for discipline in Discipline
    ]
    publish(settings, an_edition([done, late], approvals=tuple(approvals)), recognised_on=date(2017, 2, 1))

    text = read(visitor.get("/factories/90002").text).text

    assert "initial CAP completed" in text
    assert "Letter of recognition: 1 February 2017." in text
    assert "overdue 1" in text


def test_every_status_and_every_figure_has_words(app):
    with app.test_request_context():
        assert all(status_means(status) for status in FactoryStatus)
        assert all(figure_words(figure) for figure in Figure)


def test_an_imported_correction_does_not_claim_that_an_engineer_of_ours_saw_it(settings, visitor):
    events = (
        StatusDisclosed(Status.IN_PROGRESS, FOUND, FOUND, Source.IMPORTED, None),
        StatusDisclosed(Status.CORRECTED, date(2015, 3, 4), date(2018, 1, 1), Source.IMPORTED, None),
    )
    publish(settings, an_edition([replace(a_hazard(), status=Status.CORRECTED, statuses=events)]))

    text = read(visitor.get("/factories/90002").text).text

    assert "4 March 2015 corrected · imported" in text
    assert "verified by an engineer: corrected" not in text


def test_a_hazard_without_a_category_is_named_by_its_number_alone(settings, visitor):
    publish(settings, an_edition([a_hazard(item=4, category=None)]))

    assert "fire 4 in progress" in read(visitor.get("/factories/90002").text).text


def test_the_last_visit_is_the_latest_dated_comment_where_the_plan_lists_no_later_inspection(settings, visitor):
    comments = (LogDisclosed(date(2018, 5, 16), "Not corrected."), LogDisclosed(date(2081, 1, 1), "A typing error."))
    publish(settings, an_edition([a_hazard(log=comments)], inspections=()))

    text = read(visitor.get("/factories/90002").text).text

    assert "16 May 2018" in text.split("Last visit")[1].split("Documents")[0]
