"""The words and dates in force are what replaying the approved lines of all versions gives, whoever wrote them."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from casework.demonstration import every_hazard, place_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.imports import import_cap
from accord.casework.plan_lines import plan_lines
from accord.casework.progress import APPROVED
from accord.gateways.cap_sheets.model import LogEntry as Comment
from accord.records.base import open_engine
from accord.records.cap import CapStep, CapVersion, SheetImport
from accord.records.hazard import Deadline, Hazard, HazardEvent, LogEntry
from accord.records.plan import CapLine
from accord.rules.desk.plan_versions import Plan, plan_in_force
from accord.rules.vocabulary import CapState

BOTH = {"factory_numbers": (90004, 90005), "factory_names": ("A Ltd.", "B Ltd."), "factory_names_bn": (None, None)}


def in_force(hazard: Hazard) -> Plan:
    last = max(hazard.deadlines, key=lambda deadline: (deadline.holds_from, deadline.id), default=None)
    return Plan(
        hazard.final_action_plan,
        hazard.final_action_plan_bn,
        responsible_person=hazard.responsible_person,
        due_on=last.due_on if last else None,
    )


def replayed(session: Session) -> dict[int, Plan | None]:
    return {id_: plan_in_force(lines) for id_, lines in plan_lines(session, select(Hazard.id)).items()}


def assert_in_force_is_what_was_approved(session: Session) -> None:
    told, nothing = replayed(session), Plan(None, None, responsible_person=None, due_on=None)
    for hazard in every_hazard(session):
        assert in_force(hazard) == (told.get(hazard.id) or nothing), place_of(hazard)


def a_step_for_each_state(session: Session) -> None:
    for version in session.scalars(select(CapVersion)):
        last, approvals = version.steps[-1], [step for step in version.steps if step.state in APPROVED]
        assert last.state is version.state
        assert version.approved_on == (approvals[0].happened_on if approvals else None)
        assert [step.happened_on for step in version.steps] == sorted(step.happened_on for step in version.steps)


# The demonstration


def test_the_plans_of_the_demonstration_are_what_was_approved(demo: Session) -> None:
    assert_in_force_is_what_was_approved(demo)
    a_step_for_each_state(demo)


def test_every_agreed_date_of_the_demonstration_was_put_into_force_by_a_version_of_that_day(demo: Session) -> None:
    for deadline in demo.scalars(select(Deadline)):
        version = demo.get_one(CapVersion, deadline.version_id)
        [line] = demo.scalars(select(CapLine).where(CapLine.version == version, CapLine.hazard == deadline.hazard))
        assert (version.approved_on, line.due_on) == (deadline.holds_from, deadline.due_on)
        assert line.why_date == deadline.reason


def test_a_draft_of_the_demonstration_plans_what_is_not_in_force(demo: Session) -> None:
    drafts = list(demo.scalars(select(CapVersion).where(CapVersion.approved_on.is_(None))))

    assert len(drafts) == 7
    for draft in drafts:
        numbers = select(func.max(CapVersion.number)).where(
            CapVersion.factory_id == draft.factory_id, CapVersion.discipline == draft.discipline
        )
        assert draft.number == demo.scalar(numbers)
        lines = list(demo.scalars(select(CapLine).where(CapLine.version == draft)))
        assert lines
        for line in lines:
            assert line.due_on != in_force(line.hazard).due_on


def test_a_plan_that_was_sent_back_is_one_version_with_the_remark(demo: Session) -> None:
    [returned] = demo.scalars(select(CapStep).where(CapStep.state == CapState.DRAFT))

    assert returned.remark
    assert [step.state for step in returned.version.steps] == [CapState.SUBMITTED, CapState.DRAFT, CapState.SUBMITTED]


# Imports


def take(session, moment, *sheets):
    workbook = a_workbook(*sheets)
    return import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)


def of_day(moment, days):
    return replace(moment, now=moment.now + timedelta(days=days))


def test_an_imported_version_holds_the_lines_of_created_rows_and_then_only_what_changes(session, moment):
    take(session, moment, a_sheet(a_row(1), a_row(2)))
    later = a_sheet(a_row(1), a_row(2, due_on=date(2027, 1, 1)), sheet_date=date(2024, 6, 1))
    take(session, of_day(moment, 1), later)

    lines = session.execute(
        select(CapVersion.number, Hazard.item, CapLine.due_on)
        .join(CapLine, CapLine.version_id == CapVersion.id)
        .join(Hazard, Hazard.id == CapLine.hazard_id)
        .order_by(CapVersion.number, Hazard.item)
    ).all()

    assert [(number, item) for number, item, _ in lines] == [(1, 1), (1, 2), (2, 2)]
    assert lines[-1].due_on == date(2027, 1, 1)
    assert session.scalars(select(Deadline.version_id).order_by(Deadline.id.desc())).first() == 2


def test_all_that_an_import_brings_names_the_sheet_and_the_sheet_who_imported_it(session, moment):
    take(session, moment, a_sheet(a_row(1), a_row(2)))

    [read] = session.scalars(select(SheetImport))
    assert read.actor == "an engineer"
    for record in (Hazard, HazardEvent, Deadline, LogEntry, CapVersion):
        assert set(session.scalars(select(record.import_id))) == {read.id}, record


def test_an_older_sheet_makes_no_version_and_its_comments_name_it(session, moment):
    take(session, moment, a_sheet(a_row(1), sheet_date=date(2024, 6, 1)))
    older = a_row(1, log=(*a_row(1).log, Comment(date(2014, 12, 1), "Seen earlier.")))
    take(session, of_day(moment, 1), a_sheet(older, sheet_date=date(2015, 1, 1)))

    assert session.scalar(select(func.count()).select_from(CapVersion)) == 1
    last = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert (last.text, last.import_id) == ("Seen earlier.", 2)


def test_a_sheet_of_two_factories_makes_a_version_with_lines_for_each(session, moment):
    take(session, moment, a_sheet(a_row(1), **BOTH))

    versions = list(session.scalars(select(CapVersion)))
    assert len(versions) == 2
    assert {line.version_id for line in session.scalars(select(CapLine))} == {version.id for version in versions}
    assert_in_force_is_what_was_approved(session)


def test_what_was_approved_in_the_desk_stays_whatever_a_newer_sheet_says(session, moment):
    take(session, moment, a_sheet(a_row(1)))
    hazard = session.scalars(select(Hazard)).one()
    set_in_the_desk(session, hazard, date(2025, 12, 31), moment)
    row = a_row(1, due_on=date(2019, 1, 1), final_action_plan="Another plan altogether.")

    take(session, of_day(moment, 1), a_sheet(row, sheet_date=date(2024, 6, 30)))

    session.expire_all()
    assert hazard.final_action_plan == a_row(1).final_action_plan
    assert_in_force_is_what_was_approved(session)


def set_in_the_desk(session, hazard, due_on, moment):
    version = CapVersion(
        factory_id=hazard.links[0].factory_id,
        discipline=hazard.discipline,
        number=2,
        state=CapState.TECHNICALLY_APPROVED,
        approved_on=moment.today,
        source="desk",
        actor="the CSO",
        recorded_at=moment.now,
        steps=[
            CapStep(
                state=CapState.TECHNICALLY_APPROVED,
                happened_on=moment.today,
                source="desk",
                actor="the CSO",
                recorded_at=moment.now,
            )
        ],
    )
    session.add(version)
    session.flush()
    said = {"actor": "the CSO", "recorded_at": moment.now}
    plan = (hazard.final_action_plan, hazard.final_action_plan_bn, hazard.responsible_person)
    names = ("action_plan", "action_plan_bn", "responsible_person")
    session.add(CapLine(version=version, hazard=hazard, due_on=due_on, **dict(zip(names, plan, strict=True)), **said))
    session.add(
        Deadline(
            hazard_id=hazard.id,
            due_on=due_on,
            holds_from=moment.today,
            recorded_at=moment.now,
            source="desk",
            approved_by="the CSO",
            version_id=version.id,
        )
    )
    session.flush()


plans = st.fixed_dictionaries(
    {
        "final_action_plan": st.sampled_from([None, "Doors in two orders.", "Walls of brick."]),
        "final_action_plan_bn": st.sampled_from([None, "ইটের দেয়াল।"]),
        "responsible_person": st.sampled_from([None, "The manager", "The owner"]),
        "due_on": st.sampled_from([None, date(2016, 1, 1), date(2018, 1, 1), date(2026, 1, 1)]),
    }
)
sheets = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.dictionaries(st.integers(1, 3), plans, min_size=1)), max_size=5
)


@settings(max_examples=25, deadline=None)
@given(sheets)
def test_after_any_sheets_in_any_order_the_words_in_force_are_what_was_approved(
    migrated_database, tmp_path_factory, moment, told
):
    copy = shutil.copy(migrated_database, tmp_path_factory.mktemp("imports") / "accord.sqlite")
    engine = open_engine(f"sqlite:///{copy}")
    with Session(engine) as session:
        for place, (year, is_of_both, rows) in enumerate(told):
            written = [a_row(item, **plan) for item, plan in rows.items()]
            shared = BOTH if is_of_both else {name: value[:1] for name, value in BOTH.items()}
            sheet = a_sheet(*written, sheet_date=date(2015 + year, 3, 1), **shared)
            take(session, of_day(moment, place), sheet)
            session.commit()
            assert_in_force_is_what_was_approved(session)
            a_step_for_each_state(session)
    engine.dispose()
