"""The escalation protocol by command line: shown, tried, taken."""

from datetime import UTC, datetime, timedelta

from accord.rules.escalation.profile_file import delivered_text


def ahead() -> str:
    """Return a day that lies ahead wherever the programme is."""
    return (datetime.now(UTC).date() + timedelta(days=3)).isoformat()


def test_the_profile_in_force_is_printed_as_it_can_be_read_again(initialised):
    assert initialised("protocol", "show").out == delivered_text()


def test_a_profile_is_taken_from_its_day_on(initialised, tmp_path):
    file = tmp_path / "stricter.toml"
    file.write_text(delivered_text().replace("2019-05-08", ahead(), 1).replace("[6, 12, 18]", "[4, 5, 6]"), "utf-8")

    answer = initialised("protocol", "take", file, "--reason", "The board decided so.")

    assert (answer.status, answer.err) == (0, "")
    assert ahead() in answer.out


def test_a_mistake_is_told_with_its_line_and_nothing_is_changed(initialised, tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(delivered_text().replace("after_months = 6", "after_months = six"), "utf-8")

    for words in (("try", file), ("take", file, "--reason", "x")):
        answer = initialised("protocol", *words)
        assert answer.status == 1
        line = delivered_text().splitlines().index("after_months = 6") + 1
        assert f"Line {line} " in answer.err
    assert initialised("protocol", "show").out == delivered_text()


def test_a_file_that_is_no_text_is_refused(initialised, tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_bytes(b"\xff\xfe\x00")

    assert "UTF-8" in initialised("protocol", "try", file).err


def test_a_profile_is_tried_on_what_is_owed_today_and_says_that_there_is_no_past_to_try_it_on(initialised, tmp_path):
    file = tmp_path / "same.toml"
    file.write_text(delivered_text(), "utf-8")

    answer = initialised("protocol", "try", file)

    assert (answer.status, answer.err) == (0, "")
    assert "of 0 factories it would propose something else" in answer.out
    assert "nothing is published yet" in answer.out
