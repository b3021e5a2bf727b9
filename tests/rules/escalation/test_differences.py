"""What two profiles say differently is told value by value, and nothing that differs is passed over."""

from accord.rules.escalation.differences import OWN_FIELDS, Changed, Chapter, differences
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.profile_file import delivered, delivered_text, read_profile
from accord.rules.escalation.words import RequestKind, Trigger


def changed(*changes: tuple[str, str]) -> list[Changed]:
    text = delivered_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return differences(delivered(), read_profile(text))


def test_a_profile_does_not_differ_from_itself_nor_by_remarks():
    assert changed() == []
    assert changed(("# How long a factory stays", "# So long a factory stays")) == []


def test_each_value_is_told_with_where_it_stands():
    found = changed(
        ("meets_group = false", "meets_group = true"),
        ("after_days = 180", "after_days = 120"),
        ("after_months = 6", "after_months = 5"),
        ("least_days_ahead = 1", "least_days_ahead = 2"),
        ("answer_days = 21", "answer_days = 20"),
    )

    assert found == [
        Changed(Chapter.WHOLE, None, "meets_group", False, True),
        Changed(Chapter.TRIGGER, Trigger.BEHIND_SCHEDULE, "after_days", 180, 120),
        Changed(Chapter.UP, 2, "after_months", 6, 5),
        Changed(Chapter.STAGE_THREE, None, "least_days_ahead", 1, 2),
        Changed(Chapter.REQUEST, RequestKind.WRONG_OBSERVATION, "answer_days", 21, 20),
    ]


def test_no_field_of_a_profile_is_left_out():
    assert set(Profile.__dataclass_fields__) == {*OWN_FIELDS, "triggers", "up", "stage_three", "requests"}
