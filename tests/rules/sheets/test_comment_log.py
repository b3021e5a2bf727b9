from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.sheets.comment_log import split_comments

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31))
PROSE = st.text(st.characters(whitelist_categories=("L",), max_codepoint=0x9FF), min_size=1, max_size=20)


def dates_of(cell: str) -> list[date | None]:
    return [comment.dated_on for comment in split_comments(cell)]


@pytest.mark.parametrize(
    "start",
    [
        "On 14/08/2014: ",
        "ON 14/08/2014 : ",
        "On 14/08/14:",
        "On 14-Aug-2014 :",
        "14.08.2014: ",
        "On 14th August 2014: ",
        "On 14 - August-2014 : ",
        "on 14/08/2014: ",
        "On 14/08/2014 ",
        "14/08/2014 - ",
        "14.08.2014 ",
        "• On 14/08/2014: ",
    ],
)
def test_an_entry_begins_with_its_date_at_the_start_of_a_line(start: str) -> None:
    comments = split_comments(f"On 13/08/2014: Found.\n{start}Not corrected.")

    assert [(each.dated_on, each.text) for each in comments] == [
        (date(2014, 8, 13), "Found."),
        (date(2014, 8, 14), "Not corrected."),
    ]


def test_dates_inside_sentences_begin_no_entry() -> None:
    cell = (
        "The factory got approval on 14th Jan 16 & must complete within eleven week from 19th Jan 16.\n"
        "On 22-04-16: Not corrected. New timeline to resolve the issue is 31-03-16\n"
        "On 26-04-16: Accepted by ACCORD on 05/Nov/2015. Report dated on\n"
        "17/11/2015. was not available."
    )

    assert dates_of(cell) == [None, date(2016, 4, 22), date(2016, 4, 26)]


def test_a_line_that_goes_on_stays_in_its_entry() -> None:
    cell = "On 08/06/2015: Submitted to ACCORD by\n09/11/2015 Ltd.\nsecond line\n\nlast line"

    (comment,) = split_comments(cell)

    assert comment.text == "Submitted to ACCORD by\n09/11/2015 Ltd.\nsecond line\n\nlast line"


def test_previous_timelines_are_carried_by_the_comment_that_names_them() -> None:
    cell = (
        "On 8 March 2016: Previous Timeline:01/03/2015 Previous Timeline: 14/10/2015 In DEA.\n"
        "On 9 May 2017: Still open."
    )

    first, second = split_comments(cell)

    assert first.previous_timelines == (date(2015, 3, 1), date(2015, 10, 14))
    assert first.text.startswith("Previous Timeline:01/03/2015")
    assert second.previous_timelines == ()


def test_an_impossible_date_makes_an_undated_entry_that_keeps_every_word() -> None:
    (comment,) = split_comments("On 31/02/2018: Not corrected.")

    assert (comment.dated_on, comment.text) == (None, "On 31/02/2018: Not corrected.")
    assert comment.impossible == ("31/02/2018",)


def test_a_comment_without_any_date_is_kept_to_the_letter() -> None:
    (comment,) = split_comments("\t=1+1 ")

    assert (comment.dated_on, comment.text) == (None, "\t=1+1 ")
    assert split_comments("") == ()
    assert split_comments(" \n ") == ()


def test_an_entry_with_a_date_and_no_words_is_an_entry_all_the_same() -> None:
    assert dates_of("On 08/06/2015:\nOn 09/11/2017:") == [date(2015, 6, 8), date(2017, 11, 9)]


@given(st.lists(st.tuples(DAYS, PROSE), min_size=1, max_size=8))
def test_a_log_is_split_into_its_entries_in_order(entries: list[tuple[date, str]]) -> None:
    cell = "\n".join(f"On {day:%d/%m/%Y} : {words}" for day, words in entries)

    assert [(each.dated_on, each.text) for each in split_comments(cell)] == entries


@given(st.text(max_size=200))
def test_of_any_text_nothing_but_the_dates_that_were_read_is_left_out(cell: str) -> None:
    kept = "".join(comment.text for comment in split_comments(cell))

    undated = all(comment.dated_on is None for comment in split_comments(cell))
    if undated:
        assert "".join(kept.split()) == "".join(cell.split())
    assert len("".join(kept.split())) <= len("".join(cell.split()))
