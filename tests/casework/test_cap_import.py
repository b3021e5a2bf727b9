"""Importing a CAP: a whole file or nothing, and never a status that nobody set."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import func, select

from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.journal import first_broken_line
from accord.casework.progress import progress
from accord.gateways.cap_sheets.model import LogEntry, PreviousDeadline, WorkbookRefused
from accord.records.cap import CapVersion
from accord.records.danger import DangerToConfirm
from accord.records.hazard import Deadline, Hazard, HazardEvent
from accord.records.hazard import LogEntry as LogRecord
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.rules.sheets.cap_words import Danger
from accord.rules.vocabulary import Discipline, FactoryStatus, OrderKind, Origin, Rating, Source, Status
from tests.desk_builders import an_engineer


def take(session, moment, *sheets, **options):
    return import_cap(
        session, (workbook := a_workbook(*sheets)), file=a_file(workbook), actor="an engineer", moment=moment, **options
    )


def counts(report):
    return report.created, report.updated, report.unchanged


def the_hazard(session, item=1) -> Hazard:
    session.expire_all()
    return session.scalars(select(Hazard).where(Hazard.item == item)).one()


def lines_in(session):
    tables = (Hazard, HazardEvent, Deadline, LogRecord, CapVersion, Inspection, JournalEntry, DangerToConfirm)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def later(moment, days):
    return replace(moment, now=moment.now + timedelta(days=days))


def test_an_unknown_number_creates_the_factory_with_its_hazards_and_rates(session, moment):
    sheet = a_sheet(a_row(1), a_row(2, status=Status.CORRECTED), a_row(3, status=Status.PENDING_VERIFICATION))

    report = take(session, moment, sheet)

    rates = progress(session, Scope(factory=9490), moment=moment)
    assert counts(report) == (3, 0, 0)
    assert report.factories == {9490: "Demo Knit Ltd."}
    assert (str(rates.initial.verified_percent), str(rates.initial.reported_percent)) == ("33.33", "66.66")
    assert rates.overdue == 1


def test_the_same_file_again_changes_nothing(session, moment):
    sheet = a_sheet(a_row(1), a_row(2, status=Status.CORRECTED, log=()), a_row(3, due_on=None))
    take(session, moment, sheet)
    before = lines_in(session)

    report = take(session, later(moment, 30), sheet)

    assert counts(report) == (0, 0, 3)
    assert lines_in(session) == before


def test_a_status_holds_from_the_latest_dated_comment_of_its_row(session, moment):
    log = (LogEntry(date(2015, 3, 4), "Not corrected."), LogEntry(date(2016, 9, 28), "Corrected."))
    take(session, moment, a_sheet(a_row(status=Status.CORRECTED, log=log)))

    on_the_eve = progress(session, Scope(factory=9490), moment=moment, as_of=date(2016, 9, 27))
    on_the_day = progress(session, Scope(factory=9490), moment=moment, as_of=date(2016, 9, 28))

    assert (on_the_eve.initial.unknown, on_the_eve.initial.verified_percent) == (1, None)
    assert on_the_day.initial.corrected == 1


@pytest.mark.parametrize(("sheet_date", "since"), [(date(2018, 6, 1), date(2018, 6, 1)), (None, date(2024, 7, 1))])
def test_without_a_dated_comment_it_holds_from_the_sheets_date_else_from_the_day_of_import(
    session, moment, sheet_date, since
):
    take(session, moment, a_sheet(a_row(log=(LogEntry(None, "seen"),)), sheet_date=sheet_date))

    assert the_hazard(session).events[0].effective_on == since


def test_a_comment_dated_in_the_future_is_a_typing_error_and_dates_no_status(session, moment):
    log = (LogEntry(date(2016, 9, 28), "Corrected."), LogEntry(date(2081, 3, 1), "Corrected."))

    take(session, moment, a_sheet(a_row(status=Status.CORRECTED, log=log)))

    assert the_hazard(session).events[0].effective_on == date(2016, 9, 28)


def test_a_status_is_never_read_out_of_the_words_of_a_comment(session, moment):
    take(session, moment, a_sheet(a_row(log=(LogEntry(date(2018, 5, 16), "Corrected."),))))

    assert the_hazard(session).status is Status.IN_PROGRESS


def test_what_was_known_before_the_import_stays_what_it_was(session, moment):
    take(session, moment, a_sheet(a_row()))

    before = progress(session, Scope(factory=9490), moment=moment, known_at=date(2024, 6, 30))

    assert (before.initial.applicable, before.status) == (0, FactoryStatus.NOT_INSPECTED)


def test_an_initial_hazard_is_there_from_the_inspection_and_a_new_one_from_its_first_comment(session, moment):
    take(session, moment, a_sheet(a_row(1), a_row(2, origin=Origin.NEW)))

    assert the_hazard(session, 1).found_on == date(2014, 6, 6)
    assert the_hazard(session, 2).found_on == date(2015, 3, 4)


def test_a_previous_timeline_holds_until_the_date_of_the_comment_that_carries_it(session, moment):
    earlier = (PreviousDeadline(date(2014, 9, 22), date(2015, 3, 4)),)
    take(session, moment, a_sheet(a_row(due_on=date(2017, 12, 31), previous_deadlines=earlier)))

    held = [(deadline.due_on, deadline.holds_from) for deadline in the_hazard(session).deadlines]

    assert held == [(date(2014, 9, 22), date(2014, 6, 6)), (date(2017, 12, 31), date(2015, 3, 4))]


def test_a_newer_sheet_updates_and_keeps_the_history(session, moment):
    take(session, moment, a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    newer = a_row(
        status=Status.CORRECTED,
        due_on=date(2016, 6, 30),
        final_action_plan="Gates removed.",
        log=(LogEntry(date(2015, 3, 4), "Not corrected."), LogEntry(date(2016, 9, 28), "Corrected.")),
    )

    report = take(session, later(moment, 1), a_sheet(newer))

    hazard = the_hazard(session)
    assert counts(report) == (0, 1, 0)
    assert [event.status for event in hazard.events] == [Status.IN_PROGRESS, Status.CORRECTED]
    assert [deadline.due_on for deadline in hazard.deadlines] == [date(2014, 12, 31), date(2016, 6, 30)]
    assert (hazard.final_action_plan, len(hazard.log), hazard.status) == ("Gates removed.", 2, Status.CORRECTED)


def test_a_new_date_without_a_note_of_the_old_one_holds_from_the_sheets_day_and_rewrites_no_past(session, moment):
    take(session, moment, a_sheet(a_row(), sheet_date=date(2015, 6, 1)))

    take(session, moment, a_sheet(a_row(due_on=date(2019, 1, 1)), sheet_date=date(2018, 6, 1)))

    then = progress(session, Scope(factory=9490), moment=moment, as_of=date(2018, 5, 31))
    now = progress(session, Scope(factory=9490), moment=moment, as_of=date(2018, 6, 1))
    assert (then.overdue, now.overdue) == (1, 0)


def test_an_empty_cell_or_an_absent_column_erases_nothing(session, moment):
    take(session, moment, a_sheet(a_row()))
    poorer = a_row(due_on=None, final_action_plan=None, recommended_timeline=None)

    report = take(session, moment, a_sheet(poorer, columns=frozenset({"observation", "status", "final_action_plan"})))

    hazard = the_hazard(session)
    assert counts(report) == (0, 0, 1)
    assert (hazard.final_action_plan, hazard.deadlines[-1].due_on) == ("Gates will be removed.", date(2014, 12, 31))


def test_an_older_sheet_adds_comments_only(session, moment):
    take(session, moment, a_sheet(a_row(status=Status.CORRECTED)))
    older = a_row(
        status=Status.IN_PROGRESS, final_action_plan="old plan", log=(LogEntry(date(2014, 12, 1), "First visit."),)
    )

    report = take(session, moment, a_sheet(older, a_row(2), sheet_date=date(2015, 1, 1)))

    hazard = the_hazard(session)
    assert counts(report) == (0, 1, 0)
    assert (hazard.status, hazard.final_action_plan, len(hazard.events)) == (
        Status.CORRECTED,
        "Gates will be removed.",
        1,
    )
    assert len(hazard.log) == 2
    assert any("item 2 is on this older sheet only" in note.message for note in report.warnings)


def test_a_missing_item_stays_and_is_warned_of(session, moment):
    take(session, moment, a_sheet(a_row(1), a_row(2)))

    report = take(session, moment, a_sheet(a_row(1)))

    assert the_hazard(session, 2).status is Status.IN_PROGRESS
    assert any("that this sheet lacks stay as they are: 2" in note.message for note in report.warnings)


def test_the_same_number_with_a_clearly_different_observation_is_refused_with_both_shown(session, moment):
    take(session, moment, a_sheet(a_row(observation="Collapsible gate in the exit path at the ground floor.")))
    session.commit()
    other = a_row(observation="Sprinkler heads are obstructed by cartons in the warehouse.")

    with pytest.raises(WorkbookRefused) as refused:
        take(session, moment, a_sheet(other))
    session.rollback()

    [problem] = refused.value.problems
    assert "Collapsible gate in the exit path" in problem.message
    assert "Sprinkler heads are obstructed" in problem.message
    assert (problem.sheet, problem.row) == ("Fire", 9)
    assert the_hazard(session).observation.startswith("Collapsible")


def test_accepted_changes_replace_the_observation(session, moment):
    take(session, moment, a_sheet(a_row()))
    other = a_row(observation="Sprinkler heads are obstructed by cartons in the warehouse.")

    report = take(session, moment, a_sheet(other), accept_changes=True)

    assert counts(report) == (0, 1, 0)
    assert the_hazard(session).observation.startswith("Sprinkler")


def test_an_event_made_in_the_desk_always_wins_and_the_conflict_is_listed(session, moment):
    take(session, moment, a_sheet(a_row()))
    hazard = the_hazard(session)
    session.add(
        HazardEvent(
            hazard_id=hazard.id,
            status=Status.CORRECTED,
            effective_on=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            actor="an engineer",
            person_id=an_engineer(session, hazard.discipline).id,
        )
    )
    hazard.status = Status.CORRECTED
    session.flush()

    report = take(session, moment, a_sheet(a_row(), sheet_date=date(2024, 6, 30)))

    assert the_hazard(session).status is Status.CORRECTED
    assert any("was set to corrected in the desk" in note.message for note in report.warnings)


def test_the_same_observation_over_several_items_is_never_merged(session, moment):
    one = "Highly stressed columns at ground floor."

    report = take(session, moment, a_sheet(a_row(1, observation=one), a_row(2, observation=one)))

    assert report.created == 2


def test_a_sheet_of_two_factories_gives_one_record_to_both_counted_once_in_the_programme(session, moment):
    shared = a_sheet(
        a_row(), factory_numbers=(90004, 90005), factory_names=("A Ltd.", "B Ltd."), factory_names_bn=(None, None)
    )

    take(session, moment, shared)

    each = [progress(session, Scope(factory=number), moment=moment).initial.applicable for number in (90004, 90005)]
    assert each == [1, 1]
    assert progress(session, Scope(), moment=moment).initial.applicable == 1


def test_a_record_of_one_factory_is_linked_to_the_second_when_a_shared_sheet_names_both(session, moment):
    take(session, moment, a_sheet(a_row(), factory_numbers=(90004,), factory_names=("A Ltd.",)))
    shared = a_sheet(
        a_row(), factory_numbers=(90004, 90005), factory_names=("A Ltd.", "B Ltd."), factory_names_bn=(None, None)
    )

    report = take(session, moment, shared)

    assert counts(report) == (0, 1, 0)
    assert {link.factory.number for link in the_hazard(session).links} == {90004, 90005}


def test_a_red_rating_and_a_severe_hazard_wait_for_an_engineer_and_are_kept_once(session, moment):
    danger = Danger(OrderKind.EVACUATION, "severe and imminent")
    sheet = a_sheet(a_row(1, danger=danger), a_row(2, status=Status.CORRECTED, danger=danger), rating=Rating.RED)

    report = take(session, moment, sheet)
    take(session, moment, replace(sheet, rows=(*sheet.rows, a_row(3))))

    said = [(order.kind, order.item, order.because) for order in report.orders_to_confirm]
    assert said == [
        (OrderKind.EVACUATION, None, "rating red"),
        (OrderKind.EVACUATION, 1, "severe and imminent"),
    ]
    assert session.scalar(select(func.count()).select_from(DangerToConfirm)) == 2


def test_an_amber_sheet_whose_hazards_are_all_corrected_calls_for_no_order(session, moment):
    report = take(session, moment, a_sheet(a_row(status=Status.CORRECTED), rating=Rating.AMBER))

    assert report.orders_to_confirm == []


def test_an_imported_cap_counts_as_approved_on_the_sheets_date_with_its_finance(session, moment):
    sheets = [
        a_sheet(replace(a_row(), discipline=discipline), name=discipline.value)
        for discipline in (Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL)
    ]
    take(session, moment, *sheets)

    on_the_eve = progress(session, Scope(factory=9490), moment=moment, as_of=date(2018, 5, 31))
    on_the_day = progress(session, Scope(factory=9490), moment=moment, as_of=date(2018, 6, 1))

    version = session.scalars(select(CapVersion)).first()
    assert (version.approved_on, version.finance_agreed, version.source) == (date(2018, 6, 1), True, Source.IMPORTED)
    assert (on_the_eve.status, on_the_day.status) == (FactoryStatus.CAP_PENDING, FactoryStatus.BEHIND_SCHEDULE)


def test_the_kept_status_is_what_the_replay_of_the_events_says(session, moment):
    take(session, moment, a_sheet(a_row(1), a_row(2, status=Status.CORRECTED), sheet_date=date(2015, 6, 1)))
    take(session, moment, a_sheet(a_row(1, status=Status.CORRECTED), a_row(2)))

    hazards = session.scalars(select(Hazard)).all()
    replayed = progress(session, Scope(factory=9490), moment=moment)

    assert [hazard.status for hazard in hazards] == [Status.CORRECTED, Status.IN_PROGRESS]
    assert (replayed.initial.corrected, replayed.initial.in_progress, replayed.reopened) == (1, 1, 1)


def test_every_import_leaves_a_line_in_an_unbroken_journal(session, moment):
    take(session, moment, a_sheet(a_row()))
    take(session, moment, a_sheet(a_row(status=Status.CORRECTED)))

    deeds = session.scalars(select(JournalEntry.deed).order_by(JournalEntry.id)).all()

    assert deeds == [
        "registered a factory",
        "filled in a factory",
        "imported a CAP sheet",
        "imported a CAP sheet",
    ]
    assert first_broken_line(session) is None


def test_a_sheet_that_names_another_factory_under_the_number_is_refused_unless_accepted(session, moment):
    take(session, moment, a_sheet(a_row()))
    other = a_sheet(a_row(), factory_names=("Rose Intimates Bangladesh",))

    with pytest.raises(WorkbookRefused, match="“Rose Intimates Bangladesh”, but factory 9490 is on record as"):
        take(session, moment, other)

    assert counts(take(session, moment, other, accept_changes=True)) == (0, 0, 1)


def test_two_sheets_of_one_discipline_in_one_file_are_judged_against_the_record_and_not_against_each_other(
    session, moment
):
    later = a_sheet(a_row(3, log=(LogEntry(date(2018, 3, 1), "Not corrected."),)), name="Follow-up", sheet_date=None)
    earlier = a_sheet(a_row(1), a_row(2), name="Initial", sheet_date=None)

    report = take(session, moment, later, earlier)

    assert counts(report) == (3, 0, 0)
    assert report.warnings == []


@pytest.mark.parametrize(
    "mistyped",
    [
        a_sheet(a_row(log=(LogEntry(date(2051, 3, 4), "Not corrected."),)), sheet_date=None),
        a_sheet(a_row(log=()), sheet_date=date(2081, 1, 1)),
    ],
)
def test_a_date_still_to_come_is_warned_of_and_makes_no_later_sheet_an_older_one(session, moment, mistyped):
    first = take(session, moment, mistyped)

    second = take(session, moment, a_sheet(a_row(1, status=Status.CORRECTED), a_row(2), sheet_date=date(2018, 6, 1)))

    assert any("still to come" in note.message for note in first.warnings)
    assert second.created + second.updated >= 1
    assert the_hazard(session).status is Status.CORRECTED


def test_a_newer_sheet_without_a_changed_row_is_remembered_with_its_finance_visits_and_rating(session, moment):
    take(session, moment, a_sheet(a_row(), sheet_date=date(2016, 6, 1), finance_agreed=False, rating=Rating.YELLOW))
    newer = a_sheet(
        a_row(),
        sheet_date=date(2018, 6, 1),
        rating=Rating.RED,
        follow_ups=((1, date(2017, 5, 2)), (2, date(2018, 5, 2))),
    )

    report = take(session, moment, newer)
    older = take(session, moment, a_sheet(a_row(status=Status.CORRECTED), sheet_date=date(2017, 6, 1)))

    assert (counts(report), counts(older)) == ((0, 0, 1), (0, 0, 1))
    assert the_hazard(session).status is Status.IN_PROGRESS
    latest = session.scalars(select(CapVersion).order_by(CapVersion.number.desc())).first()
    assert (latest.approved_on, latest.finance_agreed) == (date(2018, 6, 1), True)
    visits = session.scalars(select(Inspection).order_by(Inspection.inspected_on)).all()
    assert [(visit.ordinal, visit.rating) for visit in visits] == [(None, Rating.YELLOW), (1, None), (2, Rating.RED)]
    assert session.scalars(select(DangerToConfirm.because)).all() == ["rating red"]


def test_the_same_file_changes_nothing_even_after_newer_ones_and_without_a_date(session, moment):
    undated = a_sheet(a_row(log=()), sheet_date=None)
    take(session, moment, undated)
    take(session, later(moment, 1), a_sheet(a_row(status=Status.CORRECTED)))

    report = take(session, later(moment, 2), undated)

    assert counts(report) == (0, 0, 1)
    assert the_hazard(session).status is Status.CORRECTED


def test_a_final_timeline_set_in_the_desk_wins_and_the_conflict_is_listed(session, moment):
    take(session, moment, a_sheet(a_row()))
    session.add(
        Deadline(
            hazard_id=the_hazard(session).id,
            due_on=date(2025, 12, 31),
            holds_from=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            approved_by="the CSO",
        )
    )
    session.flush()

    report = take(session, moment, a_sheet(a_row(due_on=date(2019, 1, 1)), sheet_date=date(2024, 6, 30)))

    assert progress(session, Scope(factory=9490), moment=moment).overdue == 0
    assert any("a final timeline that was set in the desk" in note.message for note in report.warnings)


def our_sheet(*rows, **changed):
    return a_sheet(*rows, layout="accord", sheet_date=date(2024, 7, 1), **changed)


@pytest.mark.parametrize("column", ["found_on", "status_since"])
def test_a_day_still_to_come_in_our_own_layout_is_refused_at_its_cell(session, moment, column):
    told = {"found_on": date(2014, 6, 6), "status_since": date(2015, 3, 4)} | {column: date(2091, 1, 1)}

    with pytest.raises(WorkbookRefused, match="2091-01-01 is still to come"):
        take(session, moment, our_sheet(a_row(**told)))


def test_a_new_row_in_our_own_layout_needs_the_day_it_was_found(session, moment):
    with pytest.raises(WorkbookRefused, match="a new row needs its Origin and the day it was found"):
        take(session, moment, our_sheet(a_row(900, found_on=None)))


@pytest.mark.parametrize(
    ("changed", "since"),
    [
        ({}, date(2024, 7, 1)),
        ({"log": (LogEntry(date(2018, 9, 1), "Valves locked."),)}, date(2018, 9, 1)),
        ({"status_since": date(2019, 5, 6)}, date(2019, 5, 6)),
    ],
)
def test_a_status_changed_in_our_export_is_not_dated_back_to_the_old_one(session, moment, changed, since):
    take(session, moment, a_sheet(a_row()))
    edited = a_row(
        **{"status": Status.CORRECTED, "found_on": date(2014, 6, 6), "status_since": date(2015, 3, 4)} | changed
    )

    take(session, moment, our_sheet(edited))

    assert the_hazard(session).events[-1].effective_on == since


def test_an_older_copy_of_our_export_undoes_nothing_and_says_so(session, moment):
    take(session, moment, a_sheet(a_row()))
    untouched = our_sheet(a_row(found_on=date(2014, 6, 6)), exported_at=later(moment, 1).now)
    corrected = our_sheet(
        a_row(status=Status.CORRECTED, due_on=date(2019, 5, 6), found_on=date(2014, 6, 6)),
        exported_at=later(moment, 1).now,
    )
    take(session, later(moment, 2), corrected)

    report = take(session, later(moment, 3), untouched)

    hazard = the_hazard(session)
    assert counts(report) == (0, 0, 1)
    assert (hazard.status, hazard.deadlines[-1].due_on) == (Status.CORRECTED, date(2019, 5, 6))
    assert any("was changed on record after this export was written" in note.message for note in report.warnings)


def test_previous_timelines_hold_in_the_order_of_their_comments_however_they_are_written(session, moment):
    newest_first = (
        PreviousDeadline(date(2017, 6, 1), date(2017, 8, 1)),
        PreviousDeadline(date(2015, 6, 1), date(2015, 8, 1)),
        PreviousDeadline(date(2016, 6, 1), date(2051, 1, 1)),
    )
    take(session, moment, a_sheet(a_row(due_on=date(2030, 1, 1), previous_deadlines=newest_first)))

    held = [(deadline.due_on, deadline.holds_from) for deadline in the_hazard(session).deadlines]

    assert held == [
        (date(2015, 6, 1), date(2014, 6, 6)),
        (date(2017, 6, 1), date(2015, 8, 1)),
        (date(2016, 6, 1), date(2017, 8, 1)),
        (date(2030, 1, 1), date(2017, 8, 1)),
    ]


def test_a_sheet_of_new_hazards_alone_proves_no_initial_inspection(session, moment):
    take(session, moment, a_sheet(a_row(origin=Origin.NEW), initial_inspection_on=None))

    assert session.scalar(select(func.count()).select_from(Inspection)) == 0
    assert progress(session, Scope(factory=9490), moment=moment).status is FactoryStatus.NOT_INSPECTED


def test_another_reason_for_a_withdrawal_is_an_event_of_its_own(session, moment):
    take(session, moment, a_sheet(a_row(status=Status.WITHDRAWN, withdrawn_reason="not applicable")))

    take(
        session,
        moment,
        a_sheet(a_row(status=Status.WITHDRAWN, withdrawn_reason="withdrawn by Accord"), sheet_date=date(2019, 1, 1)),
    )

    assert [event.reason for event in the_hazard(session).events] == ["not applicable", "withdrawn by Accord"]


def test_the_report_and_the_journal_tell_old_and_new_values_of_every_change(session, moment):
    take(session, moment, a_sheet(a_row(), sheet_date=date(2016, 6, 1)))

    report = take(session, moment, a_sheet(a_row(final_action_plan="Gates removed.", status=Status.CORRECTED)))

    [change] = report.changes
    assert change["fields"] == {"final_action_plan": {"from": "Gates will be removed.", "to": "Gates removed."}}
    assert (change["item"], change["status"]) == (1, "corrected")
    last = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert "Gates will be removed." in last.details


def dangers_on_record(session):
    dangers = session.scalars(select(DangerToConfirm).order_by(DangerToConfirm.id))
    return [(each.hazard.item, each.because, each.settled_at is None) for each in dangers]


def test_a_settled_danger_is_looked_at_again_when_a_sheet_describes_it_otherwise_and_not_before(session, moment):
    danger = Danger(OrderKind.EVACUATION, "crushed")
    take(session, moment, a_sheet(a_row(1, danger=danger)))
    session.scalars(select(DangerToConfirm)).one().settled_at = moment.now
    session.flush()

    take(session, moment, a_sheet(a_row(1, danger=danger), a_row(2)))
    unchanged = dangers_on_record(session)
    said_otherwise = a_row(1, danger=danger, observation="Column C4 is crushed too.")
    take(session, moment, a_sheet(said_otherwise, a_row(2)), accept_changes=True)

    assert unchanged == [(1, "crushed", False)]
    assert dangers_on_record(session) == [(1, "crushed", False), (1, "crushed", True)]
