"""On a simulated programme the past as the snapshot tells it and the records of today say the same of what is owed."""

import pytest
from casework.simulation.making import MOMENT
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.escalation.comparing import try_on_the_past
from accord.casework.escalation.evidence import covered_factories, evidence_of
from accord.casework.escalation.proposals import sweep_proposals
from accord.casework.snapshot import rebuild_snapshot
from accord.gateways.snapshot.owed import read_courses
from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.records.notice import Notice
from accord.rules.escalation.evidence import tallies
from accord.rules.escalation.profile_file import delivered
from accord.rules.escalation.trial import tallies_on
from accord.rules.escalation.words import Trigger

PROFILE = delivered()
IN_PUBLIC = (Trigger.BEHIND_SCHEDULE, Trigger.PLAN_NOT_FINAL, Trigger.ORDER_NOT_COMPLIED)


@pytest.fixture(scope="module")
def snapshot(programme, tmp_path_factory):
    file = tmp_path_factory.mktemp("snapshot") / "public.sqlite"
    engine = open_engine(f"sqlite:///{programme}")
    with Session(engine) as session:
        rebuild_snapshot(session, file, moment=MOMENT)
    engine.dispose()
    return file


def test_the_past_ends_with_what_is_owed_today(records, snapshot):
    evidence = evidence_of(records, covered_factories(), moment=MOMENT)
    numbers = dict(records.execute(select(Factory.id, Factory.number)).all())
    by_records = {
        numbers[factory_id]: {
            trigger: tally
            for trigger, tally in tallies(PROFILE, found, today=MOMENT.today).items()
            if trigger in IN_PUBLIC
        }
        for factory_id, found in evidence.items()
    }

    by_snapshot = {
        course.number: tallies_on(PROFILE, course.owed, MOMENT.today)
        for course in read_courses(snapshot, report_days=14)
        if course.is_covered_on(MOMENT.today)
    }

    assert {number: found for number, found in by_records.items() if found} == {
        number: found for number, found in by_snapshot.items() if found
    }
    assert len([found for found in by_snapshot.values() if found]) > 20


def test_the_profile_leads_to_every_stage_and_most_factories_to_none(records, snapshot):
    found = try_on_the_past(records, snapshot, PROFILE, moment=MOMENT)

    assert sum(found.at_stage.values()) == found.covered
    assert set(found.at_stage) == {0, 1, 2, 3}
    assert found.at_stage[0] > found.covered / 2


def test_a_programme_that_is_loaded_whole_sends_nothing_on_its_first_day(programme, tmp_path):
    engine = open_engine(f"sqlite:///{programme}")
    with Session(engine) as session:
        before = session.scalar(select(func.count(Notice.id)))
        assert sweep_proposals(session, moment=MOMENT).made > 5
        assert session.scalar(select(func.count(Notice.id))) == before
        session.rollback()
    engine.dispose()
