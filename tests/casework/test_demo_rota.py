"""The rota of the demonstration: somebody for everything now, and one gap to be seen."""

from datetime import date, datetime, time

import pytest

from accord.casework.demo.days import Days
from accord.casework.demo.rota import write_rota
from accord.casework.orders.on_call import gaps_ahead, posts_without
from accord.rules.desk.people import Role
from accord.rules.desk.rota import Post
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, an_engineer


@pytest.fixture
def people(session):
    engineers = [an_engineer(session, each, name=f"{each} {turn}") for each in Discipline for turn in (1, 2)]
    deciders = [a_person(session, role) for role in (Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY)]
    others = [a_person(session, Role.CASE_HANDLER)]
    return {str(each.id): each for each in (*engineers, *deciders, *others)}


@pytest.mark.parametrize("hour", [0, 7, 8, 23])
def test_on_the_day_of_the_demonstration_everything_is_covered_and_one_gap_lies_ahead(session, moment, people, hour):
    anchor = date(2026, 11, 25)
    write_rota(session, people, days=Days(anchor, moment.zone))
    then = Moment(datetime.combine(anchor, time(hour), tzinfo=moment.zone), moment.zone)

    assert posts_without(session, moment=then) == []
    assert [gap.post for gap in gaps_ahead(session, moment=then)] == [Post.BOILER]
