"""An edition that was frozen as JSON comes back as it was."""

import json
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.progress import Progress, Tally, is_overdue
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    Edition,
    FactoryDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
)
from accord.rules.public.edition_object import edition_from, edition_object
from accord.rules.vocabulary import Discipline
from tests.reports.editions import an_edition

COUNTS = st.integers(0, 200_000)
TALLIES = st.builds(Tally, **{field.name: COUNTS for field in fields(Tally)})
PROGRESS = st.builds(Progress, initial=TALLIES, new=TALLIES, overdue=COUNTS, no_date=COUNTS, reopened=COUNTS)


def few(kind):
    return st.lists(st.builds(kind), max_size=2).map(tuple)


def with_its_overdue_ones(edition):
    """Overdue is not frozen: it follows from status, date and the day of the edition."""
    return replace(
        edition,
        hazards=tuple(
            replace(hazard, is_overdue=is_overdue(hazard.status, hazard.due_on, edition.as_of))
            for hazard in edition.hazards
        ),
    )


EDITIONS = st.builds(
    Edition,
    factory=st.builds(FactoryDisclosed),
    number=st.integers(1, 99),
    progress=PROGRESS,
    progress_by_discipline=st.lists(
        st.tuples(st.sampled_from(Discipline), PROGRESS), unique_by=lambda pair: pair[0], max_size=2
    ).map(tuple),
    approvals=few(ApprovalDisclosed),
    inspections=few(InspectionDisclosed),
    hazards=few(HazardDisclosed),
    recognitions=few(RecognitionDisclosed),
).map(with_its_overdue_ones)


@given(EDITIONS)
def test_an_edition_comes_back_from_its_json_as_it_was(edition):
    assert edition_from(json.loads(json.dumps(edition_object(edition), ensure_ascii=False))) == edition


def test_a_whole_plan_comes_back_from_its_json_as_it_was():
    edition = an_edition()

    assert edition_from(json.loads(json.dumps(edition_object(edition)))) == edition


def test_every_field_of_an_edition_is_frozen():
    said = edition_object(an_edition())

    assert {field.name for field in fields(Edition)} - {"number"} == set(said) - {"edition"}
