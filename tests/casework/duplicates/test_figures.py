"""No figure told before is changed by a merge or by its undoing."""

from datetime import timedelta

import pytest
from casework.cap_sheets import a_row
from casework.duplicates.merging import (
    WHO,
    a_cap,
    a_relation,
)

from accord.casework.coverage import set_coverage
from accord.casework.disclosure import disclose
from accord.casework.factories import MergedAway, factory_numbered, factory_on_record
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.rules.vocabulary import Coverage


def test_a_programme_figure_of_what_was_known_before_is_changed_by_no_merge_and_no_undoing(
    alike, same, undone, then, moment, later
):
    """The kept one has the hazards and no brand; the merged one a brand: so the merge changes what counts today."""
    a_relation(alike, "Nordic Wear", 9491, at=then)
    a_cap(alike, 9490, a_row(1), a_row(2), at=then)
    for number, coverage in ((9490, Coverage.INACTIVE), (9491, Coverage.ACTIVE)):
        set_coverage(factory_on_record(alike, number), coverage, from_on=None, actor=WHO, moment=then)
    alike.flush()
    scopes = (Scope(), Scope(signatory="Nordic Wear"), Scope(factory=9490))
    days = [each.today + timedelta(days=days) for each in (then, moment, later) for days in (0, 1)]

    def figures(until):
        return [
            progress(alike, scope, moment=later, as_of=as_of, known_at=known_at)
            for scope in scopes
            for as_of in days
            for known_at in days
            if known_at < until.today
        ]

    def counted(scope, at):
        return progress(alike, scope, moment=at).initial.applicable

    assert [counted(scope, moment) for scope in scopes] == [0, 0, 2]
    before_merging = figures(moment)

    same()
    assert figures(moment) == before_merging
    assert [counted(scope, moment) for scope in scopes] == [2, 2, 2]
    before_undoing = figures(later)

    undone()
    assert figures(later) == before_undoing
    assert figures(moment) == before_merging
    assert [counted(scope, later) for scope in scopes] == [0, 0, 2]


def test_the_merged_number_gives_the_figure_it_gave_and_then_names_the_one_that_stands(
    alike, same, undone, then, moment, later
):
    known_then = {"moment": later, "as_of": then.today, "known_at": then.today}
    before = progress(alike, Scope(factory=9491), **known_then)
    same()

    assert progress(alike, Scope(factory=9491), **known_then) == before
    with pytest.raises(MergedAway, match="factory 9491 was merged into 9490; use the number 9490") as merged:
        progress(alike, Scope(factory=9491), moment=moment)
    assert merged.value.stands_now == 9490
    with pytest.raises(MergedAway):
        factory_numbered(alike, 9491)

    undone()
    assert progress(alike, Scope(factory=9491), moment=later).status is before.status
    with pytest.raises(MergedAway):
        progress(alike, Scope(factory=9491), moment=later, known_at=moment.today)


def test_a_brand_of_the_merged_factory_is_counted_once_among_those_of_the_kept_one(alike, same, undone, then, moment):
    a_relation(alike, "Nordic Wear", 9490, at=then)
    a_relation(alike, "Nordic Wear", 9491, at=then)
    a_relation(alike, "Alpine", 9491, at=then)
    kept = factory_on_record(alike, 9490)

    def brands():
        return disclose(alike, kept, moment=moment, number=1).factory.signatory_count

    assert brands() == 1
    same()
    assert brands() == 2
    undone()
    assert brands() == 1
