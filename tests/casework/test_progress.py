"""Whose hazards count, on which day, by what was known when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook

from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.progress import UnknownSignatory, progress
from accord.records.cap import Recognition
from accord.records.factory import Factory, Signatory, Sourcing
from accord.rules.factory_status import REQUIRED_DISCIPLINES
from accord.rules.vocabulary import Coverage, Discipline, FactoryStatus, Status


@pytest.fixture
def take(session, moment):
    def taken(*sheets, at=moment):
        workbook = a_workbook(*sheets)
        return import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=at)

    return taken


def in_every_discipline(**changed):
    """One sheet for each discipline that a factory's CAP needs, with one hazard each."""
    return [
        a_sheet(replace(a_row(**changed), discipline=discipline), name=discipline.value)
        for discipline in sorted(REQUIRED_DISCIPLINES)
    ]


def of(number, sheet):
    return replace(sheet, factory_numbers=(number,), factory_names=(None,))


def test_the_programme_counts_covered_factories_only(take, session, moment):
    take(of(9490, a_sheet(a_row())), of(9491, a_sheet(a_row(), name="Other")))
    factory_numbered(session, 9491).coverage = Coverage.CLOSED
    session.flush()

    assert progress(session, Scope(), moment=moment).initial.applicable == 1
    assert progress(session, Scope(factory=9491), moment=moment).initial.applicable == 1


@pytest.mark.parametrize(
    ("day", "counted"),
    [(date(2016, 12, 31), 0), (date(2017, 1, 1), 1), (date(2018, 12, 31), 1), (date(2019, 1, 1), 0)],
)
def test_a_signatory_answers_for_its_suppliers_as_they_stood_on_the_day(take, session, moment, day, counted):
    take(of(9490, a_sheet(a_row())))
    session.add(
        Sourcing(
            signatory=Signatory(name="Nordic Basics"),
            factory=factory_numbered(session, 9490),
            from_on=date(2017, 1, 1),
            to_on=date(2019, 1, 1),
        )
    )
    session.flush()

    found = progress(session, Scope(signatory="Nordic Basics"), moment=moment, as_of=day)

    assert found.initial.applicable == counted


def test_a_signatory_nobody_knows_is_refused(session, moment):
    with pytest.raises(UnknownSignatory, match="no signatory is named 'Nobody'"):
        progress(session, Scope(signatory="Nobody"), moment=moment)


def test_the_status_of_a_factory_is_of_all_its_disciplines_also_when_one_is_asked_for(take, session, moment):
    take(*in_every_discipline(due_on=date(2030, 1, 1)), a_sheet(replace(a_row(), discipline=Discipline.BOILER)))

    fire = progress(session, Scope(factory=9490, discipline=Discipline.FIRE), moment=moment)

    assert (fire.overdue, fire.status) == (0, FactoryStatus.BEHIND_SCHEDULE)


def test_an_approval_recorded_later_was_not_known_before(take, session, moment):
    early = replace(moment, now=datetime(2024, 6, 1, tzinfo=UTC))
    structural, *others = in_every_discipline(due_on=date(2030, 1, 1))
    take(structural, at=early)
    take(*others)

    then = progress(session, Scope(factory=9490), moment=moment, known_at=date(2024, 6, 2))
    now = progress(session, Scope(factory=9490), moment=moment)

    assert (then.status, now.status) == (FactoryStatus.CAP_PENDING, FactoryStatus.ON_TRACK)


@pytest.mark.parametrize(
    ("letter", "day", "status"),
    [
        ({}, date(2024, 7, 1), FactoryStatus.INITIAL_CAP_COMPLETED),
        ({}, date(2024, 3, 31), FactoryStatus.ON_TRACK),
        ({"withdrawn_on": date(2024, 6, 1)}, date(2024, 5, 31), FactoryStatus.INITIAL_CAP_COMPLETED),
        ({"withdrawn_on": date(2024, 6, 1)}, date(2024, 6, 1), FactoryStatus.ON_TRACK),
    ],
)
def test_a_cap_is_completed_while_the_letter_of_recognition_stands(take, session, moment, letter, day, status):
    take(*in_every_discipline(status=Status.CORRECTED))
    session.add(
        Recognition(
            factory_id=factory_numbered(session, 9490).id,
            recognised_on=date(2024, 4, 1),
            actor="the CSO",
            recorded_at=moment.now,
            **letter,
        )
    )
    session.flush()

    assert progress(session, Scope(factory=9490), moment=moment, as_of=day).status is status


def test_a_registered_factory_that_nobody_inspected_is_not_at_0_percent(session, moment):
    session.add(Factory(number=9999, name="New Ltd."))
    session.flush()

    found = progress(session, Scope(factory=9999), moment=moment)

    assert (found.status, found.initial.verified_percent) == (FactoryStatus.NOT_INSPECTED, None)
