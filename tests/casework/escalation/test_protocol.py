"""The protocol that holds is the last good one that was taken, from its day on."""

from datetime import timedelta

import pytest

from accord.casework.escalation.comparing import compare
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.ineligible import sign
from accord.casework.escalation.mistakes import SENTENCES, MistakeInProfile
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.protocol import (
    FromThePast,
    NoReason,
    SameAsBefore,
    by_version,
    in_force,
    take,
    text_in_force,
    versions,
)
from accord.rules.escalation.profile_file import ProfileFlaw, delivered, delivered_text, read_profile
from accord.rules.escalation.words import Trigger, Way
from accord.rules.moments import Moment
from tests.casework.escalation.test_deciding import answered, before_stage_three, drafted
from tests.escalation_builders import a_covered_factory, an_overdue_hazard


def a_profile(moment: Moment, *, days_ahead: int = 0, least: str = "[6, 12, 18]") -> str:
    day = (moment.today + timedelta(days=days_ahead)).isoformat()
    return delivered_text().replace("2019-05-08", day, 1).replace("least = [6, 12, 18]", f"least = {least}", 1)


def taken(session, text: str, moment: Moment, *, reason: str = "As an example."):
    return take(session, text, reason=reason, who=None, actor="a test", moment=moment)


def test_before_anything_was_taken_the_delivered_profile_holds(session, moment):
    force = in_force(session, moment.today)

    assert (force.profile, force.version_id) == (delivered(), None)
    assert text_in_force(session, moment.today) == delivered_text()


def test_a_profile_holds_from_its_day_on_and_not_before(session, moment):
    version = taken(session, a_profile(moment, days_ahead=5, least="[4, 5, 6]"), moment)

    assert in_force(session, moment.today + timedelta(days=4)).version_id is None
    force = in_force(session, moment.today + timedelta(days=5))
    assert force.version_id == version.id
    assert force.profile.triggers[Trigger.BEHIND_SCHEDULE].least == (4, 5, 6)


def test_a_profile_with_a_mistake_changes_nothing_and_is_told_by_its_line(session, moment):
    text = a_profile(moment, least="[6, 2, 18]")

    with pytest.raises(MistakeInProfile) as refused:
        taken(session, text, moment)

    line = next(number for number, each in enumerate(text.splitlines(), 1) if "[6, 2, 18]" in each)
    assert str(line) in str(refused.value)
    assert versions(session) == []
    assert in_force(session, moment.today).profile == delivered()


def test_every_mistake_has_its_sentence():
    assert set(SENTENCES) == set(ProfileFlaw)


def test_a_profile_cannot_hold_from_a_day_that_has_passed_or_without_a_reason_or_twice(session, moment):
    with pytest.raises(FromThePast):
        taken(session, a_profile(moment, days_ahead=-1), moment)
    with pytest.raises(NoReason):
        taken(session, a_profile(moment), moment, reason=" ")
    taken(session, a_profile(moment), moment)
    with pytest.raises(SameAsBefore):
        taken(session, a_profile(moment), moment)


def test_a_change_of_the_rules_rewrites_nothing_that_was_proposed_by_the_old_ones(session, moment):
    factory = a_covered_factory(session)
    for _ in range(6):
        an_overdue_hazard(session, factory, late_days=400, moment=moment)
    old = taken(session, a_profile(moment), moment)
    sweep_proposals(session, moment=moment)
    taken(session, a_profile(moment, days_ahead=1, least="[50, 60, 70]"), moment)

    proposal = open_proposals(session)[factory.id]

    assert proposal.version_id == old.id
    assert by_version(session, old.id).triggers[Trigger.BEHIND_SCHEDULE].least == (6, 12, 18)


def test_it_is_shown_beforehand_what_another_profile_would_propose(session, moment):
    factory, other = a_covered_factory(session), a_covered_factory(session, 9002)
    for _ in range(6):
        an_overdue_hazard(session, factory, late_days=400, moment=moment)
    for _ in range(4):
        an_overdue_hazard(session, other, late_days=400, moment=moment)
    stricter = read_profile(a_profile(moment, least="[4, 5, 6]"))

    found = compare(session, covered_factories(), delivered(), stricter, moment=moment)

    assert (found.proposed_now, found.proposed_then) == (1, 2)
    (difference,) = found.differences
    assert difference.factory_id == other.id
    assert (difference.now.way, difference.then.way) == (None, Way.UP)


def test_where_a_decision_holds_from_a_day_to_come_no_profile_proposes_anything(session, moment):
    cast = before_stage_three(session, moment)
    before = compare(session, covered_factories(), delivered(), delivered(), moment=moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    sign(session, written, who=cast.who["deputy"], moment=moment)

    after = compare(session, covered_factories(), delivered(), delivered(), moment=moment)

    assert before.by_way_now == before.by_way_then == {(Way.UP, 3): 1}
    assert after.by_way_now == after.by_way_then == {}
    assert sweep_proposals(session, moment=moment).made == 0
