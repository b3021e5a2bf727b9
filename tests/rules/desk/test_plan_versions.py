"""The words in force are those of the line approved last, whatever is drafted beside them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.plan_versions import Plan, PlanLine, PlanVersion, plan_as_of, plan_in_force

FIRST = date(2024, 1, 1)

plans = st.builds(
    Plan,
    action_plan=st.sampled_from([None, "Fire door", "Wall of brick"]),
    action_plan_bn=st.sampled_from([None, "ফায়ার ডোর"]),
    responsible_person=st.sampled_from([None, "The manager"]),
    due_on=st.none() | st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days)),
)


@st.composite
def versions(draw):
    """Versions in the order in which they were begun, each approved or not, and the line of some of them."""
    number = draw(st.integers(0, 7))
    order = draw(st.permutations(range(1, number + 1)))
    made = [PlanVersion(id_, place if draw(st.booleans()) else None) for id_, place in enumerate(order, start=1)]
    lines = {version.id: draw(plans) for version in made if draw(st.booleans())}
    return made, [PlanLine(version, lines[version.id]) for version in made if version.id in lines]


def approvals(made):
    return sorted((version for version in made if version.approved_as is not None), key=lambda one: one.approved_as)


@given(versions())
def test_what_is_in_force_is_what_putting_each_approved_version_into_force_in_turn_leaves(told):
    made, lines = told
    of_version = {line.version.id: line.plan for line in lines}

    in_force = None
    for version in approvals(made):
        in_force = of_version.get(version.id, in_force)
        assert plan_as_of(lines, version) == in_force

    assert plan_in_force(lines) == in_force


@given(versions(), plans)
def test_no_draft_changes_what_is_in_force_or_what_an_approved_version_says(told, drafted):
    made, lines = told
    draft = PlanVersion(99, None)
    with_draft = [*lines, PlanLine(draft, drafted)]

    assert plan_in_force(with_draft) == plan_in_force(lines)
    assert plan_as_of(with_draft, draft) == drafted
    for version in approvals(made):
        assert plan_as_of(with_draft, version) == plan_as_of(lines, version)


@given(versions())
def test_a_draft_without_a_line_of_its_own_says_what_is_in_force(told):
    _, lines = told

    assert plan_as_of(lines, PlanVersion(99, None)) == plan_in_force(lines)


def test_a_line_that_takes_the_date_away_is_a_plan_and_not_the_one_before():
    with_date = Plan("Fire door", None, responsible_person=None, due_on=FIRST)
    without = Plan("Fire door", None, responsible_person=None, due_on=None)
    lines = [PlanLine(PlanVersion(1, 1), with_date), PlanLine(PlanVersion(2, 2), without)]

    assert plan_in_force(lines) == without
    assert plan_as_of(lines, PlanVersion(1, 1)) == with_date
