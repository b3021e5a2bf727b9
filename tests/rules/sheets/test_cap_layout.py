from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.sheets.cap_layout import (
    NotOurLayout,
    log_text,
    newest_that_fit,
    parse_log,
    parse_previous_timelines,
    parse_visit,
    previous_timelines_text,
    visit_text,
)
from accord.rules.vocabulary import InspectionKind

MAYBE_DAYS = st.none() | st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
TRICKY = st.lists(
    st.sampled_from(["[2015-03-04] text", "\\[undated] x", "[undated]", "", "\\", "= 1+1", " a ", "শ্রমিক"]), max_size=4
).map("\n".join)


@given(st.lists(st.tuples(MAYBE_DAYS, st.text(st.characters(exclude_characters="\r")) | TRICKY)))
def test_a_log_written_into_a_cell_is_read_back_to_the_letter(entries: list[tuple[date | None, str]]) -> None:
    assert parse_log(log_text(entries)) == tuple(entries)


def test_a_cell_without_room_for_all_comments_holds_the_newest_ones_whole() -> None:
    entries = [(date(2015, 3, day), "Not corrected.") for day in (4, 5, 6)]
    room = len(log_text(entries[1:]))

    assert newest_that_fit(entries, characters=room) == tuple(entries[1:])
    assert newest_that_fit(entries, characters=room - 1) == tuple(entries[2:])
    assert newest_that_fit(entries, characters=0) == ()


@given(st.lists(st.tuples(MAYBE_DAYS, MAYBE_DAYS)))
def test_previous_timelines_written_into_a_cell_are_read_back(pairs: list[tuple[date | None, date | None]]) -> None:
    assert parse_previous_timelines(previous_timelines_text(pairs)) == tuple(pairs)


@given(st.sampled_from(InspectionKind), st.none() | st.integers(1, 40))
def test_a_visit_written_into_a_cell_is_read_back(kind: InspectionKind, ordinal: int | None) -> None:
    assert parse_visit(visit_text(kind, ordinal)) == (kind, ordinal)


def test_a_cell_of_the_log_reads_as_a_person_would_write_it() -> None:
    entries = [(date(2015, 3, 4), "Not corrected.\nSecond line"), (None, "As above")]

    assert log_text(entries) == "[2015-03-04] Not corrected.\nSecond line\n[undated] As above"
    assert previous_timelines_text([(date(2014, 9, 22), date(2015, 3, 4)), (None, None)]) == (
        "2014-09-22 until 2015-03-04\nnone"
    )


def test_what_our_layout_never_holds_is_refused() -> None:
    with pytest.raises(NotOurLayout):
        parse_previous_timelines("22/09/2014")
    with pytest.raises(NotOurLayout):
        parse_log("[2015-02-30] text")
    with pytest.raises(NotOurLayout):
        parse_visit("complaint")
