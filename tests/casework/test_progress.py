"""Whose hazards count, on which day, by what was known when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook

from accord.casework.coverage import set_coverage
from accord.casework.disclosed_factory import approvals_of
from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.progress import UnknownSignatory, progress
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.inspection import Inspection
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.vocabulary import CapState, Coverage, Discipline, FactoryStatus, InspectionKind, Source, Status
from tests.desk_builders import a_cap_version

WITHDRAWN = {"withdrawn_on": date(2024, 6, 1), "withdrawal_recorded_at": datetime(2024, 6, 1, tzinfo=UTC)}
EARLIER = date(2024, 6, 2)
"""A day before the moment of the tests, on which something was known already."""


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
    set_coverage(factory_numbered(session, 9491), Coverage.CLOSED, from_on=moment.today, actor="the CSO", moment=moment)
    session.flush()

    assert progress(session, Scope(), moment=moment).initial.applicable == 1
    assert progress(session, Scope(), moment=moment, as_of=moment.today - timedelta(days=1)).initial.applicable == 2
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
            recorded_at=moment.now,
            end_recorded_at=moment.now,
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
        (WITHDRAWN, date(2024, 5, 31), FactoryStatus.INITIAL_CAP_COMPLETED),
        (WITHDRAWN, date(2024, 6, 1), FactoryStatus.ON_TRACK),
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


@pytest.fixture
def then(moment):
    return replace(moment, now=datetime(2024, 6, 1, tzinfo=UTC))


def test_a_factory_closed_today_still_counts_in_a_figure_of_what_was_known_before(take, session, moment, then):
    take(of(9490, a_sheet(a_row())), at=then)
    known = {"as_of": EARLIER, "known_at": EARLIER}
    before = progress(session, Scope(), moment=moment, **known)

    set_coverage(
        factory_numbered(session, 9490), Coverage.CLOSED, from_on=date(2024, 1, 1), actor="the CSO", moment=moment
    )
    session.flush()

    assert progress(session, Scope(), moment=moment, **known) == before
    assert before.initial.applicable == 1
    assert progress(session, Scope(), moment=moment).initial.applicable == 0


def test_a_hazard_found_to_be_shared_counts_for_the_second_factory_from_the_day_that_was_known(
    take, session, moment, then
):
    take(of(9490, a_sheet(a_row())), of(9491, a_sheet(name="Other")), at=then)
    both = {"factory_numbers": (9490, 9491), "factory_names": (None, None), "factory_names_bn": (None, None)}
    take(replace(a_sheet(a_row()), **both))

    known_then = progress(session, Scope(factory=9491), moment=moment, as_of=EARLIER, known_at=EARLIER)
    known_now = progress(session, Scope(factory=9491), moment=moment, as_of=EARLIER)

    assert (known_then.initial.applicable, known_now.initial.applicable) == (0, 1)


def test_an_end_of_sourcing_recorded_later_changes_no_figure_that_was_told_before(take, session, moment, then):
    take(of(9490, a_sheet(a_row())), at=then)
    sourcing = Sourcing(
        signatory=Signatory(name="Nordic Basics"),
        factory=factory_numbered(session, 9490),
        from_on=date(2017, 1, 1),
        recorded_at=then.now,
    )
    session.add(sourcing)
    session.flush()
    scope = Scope(signatory="Nordic Basics")

    sourcing.to_on, sourcing.end_recorded_at = date(2018, 1, 1), moment.now
    session.flush()

    assert progress(session, scope, moment=moment, as_of=EARLIER, known_at=EARLIER).initial.applicable == 1
    assert progress(session, scope, moment=moment, as_of=EARLIER).initial.applicable == 0
    assert progress(session, scope, moment=moment, known_at=date(2024, 5, 31)).initial.applicable == 0


def test_a_withdrawal_of_the_letter_recorded_later_was_not_known_before(take, session, moment, then):
    take(*in_every_discipline(status=Status.CORRECTED), at=then)
    letter = Recognition(
        factory_id=factory_numbered(session, 9490).id,
        recognised_on=date(2024, 4, 1),
        actor="the CSO",
        recorded_at=then.now,
        withdrawn_on=date(2024, 5, 1),
        withdrawal_recorded_at=moment.now,
    )
    session.add(letter)
    session.flush()

    told = progress(session, Scope(factory=9490), moment=moment, as_of=EARLIER, known_at=EARLIER)
    now = progress(session, Scope(factory=9490), moment=moment, as_of=EARLIER)

    assert (told.status, now.status) == (FactoryStatus.INITIAL_CAP_COMPLETED, FactoryStatus.ON_TRACK)


def test_a_factory_at_stage_3_is_ineligible_from_the_day_the_decision_takes_effect(take, session, moment):
    take(*in_every_discipline(status=Status.CORRECTED))
    factory = factory_numbered(session, 9490)
    for stage, day in ((3, date(2024, 5, 1)), (0, date(2024, 6, 1))):
        session.add(
            StageChange(
                factory_id=factory.id,
                stage=stage,
                decided_on=day - timedelta(days=7),
                effective_on=day,
                reason="No door was ordered within eight months.",
                actor="the CSO",
                recorded_at=moment.now,
            )
        )
    session.flush()

    found = [
        progress(session, Scope(factory=9490), moment=moment, as_of=day).status
        for day in (date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1))
    ]

    assert found == [
        FactoryStatus.ON_TRACK,
        FactoryStatus.INELIGIBLE,
        FactoryStatus.INELIGIBLE,
        FactoryStatus.ON_TRACK,
    ]


def a_plan_approved_late(take, session, *, then, now):
    """Let structural and fire plans be approved by then, and an electrical one begun then and approved only now."""
    take(*[sheet for sheet in in_every_discipline(due_on=date(2030, 1, 1)) if sheet.name != "electrical"], at=then)
    factory = factory_numbered(session, 9490)
    session.add(
        Inspection(
            factory_id=factory.id,
            discipline=Discipline.ELECTRICAL,
            kind=InspectionKind.INITIAL,
            inspected_on=date(2024, 5, 1),
            source=Source.DESK,
            recorded_at=then.now,
        )
    )
    steps = (CapState.DRAFT, date(2024, 5, 20), then.now), (CapState.TECHNICALLY_APPROVED, date(2024, 6, 1), now.now)
    return a_cap_version(session, factory, Discipline.ELECTRICAL, steps=steps)


def test_an_approval_counts_from_the_day_it_was_recorded_also_where_its_version_was_begun_before(
    take, session, moment, then
):
    a_plan_approved_late(take, session, then=then, now=moment)

    told = progress(session, Scope(factory=9490), moment=moment, as_of=EARLIER, known_at=EARLIER)
    now = progress(session, Scope(factory=9490), moment=moment, as_of=EARLIER)
    before = progress(session, Scope(factory=9490), moment=moment, as_of=date(2024, 5, 31))

    assert told.status is before.status is FactoryStatus.CAP_PENDING
    assert now.status is FactoryStatus.ON_TRACK


def test_no_later_draft_makes_an_approved_plan_pending(take, session, moment, then):
    approved = a_plan_approved_late(take, session, then=then, now=moment)
    steps = [(CapState.DRAFT, moment.today, moment.now), (CapState.SUBMITTED, moment.today, moment.now)]

    a_cap_version(session, approved.factory, Discipline.ELECTRICAL, number=2, steps=steps)

    assert progress(session, Scope(factory=9490), moment=moment).status is FactoryStatus.ON_TRACK


def test_finance_that_was_agreed_later_is_not_disclosed_before(session, moment, then):
    session.add(factory := Factory(number=9001, name="New Ltd."))
    session.flush()
    approval, agreement = (CapState.TECHNICALLY_APPROVED, CapState.FINANCE_PLAN_AGREED)
    steps = [(approval, date(2024, 5, 31), then.now), (agreement, moment.today, moment.now)]
    a_cap_version(session, factory, Discipline.FIRE, steps=steps)

    [before] = approvals_of(session, factory, moment=then)
    [now] = approvals_of(session, factory, moment=moment)

    assert (before.state, before.finance_agreed) == (CapState.TECHNICALLY_APPROVED, False)
    assert (now.state, now.finance_agreed) == (CapState.FINANCE_PLAN_AGREED, True)
    assert before.approved_on == now.approved_on == date(2024, 5, 31)
    assert approvals_of(session, factory, moment=replace(moment, now=datetime(2024, 5, 30, tzinfo=UTC))) == ()
