"""The plans of a simulated programme: what is in force is what was approved, and a draft changes nothing."""

from sqlalchemy import select

from accord.casework.plan_lines import plan_lines
from accord.records.hazard import Hazard
from accord.rules.desk.plan_versions import Plan, plan_in_force

NOTHING = Plan(None, None, responsible_person=None, due_on=None)


def test_what_is_in_force_is_what_replaying_the_approved_lines_gives(records):
    told = plan_lines(records, select(Hazard.id))
    planned = 0

    for hazard in records.scalars(select(Hazard)):
        last = max(hazard.deadlines, key=lambda deadline: (deadline.holds_from, deadline.id), default=None)
        in_force = Plan(
            hazard.final_action_plan,
            hazard.final_action_plan_bn,
            responsible_person=hazard.responsible_person,
            due_on=last.due_on if last else None,
        )
        assert in_force == (plan_in_force(told.get(hazard.id, ())) or NOTHING)
        planned += in_force != NOTHING

    assert planned > 1000


def test_every_agreed_date_was_put_into_force_by_a_version_approved_that_day(rows):
    stray = """
    SELECT count(*) FROM deadline LEFT JOIN cap_version AS version ON version.id = deadline.version_id
    LEFT JOIN cap_line AS line ON line.version_id = version.id AND line.hazard_id = deadline.hazard_id
    WHERE version.approved_on IS NOT deadline.holds_from OR line.id IS NULL
    """

    assert rows(stray) == [(0,)]


def test_the_state_of_a_version_is_that_of_its_last_step(rows):
    wrong = """
    SELECT count(*) FROM cap_version AS version WHERE state IS NOT (
        SELECT state FROM cap_step WHERE version_id = version.id ORDER BY id DESC LIMIT 1)
    """

    assert rows(wrong) == [(0,)]


def test_a_version_that_is_not_approved_is_the_last_one_and_plans_something(rows):
    drafts = rows("SELECT id, factory_id, discipline, number FROM cap_version WHERE approved_on IS NULL")
    last = "SELECT max(number) FROM cap_version WHERE factory_id = ? AND discipline = ?"
    lines = "SELECT count(*) FROM cap_line WHERE version_id = ?"

    assert len(drafts) > 5
    assert sum(rows(lines, id_)[0][0] for id_, _, _, _ in drafts) > len(drafts)
    assert all(rows(last, factory, discipline) == [(number,)] for _, factory, discipline, number in drafts)


def test_versions_are_numbered_without_gap_in_the_order_of_their_days(rows):
    versions = rows(
        "SELECT factory_id, discipline, number, recorded_at FROM cap_version ORDER BY factory_id, discipline, number"
    )
    former = (None, None, 0, "")
    for factory, discipline, number, at in versions:
        begins = (factory, discipline) != former[:2]
        assert number == (1 if begins else former[2] + 1)
        assert begins or at >= former[3]
        former = (factory, discipline, number, at)
