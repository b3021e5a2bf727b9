"""An import that was wrong is undone: everything is again as it was, and what was told in between stays as told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.hazard_story import hazard_story
from accord.casework.desk.now import open_hazards
from accord.casework.desk.statuses import claim_correction
from accord.casework.disclosure import disclose
from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.imports.undo import AlreadyUndone, LeftNoTrace, NotTheLast, undo_import
from accord.casework.progress import progress
from accord.casework.publication import substance_of
from accord.gateways.cap_sheets.model import LogEntry
from accord.records.base import open_engine
from accord.records.cap import CapVersion, SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.inspection import Inspection
from accord.rules.desk.people import Role
from accord.rules.figures.history import StatusEvent, statuses_until
from accord.rules.sheets.cap_words import Danger
from accord.rules.vocabulary import CapState, Discipline, FactoryStatus, OrderKind, Rating, Source, Status
from tests.desk_builders import a_person, a_visitor, an_engineer

DAYS = [date(2014, 1, 1), date(2014, 9, 1), date(2015, 7, 1), date(2016, 10, 1), date(2018, 6, 2), date(2024, 7, 31)]


def later(moment, days):
    return replace(moment, now=moment.now + timedelta(days=days))


def take(session, moment, *sheets, **options):
    workbook = a_workbook(*sheets)
    return import_cap(session, workbook, file=a_file(workbook), actor="a handler", moment=moment, **options)


def last_import(session) -> SheetImport:
    query = select(SheetImport).where(SheetImport.undone_at.is_(None)).order_by(SheetImport.id.desc()).limit(1)
    return session.scalars(query).one()


def undo(session, moment, read=None):
    who = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    return undo_import(
        session, read or last_import(session), reason="the sheet of another factory", who=who, moment=moment
    )


def figures(session, moment, *, known_at, number=9490):
    return [
        replace(
            progress(session, Scope(factory=number), moment=moment, as_of=day, known_at=known_at), known_at=date.min
        )
        for day in DAYS
    ]


def disclosed(session, moment, number=9490):
    session.flush()
    edition = disclose(session, factory_numbered(session, number), moment=moment, number=1)
    said = replace(edition, as_of=date.min)
    return substance_of(said)


def the_hazard(session, item=1) -> Hazard:
    session.expire_all()
    query = select(Hazard).join(HazardFactory).where(Hazard.item == item, HazardFactory.removed_at.is_(None))
    return session.scalars(query).one()


BEFORE = a_sheet(a_row(1), a_row(2, status=Status.CORRECTED), sheet_date=date(2015, 6, 1))
WRONG = a_sheet(
    a_row(
        1,
        status=Status.CORRECTED,
        due_on=date(2019, 1, 1),
        final_action_plan="Nothing is to be done.",
        log=(LogEntry(date(2016, 9, 28), "Corrected."),),
    ),
    a_row(2, status=Status.IN_PROGRESS, log=(LogEntry(date(2017, 1, 5), "Locked again."),)),
    a_row(3, danger=Danger(OrderKind.EVACUATION, "crack")),
    follow_ups=((1, date(2016, 9, 28)),),
    rating=Rating.RED,
)


def test_after_an_undo_everything_is_as_it_was_and_what_was_told_in_between_stays(session, moment):
    take(session, moment, BEFORE)
    before, told = figures(session, later(moment, 5), known_at=later(moment, 5).today), disclosed(session, moment)
    take(session, later(moment, 10), WRONG)
    between = figures(session, later(moment, 12), known_at=later(moment, 12).today)

    undo(session, later(moment, 20))

    at = later(moment, 25)
    assert between != before
    assert figures(session, at, known_at=at.today) == before
    assert figures(session, at, known_at=later(moment, 12).today) == between
    assert disclosed(session, at) == told
    assert the_hazard(session).final_action_plan == "Gates will be removed."
    assert the_hazard(session).status is Status.IN_PROGRESS
    assert journal.first_broken_line(session) is None


def test_a_first_import_undone_leaves_a_factory_of_which_nothing_is_known(session, moment):
    take(session, moment, WRONG)

    undone = undo(session, later(moment, 1))

    at = later(moment, 2)
    now = progress(session, Scope(factory=9490), moment=at)
    then = progress(session, Scope(factory=9490), moment=at, known_at=moment.today)
    assert (now.initial.applicable, now.status) == (0, FactoryStatus.NOT_INSPECTED)
    assert then.initial.applicable == 3
    assert (undone.hazards, undone.inspections, undone.plans, undone.left) == (3, 2, 1, [])
    assert [version.state for version in session.scalars(select(CapVersion))] == [CapState.TAKEN_BACK]
    assert all(session.scalars(select(DangerToConfirm.settled_at)))


def test_what_an_undone_import_brought_stands_in_no_list_and_no_count_of_the_desk(session, moment):
    take(session, moment, WRONG)
    engineer = a_visitor(session, an_engineer(session), moment)
    assert open_hazards(session, engineer, moment=moment) == (2, 2)

    undo(session, later(moment, 1))

    assert open_hazards(session, engineer, moment=later(moment, 1)) == (0, 0)


def test_the_page_of_a_hazard_shows_neither_the_comments_nor_the_dates_of_an_undone_import(session, moment):
    take(session, moment, BEFORE)
    take(session, later(moment, 10), WRONG)

    undo(session, later(moment, 20))

    story = hazard_story(session, the_hazard(session), who=a_visitor(session, an_engineer(session), moment))
    assert [comment.text for comment in story.comments] == ["Not corrected."]
    assert [deadline.due_on for deadline in story.deadlines] == [date(2014, 12, 31)]


def test_the_same_file_can_be_imported_again_after_its_undo_and_says_the_same_again(session, moment):
    take(session, moment, BEFORE)
    take(session, later(moment, 10), WRONG)
    first, told = figures(session, later(moment, 11), known_at=later(moment, 11).today), disclosed(session, moment)
    undo(session, later(moment, 20))

    report = take(session, later(moment, 30), WRONG)

    at = later(moment, 40)
    assert (report.created, report.updated) == (1, 2)
    assert figures(session, at, known_at=at.today) == first
    assert len(session.scalars(select(DangerToConfirm).where(DangerToConfirm.settled_at.is_(None))).all()) == 2
    undo(session, later(moment, 50))
    assert disclosed(session, later(moment, 50)) != told


def test_imports_are_undone_the_last_one_first(session, moment):
    take(session, moment, BEFORE)
    first = last_import(session)
    take(session, later(moment, 10), WRONG)

    with pytest.raises(NotTheLast):
        undo(session, later(moment, 20), first)

    undo(session, later(moment, 20))
    undo(session, later(moment, 21))
    assert progress(session, Scope(factory=9490), moment=later(moment, 22)).initial.applicable == 0
    with pytest.raises(AlreadyUndone):
        undo(session, later(moment, 22), first)


def test_what_an_undone_import_made_true_again_falls_with_the_import_that_said_it(session, moment):
    """Otherwise a correction that nobody saw would stand after both imports of it were undone."""
    take(session, moment, a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    corrected = a_row(status=Status.CORRECTED, due_on=date(2018, 1, 1), log=(LogEntry(date(2016, 1, 5), "Corrected."),))
    take(session, later(moment, 1), a_sheet(corrected, sheet_date=date(2016, 2, 1)))
    again = a_row(due_on=date(2020, 1, 1), log=(LogEntry(date(2017, 1, 5), "Locked again."),))
    take(session, later(moment, 2), a_sheet(again))

    undo(session, later(moment, 3))
    assert the_hazard(session).status is Status.CORRECTED
    undo(session, later(moment, 4))

    hazard, now = the_hazard(session), progress(session, Scope(factory=9490), moment=later(moment, 5))
    assert hazard.status is Status.IN_PROGRESS
    assert (now.initial.in_progress, now.initial.corrected) == (1, 0)
    assert [deadline.due_on for deadline in hazard.deadlines][-1] == date(2014, 12, 31)


def test_what_was_said_at_the_desk_since_stays_and_is_listed(session, moment):
    take(session, moment, BEFORE)
    take(session, later(moment, 10), WRONG)
    owner = a_visitor(session, a_person(session, Role.CASE_HANDLER, name="a handler"), moment)
    claim_correction(
        session, the_hazard(session, 3), done="Unlocked.", on=moment.today, who=owner, moment=later(moment, 11)
    )
    the_hazard(session, 1).final_action_plan = "Gates are removed this week."
    session.flush()

    undone = undo(session, later(moment, 20))

    assert {(each["what"], each.get("item")) for each in undone.left} == {("hazard", 3), ("words", 1)}
    assert the_hazard(session, 3).status is Status.PENDING_VERIFICATION
    assert the_hazard(session, 1).final_action_plan == "Gates are removed this week."
    waiting = session.scalars(select(DangerToConfirm).where(DangerToConfirm.settled_at.is_(None))).all()
    assert [danger.hazard_id for danger in waiting] == [the_hazard(session, 3).id]


def test_a_verdict_of_the_desk_that_came_after_the_import_stands_after_the_undo(session, moment):
    take(session, moment, BEFORE)
    wrong = a_row(1, status=Status.PENDING_VERIFICATION, log=(LogEntry(date(2016, 9, 28), "Said corrected."),))
    take(session, later(moment, 10), a_sheet(wrong))
    hazard = the_hazard(session)
    withdrawn = HazardEvent(
        hazard_id=hazard.id,
        status=Status.WITHDRAWN,
        effective_on=later(moment, 11).today,
        recorded_at=later(moment, 11).now,
        source=Source.DESK,
        actor="the CSO",
        reason="There is no such gate.",
    )
    session.add(withdrawn)
    hazard.status = Status.WITHDRAWN
    session.flush()

    undo(session, later(moment, 20))

    assert the_hazard(session).status is Status.WITHDRAWN
    edition = disclose(session, factory_numbered(session, 9490), moment=later(moment, 21), number=1)
    first = next(each for each in edition.hazards if each.item == 1)
    assert [said.status for said in first.statuses] == [Status.IN_PROGRESS, Status.WITHDRAWN]
    assert first.withdrawn_reason == "There is no such gate."


def test_a_rating_that_only_the_undone_sheet_gave_is_gone_and_its_inspection_with_it(session, moment):
    structural = {"discipline": Discipline.STRUCTURAL}
    sheet = a_sheet(a_row(1, **structural), name="Structural", sheet_date=date(2015, 6, 1), rating=Rating.YELLOW)
    take(session, moment, sheet)
    worse = replace(sheet, rating=Rating.RED, sheet_date=date(2016, 6, 1), follow_ups=((1, date(2016, 5, 1)),))
    worse = replace(worse, rows=(a_row(1, final_action_plan="Empty the floor.", **structural),))
    take(session, later(moment, 1), worse)

    undo(session, later(moment, 2))

    visits = session.scalars(select(Inspection).order_by(Inspection.id)).all()
    assert [(visit.rating, visit.removed_at is None) for visit in visits] == [
        (Rating.YELLOW, True),
        (None, False),
    ]
    edition = disclose(session, factory_numbered(session, 9490), moment=later(moment, 3), number=1)
    assert [visit.rating for visit in edition.inspections] == [Rating.YELLOW]


def test_a_sheet_of_two_factories_is_undone_for_both(session, moment):
    shared = a_sheet(a_row(1), factory_numbers=(9490, 9491), factory_names=("Demo Knit Ltd.", "Demo Wash Ltd."))
    shared = replace(shared, factory_names_bn=(None, None))
    take(session, moment, shared)

    undo(session, later(moment, 1))

    assert {read.undone_at is None for read in session.scalars(select(SheetImport))} == {False}
    for number in (9490, 9491):
        assert progress(session, Scope(factory=number), moment=later(moment, 2)).initial.applicable == 0


def test_a_link_that_an_import_made_ends_with_it_and_the_hazard_stays_where_it_was(session, moment):
    take(session, moment, a_sheet(a_row(1), sheet_date=date(2015, 6, 1)))
    both = {"factory_numbers": (9490, 9491), "factory_names": ("Demo Knit Ltd.", "Demo Wash Ltd.")}
    take(session, later(moment, 1), a_sheet(a_row(1), factory_names_bn=(None, None), **both))

    undone = undo(session, later(moment, 2))

    assert undone.links == 1
    counted = [progress(session, Scope(factory=n), moment=later(moment, 3)).initial.applicable for n in (9490, 9491)]
    assert counted == [1, 0]


def test_a_sheet_of_which_the_journal_knows_too_little_cannot_be_undone(session, moment):
    take(session, moment, BEFORE)
    last_import(session).recorded_at = moment.now - timedelta(days=1)
    session.flush()

    with pytest.raises(LeftNoTrace):
        undo(session, later(moment, 1))


statuses = st.sampled_from([Status.IN_PROGRESS, Status.PENDING_VERIFICATION, Status.CORRECTED])
days = st.dates(date(2015, 1, 1), date(2018, 5, 1))


@st.composite
def sheets(draw):
    """A sheet of some of four items, each with a status, a date and a comment of its own."""
    items = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True))
    rows = [
        a_row(
            item,
            status=draw(statuses),
            due_on=draw(st.none() | days),
            final_action_plan=draw(st.sampled_from(["Gates will be removed.", "Doors will be hung.", None])),
            log=(LogEntry(draw(days), draw(st.sampled_from(["Seen.", "Seen again."]))),),
        )
        for item in items
    ]
    return a_sheet(*rows, sheet_date=draw(days), rating=draw(st.none() | st.sampled_from(list(Rating))))


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(sheets(), min_size=1, max_size=4), undone=st.integers(1, 4))
def test_undoing_the_last_imports_gives_the_figures_before_them_and_keeps_those_known_in_between(
    migrated_database, tmp_path_factory, moment, told, undone
):
    file = tmp_path_factory.mktemp("undone") / "accord.sqlite"
    file.write_bytes(migrated_database.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        kept = []
        take(session, moment, BEFORE)
        kept.append((moment, disclosed(session, moment), figures(session, moment, known_at=moment.today)))
        for place, sheet in enumerate(told, start=1):
            at = later(moment, place)
            brought = len(session.scalars(select(SheetImport)).all())
            take(session, at, sheet, accept_changes=True)
            if len(session.scalars(select(SheetImport)).all()) > brought:
                kept.append((at, disclosed(session, at), figures(session, at, known_at=at.today)))

        for place in range(min(undone, len(kept) - 1)):
            at = later(moment, 10 + place)
            undo(session, at)
            _, said, before = kept[-2 - place]
            assert figures(session, at, known_at=at.today) == before
            assert disclosed(session, at) == said
            for then, _, known in kept:
                assert figures(session, at, known_at=then.today) == known
        _statuses_are_those_of_the_replay(session, moment)
    engine.dispose()


def _statuses_are_those_of_the_replay(session, moment):
    session.expire_all()
    day = later(moment, 60).today
    for hazard in session.scalars(select(Hazard)):
        events = [
            StatusEvent(
                event.id, event.status, event.effective_on, moment.civil_date(event.recorded_at), event.compensates_id
            )
            for event in hazard.events
        ]
        assert statuses_until(events, as_of=day, known_at=day)[-1].status is hazard.status
