"""A profile of the escalation protocol is read whole, or refused with the line of its mistake."""

from dataclasses import replace
from datetime import date

import pytest

from accord.rules.escalation.profile_file import (
    MOST_LETTERS,
    ProfileFlaw,
    ProfileMistake,
    delivered,
    delivered_text,
    read_profile,
    with_day,
)
from accord.rules.escalation.profile_file import (
    line_of as line_in,
)
from accord.rules.escalation.words import RequestKind, Trigger


def line_of(text: str, begins: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


def test_the_delivered_profile_has_a_limit_for_each_trigger_and_request_and_what_was_published():
    profile = delivered()

    assert set(profile.triggers) == set(Trigger)
    assert set(profile.requests) == set(RequestKind)
    assert profile.up[2].after_months == 6
    assert profile.up[3].after_months == 1


def test_every_limit_says_its_reason():
    profile = delivered()

    reasons = [each.reason for each in (*profile.triggers.values(), *profile.up.values(), *profile.requests.values())]
    assert all(len(reason) > 15 for reason in reasons)


@pytest.mark.parametrize(
    ("before", "after", "flaw", "where"),
    [
        ("after_days = 180", "after_days = 180.5", ProfileFlaw.NOT_WHOLE, "trigger.behind_schedule.after_days"),
        ("after_days = 180", "after_days = true", ProfileFlaw.NOT_WHOLE, "trigger.behind_schedule.after_days"),
        ("after_days = 180", "after_days = -1", ProfileFlaw.OUT_OF_BOUNDS, "trigger.behind_schedule.after_days"),
        ("meets_group = false", 'meets_group = "no"', ProfileFlaw.NOT_YES_OR_NO, "meets_group"),
        ('name = "2019-05"', 'name = " "', ProfileFlaw.NO_WORDS, "name"),
        ("holds_from = 2019-05-08", 'holds_from = "8 May 2019"', ProfileFlaw.NO_DAY, "holds_from"),
        ("holds_from = 2019-05-08", "holds_from = 2019-05-08T10:00:00Z", ProfileFlaw.NO_DAY, "holds_from"),
        (
            "least = [6, 12, 18]\ngone_at_most = 3",
            "least = [6, 12, 18]\ngone_at_most = 6",
            ProfileFlaw.NEVER_GONE,
            "trigger.behind_schedule.gone_at_most",
        ),
        ("least = [6, 12, 18]", "least = 3", ProfileFlaw.NOT_THREE, "trigger.behind_schedule.least"),
        ("least = [6, 12, 18]", "least = [6, 2, 18]", ProfileFlaw.NOT_THREE, "trigger.behind_schedule.least"),
        ("least = [6, 12, 18]", "least = [0, 2, 18]", ProfileFlaw.OUT_OF_BOUNDS, "trigger.behind_schedule.least"),
        (
            "least_days_ahead = 1",
            "least_days_ahead = 0",
            ProfileFlaw.OUT_OF_BOUNDS,
            "stage_three.least_days_ahead",
        ),
        ("after_months = 6", "after_months = 6\nafter_days = 3", ProfileFlaw.UNKNOWN, "up.2.after_days"),
    ],
)
def test_a_mistake_is_told_with_its_name_and_line(before, after, flaw, where):
    text = delivered_text().replace(before, after, 1)

    with pytest.raises(ProfileMistake) as refused:
        read_profile(text)

    assert (refused.value.flaw, refused.value.where) == (flaw, where)
    name = where.rpartition(".")[2]
    assert text.splitlines()[refused.value.line - 1].startswith(name)


def test_what_lacks_is_told_with_the_line_of_its_table():
    text = delivered_text().replace("after_months = 1\n", "", 1)

    with pytest.raises(ProfileMistake) as refused:
        read_profile(text)

    assert refused.value.flaw is ProfileFlaw.LACKS
    assert refused.value.line == line_of(text, "[up.3]")


def test_a_table_that_lacks_altogether_has_no_line():
    text = delivered_text()
    text = text[: text.index("[request.review]")]

    with pytest.raises(ProfileMistake) as refused:
        read_profile(text)

    assert (refused.value.flaw, refused.value.where) == (ProfileFlaw.LACKS, "request.review.answer_days")
    assert refused.value.line is None


@pytest.mark.parametrize("line", ["holds_from = 2019-05-40", "[trigger", "name = ", 'title = "x'])
def test_what_is_no_toml_is_told_with_its_line(line):
    text = f"# first\n{line}\n"

    with pytest.raises(ProfileMistake) as refused:
        read_profile(text)

    assert refused.value.flaw is ProfileFlaw.NO_TOML
    assert refused.value.line == 2


def test_a_trigger_that_does_not_exist_is_refused():
    text = delivered_text() + "\n[trigger.bad_weather]\nis_on = true\n"

    with pytest.raises(ProfileMistake) as refused:
        read_profile(text)

    assert (refused.value.flaw, refused.value.where) == (ProfileFlaw.UNKNOWN, "trigger.bad_weather")
    assert refused.value.line == len(text.splitlines()) - 1


@pytest.mark.parametrize("text", ["", "\x00", "trigger = 3", "up = []", "[[trigger]]", "a = " + "[" * 90 + "]" * 90])
def test_no_text_is_half_read(text):
    with pytest.raises(ProfileMistake):
        read_profile(text)


def test_names_in_quotes_and_comments_are_read_like_any_other():
    text = delivered_text().replace("[up.2]", '# patience\n[up."2"]', 1)

    assert replace(read_profile(text)) == delivered()


def test_the_delivered_profile_is_whole_in_bangla():
    profile = delivered()

    reasons = [profile, profile.stage_three, *profile.triggers.values(), *profile.up.values()]
    assert all(each.reason_bn for each in (*reasons, *profile.requests.values()))


def test_a_reason_in_bangla_may_be_left_out_but_not_be_empty():
    lines = delivered_text().split("\n")
    without = read_profile("\n".join(line for line in lines if not line.startswith("reason_bn")))

    assert without.reason_bn is None
    assert {each.reason_bn for each in without.triggers.values()} == {None}
    with pytest.raises(ProfileMistake) as refused:
        read_profile(delivered_text().replace('reason_bn = "', 'reason_bn = " " # "', 1))
    assert (refused.value.flaw, refused.value.where) == (ProfileFlaw.NO_WORDS, "reason_bn")


@pytest.mark.parametrize(
    ("name", "flaw"),
    [
        ("x" * 61, ProfileFlaw.TOO_LONG),
        ("a\\u0000b", ProfileFlaw.NOT_LETTERS),
        ("a\\nb", ProfileFlaw.NOT_LETTERS),
    ],
)
def test_a_name_that_no_database_would_keep_is_told_with_its_line(name, flaw):
    text = delivered_text().replace('name = "2019-05"', f'name = "{name}"', 1)

    with pytest.raises(ProfileMistake) as refused:
        read_profile(text)

    assert (refused.value.flaw, refused.value.line) == (flaw, line_of(text, "name = "))


@pytest.mark.parametrize("bomb", ["x = " + "9" * 5_000, "x = " + "[" * 20_000, "# " + "x" * MOST_LETTERS])
def test_what_would_break_the_reader_of_files_is_a_mistake_like_any_other(bomb):
    with pytest.raises(ProfileMistake) as refused:
        read_profile(f"{delivered_text()}{bomb}\n")

    assert refused.value.line


def test_the_day_is_written_into_its_line_and_all_else_stays():
    text = "# holds_from = 1\n holds_from=2019-05-08 # since then\nname = 'x'\r\n"

    assert with_day(text, date(2026, 12, 1)) == "# holds_from = 1\n holds_from=2026-12-01 # since then\nname = 'x'\r\n"
    assert with_day("name = 'x'", date(2026, 12, 1)) == "name = 'x'"
    assert read_profile(with_day(delivered_text(), date(2026, 12, 1))).holds_from == date(2026, 12, 1)
    assert line_in(text, "holds_from") == 2
