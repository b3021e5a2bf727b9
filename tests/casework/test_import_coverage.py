"""An imported CAP covers its factory from the first day of which it tells, and no day before it."""

from dataclasses import replace
from datetime import date

from casework.cap_sheets import a_row, a_sheet

from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.progress import progress


def covered_since(session):
    return sorted(change.from_on for change in factory_numbered(session, 9490).coverage_changes)


def test_a_factory_is_covered_from_the_first_evidence_and_counts_on_no_day_before(take, session, moment):
    take(a_sheet(a_row(), initial_inspection_on=date(2014, 8, 11)))

    assert covered_since(session) == [date(2014, 8, 11)]
    assert progress(session, Scope(), moment=moment, as_of=date(2014, 8, 10)).initial.applicable == 0


def test_an_earlier_sheet_covers_it_from_an_earlier_day_and_the_same_again_changes_nothing(take, session):
    first = a_sheet(a_row(), initial_inspection_on=date(2014, 8, 11))
    earlier = replace(a_sheet(a_row(2), name="Second", initial_inspection_on=date(2014, 3, 2)))
    take(first)

    take(earlier)
    take(earlier)

    assert covered_since(session) == [date(2014, 3, 2), date(2014, 8, 11)]


def test_the_district_is_read_out_of_the_address(take, session):
    take(a_sheet(a_row(), address="Plot 17, Kashimpur, Gazipur"))

    assert factory_numbered(session, 9490).district == "Gazipur"
