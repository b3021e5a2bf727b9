"""Putting people on call, handing a shift over, taking somebody off; and when nobody is there."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accord.casework.desk import rota
from accord.casework.orders.on_call import gaps_ahead, on_now, posts_without
from accord.records.clockwork import OnCall
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.desk.rota import AHEAD, Post, Stretch, instant_of
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.rota_builders import on_call


@pytest.fixture
def chief(session, moment):
    return a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO"), moment)


@pytest.fixture
def engineer(session):
    return an_engineer(session, Discipline.FIRE, name="First")


def hours(moment, begins, ends):
    return Stretch(moment.now + timedelta(hours=begins), moment.now + timedelta(hours=ends))


def later(moment, **passed):
    return replace(moment, now=moment.now + timedelta(**passed))


def names_now(session, moment, post=Post.FIRE):
    return [duty.person.name for duty in on_now(session, moment=moment).get(post, ())]


def test_who_is_put_on_call_is_on_from_then_until_then_and_the_journal_knows_by_whom(session, moment, chief, engineer):
    rota.put_on_call(session, engineer, Post.FIRE, hours(moment, 1, 9), who=chief, moment=moment)

    assert [names_now(session, later(moment, hours=hour)) for hour in (0, 1, 8, 9)] == [[], ["First"], ["First"], []]
    [entry] = session.scalars(select(JournalEntry))
    assert (entry.deed, entry.actor) == ("put somebody on call", chief.actor)


@pytest.mark.parametrize(
    ("begins", "ends", "refusal"),
    [
        (2, 1, rota.EndsTooEarly),
        (-3, -1, rota.ShiftIsOver),
        (0, 32 * 24, rota.ShiftTooLong),
        (5, 6, rota.OnCallAlready),
    ],
)
def test_a_shift_that_cannot_be_is_refused_and_nothing_is_written(
    session, moment, chief, engineer, begins, ends, refusal
):
    on_call(session, engineer, moment, begins=4, ends=8)

    with pytest.raises(refusal):
        rota.put_on_call(session, engineer, Post.FIRE, hours(moment, begins, ends), who=chief, moment=moment)

    assert len(session.scalars(select(OnCall)).all()) == 1


def test_nobody_is_on_call_as_what_they_are_not(session, moment, chief, engineer):
    closed = an_engineer(session, Discipline.FIRE)
    closed.ended_at = moment.now

    for person, post in ((engineer, Post.BOILER), (engineer, Post.DECIDER), (closed, Post.FIRE)):
        with pytest.raises(rota.NotInTheRole):
            rota.put_on_call(session, person, post, hours(moment, 0, 8), who=chief, moment=moment)


def test_a_shift_that_is_ended_early_stays_on_record_for_the_time_that_it_was(session, moment, chief, engineer):
    shift = on_call(session, engineer, moment, begins=-2, ends=6)

    rota.take_off(session, shift, who=chief, moment=moment)

    assert names_now(session, later(moment, hours=-1)) == ["First"]
    assert names_now(session, moment) == names_now(session, later(moment, hours=1)) == []
    with pytest.raises(rota.ShiftGone):
        rota.take_off(session, shift, who=chief, moment=later(moment, hours=1))


def test_a_shift_that_is_over_is_taken_back_from_nobody(session, moment, chief, engineer):
    shift = on_call(session, engineer, moment, begins=-8, ends=0)

    with pytest.raises(rota.ShiftGone):
        rota.take_off(session, shift, who=chief, moment=moment)


def test_what_is_left_of_a_shift_is_handed_over_without_a_gap(session, moment, chief, engineer):
    second = an_engineer(session, Discipline.FIRE, name="Second")
    shift = on_call(session, engineer, moment, begins=-2, ends=6)

    rota.hand_over(session, shift, second, who=chief, moment=moment)

    assert names_now(session, later(moment, hours=-1)) == ["First"]
    assert names_now(session, moment) == names_now(session, later(moment, hours=5)) == ["Second"]


def test_a_shift_is_not_handed_to_who_cannot_hold_it_and_stays_as_it_is(session, moment, chief, engineer):
    boilers = an_engineer(session, Discipline.BOILER)
    shift = on_call(session, engineer, moment)

    with pytest.raises(rota.NotInTheRole), session.begin_nested():
        rota.hand_over(session, shift, boilers, who=chief, moment=moment)

    assert names_now(session, moment) == ["First"]


def test_only_those_who_can_hold_a_post_are_offered_for_it(session, moment, engineer):
    a_person(session, Role.CASE_HANDLER)
    gone = an_engineer(session, Discipline.FIRE, name="Gone")
    gone.roles[0].to_on = moment.today - timedelta(days=1)
    deputy = a_person(session, Role.DEPUTY)
    session.flush()

    found = [(each.post, each.person.id) for each in rota.candidates(session, moment=moment)]

    assert found == [(Post.DECIDER, deputy.id), (Post.FIRE, engineer.id)]


def test_a_gap_is_seen_two_weeks_ahead_and_an_overlap_is_none(session, moment, chief, engineer):
    whole = Stretch(moment.now, moment.now + AHEAD)
    for post, discipline in ((Post.STRUCTURAL, Discipline.STRUCTURAL), (Post.FIRE, Discipline.FIRE)):
        person = an_engineer(session, discipline)
        rota.put_on_call(session, person, post, whole, who=chief, moment=moment)
    on_call(session, engineer, moment)
    on_call(session, an_engineer(session, Discipline.BOILER), moment, begins=5, ends=24 * 20)

    found = {(gap.post, gap.stretch) for gap in gaps_ahead(session, moment=moment)}

    assert found == {(Post.DECIDER, whole), (Post.ELECTRICAL, whole), (Post.BOILER, hours(moment, 0, 5))}
    assert posts_without(session, moment=moment) == [Post.DECIDER, Post.ELECTRICAL, Post.BOILER]


def test_who_will_lose_the_role_leaves_a_gap_from_that_day_on(session, moment, engineer):
    on_call(session, engineer, moment, begins=0, ends=24 * 20)
    engineer.roles[0].to_on = moment.today + timedelta(days=2)
    session.flush()

    [gap] = [each for each in gaps_ahead(session, moment=moment) if each.post is Post.FIRE]

    assert gap.stretch.begins_at == moment.end_of(moment.today + timedelta(days=2))


def test_a_shift_over_the_night_in_which_the_hour_is_changed_leaves_no_gap(session, engineer, chief):
    london = ZoneInfo("Europe/London")
    evening = datetime(2024, 10, 26, 20, tzinfo=london)
    moment = Moment(evening.astimezone(ZoneInfo("UTC")), london)
    noon = instant_of(evening.date() + timedelta(days=1), evening.replace(hour=12).time(), london)

    shift = rota.put_on_call(session, engineer, Post.FIRE, Stretch(moment.now, noon), who=chief, moment=moment)

    assert shift.ends_at - shift.begins_at == timedelta(hours=17)
    assert names_now(session, later(moment, hours=16, minutes=59)) == ["First"]
    assert names_now(session, later(moment, hours=17)) == []


def test_who_holds_a_post_by_two_roles_is_on_call_once(session, moment):
    deputy = a_person(session, Role.DEPUTY, name="Both")
    deputy.roles.append(a_person(session, Role.CHIEF_SAFETY_OFFICER).roles[0])
    on_call(session, deputy, moment)

    assert names_now(session, moment, Post.DECIDER) == ["Both"]
