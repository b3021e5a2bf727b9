"""Through whom each kind of organisation is reached today."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from accord.casework.notices.reached import for_step, reached
from accord.gateways.language import Language
from accord.records.factory import Factory, Signatory
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, an_engineer
from tests.notice_builders import a_contact
from tests.rota_builders import on_call


@pytest.fixture
def factory(session):
    factory = Factory(number=9001, name="Own Knit")
    session.add(factory)
    session.flush()
    return factory


def names(session, words, moment):
    return [each.name for each in reached(session, [words], moment=moment)[words]]


def emails(session, words, moment):
    return [each.email for each in reached(session, [words], moment=moment)[words]]


def test_each_kind_is_reached_through_those_who_hold_its_role(session, moment, factory):
    brand = Signatory(name="A Brand")
    session.add(brand)
    session.flush()
    made = {
        f"factory {factory.id}": a_person(session, Role.FACTORY_USER, factory=factory),
        f"committee {factory.id}": a_person(session, Role.SAFETY_COMMITTEE, factory=factory),
        f"signatory {brand.id}": a_person(session, Role.SIGNATORY_USER, signatory=brand),
        "labour_signatories": a_person(session, Role.LABOUR_SIGNATORY),
        "inspector_general": a_person(session, Role.REGULATOR),
        "chief_safety_officer": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "on_call fire": a_person(session, Role.ENGINEER, discipline=Discipline.FIRE),
    }

    found = reached(session, [*made, "steering_committee", f"landlord {factory.id}"], moment=moment)

    assert {words: [each.email for each in people] for words, people in found.items() if people} == {
        words: [person.email] for words, person in made.items()
    }


def test_the_deputy_is_told_with_the_chief_safety_officer_for_as_long_as_he_is_one(session, moment):
    until = moment.today - timedelta(days=1)
    a_person(session, Role.CHIEF_SAFETY_OFFICER, email="cso@accord.example")
    a_person(session, Role.DEPUTY, email="deputy@accord.example")
    a_person(session, Role.DEPUTY, email="before@accord.example", until=until)

    assert emails(session, "chief_safety_officer", moment) == ["cso@accord.example", "deputy@accord.example"]


def test_who_is_on_call_at_the_moment_is_told_and_every_engineer_of_the_discipline_where_nobody_is(session, moment):
    early, late = (an_engineer(session, Discipline.FIRE, name=name) for name in ("Early", "Late"))
    an_engineer(session, Discipline.BOILER, name="Boilers")
    now, then = (replace(moment, now=moment.now + timedelta(hours=after)) for after in (1, 9))
    on_call(session, early, moment, begins=0, ends=8)
    on_call(session, late, moment, begins=8, ends=16)
    afterwards = replace(moment, now=moment.now + timedelta(hours=16))

    assert names(session, "on_call fire", now) == ["Early"]
    assert names(session, "on_call fire", then) == ["Late"]
    assert names(session, "on_call fire", afterwards) == ["Early", "Late"]
    assert names(session, "on_call boiler", now) == ["Boilers"]
    assert names(session, "on_call", now) == ["Early"]


def test_who_lost_the_role_or_was_taken_off_the_rota_is_on_call_no_more(session, moment):
    left = an_engineer(session, Discipline.FIRE, name="Left")
    taken_off = an_engineer(session, Discipline.FIRE, name="Taken off")
    left.roles[0].to_on = moment.today - timedelta(days=1)
    on_call(session, left, moment)
    on_call(session, taken_off, moment).withdrawn_at = moment.now
    an_engineer(session, Discipline.FIRE, name="Another")
    session.flush()

    assert names(session, "on_call fire", moment) == ["Taken off", "Another"]


def test_every_decider_is_told_and_the_first_reminder_goes_to_the_one_on_call(session, moment):
    a_person(session, Role.CHIEF_SAFETY_OFFICER, name="Chief")
    deputy = a_person(session, Role.DEPUTY, name="Deputy")
    nobody_on_call = reached(session, ["chief_safety_officer"], moment=moment)["chief_safety_officer"]
    on_call(session, deputy, moment)

    everybody = reached(session, ["chief_safety_officer"], moment=moment)["chief_safety_officer"]

    assert [each.is_first for each in nobody_on_call] == [True, True]
    assert [each.name for each in for_step(everybody, "determined")] == ["Chief", "Deputy"]
    assert [each.name for each in for_step(everybody, "climb 1.1")] == ["Deputy"]


def test_the_telephone_of_the_rota_is_rung_for_every_discipline(session, moment):
    a_contact(session, "on_call", moment, name="The duty telephone")
    an_engineer(session, Discipline.FIRE, name="Fire")
    an_engineer(session, Discipline.BOILER, name="Boilers")

    assert names(session, "on_call fire", moment) == ["The duty telephone", "Fire"]
    assert names(session, "on_call", moment) == ["The duty telephone", "Fire", "Boilers"]


def test_a_closed_account_and_an_ended_contact_reach_nobody(session, moment, factory):
    words = f"factory {factory.id}"
    a_person(session, Role.FACTORY_USER, factory=factory).ended_at = moment.now
    a_contact(session, words, moment).ended_on = moment.today
    session.flush()

    assert emails(session, words, moment) == []


def test_a_factory_that_was_merged_is_reached_under_the_number_that_stands_for_both(session, moment, factory):
    part = Factory(number=9002, name="Part", merged_into_id=factory.id)
    session.add(part)
    session.flush()
    a_contact(session, f"factory {part.id}", moment, email="part@mill.example")
    a_person(session, Role.FACTORY_USER, factory=part, email="user@mill.example")

    assert emails(session, f"factory {factory.id}", moment) == ["part@mill.example", "user@mill.example"]


def test_people_of_a_factory_read_bangla_first_and_the_state_english(session, moment, factory):
    a_person(session, Role.FACTORY_USER, factory=factory)
    a_person(session, Role.REGULATOR)
    words = [f"factory {factory.id}", "inspector_general"]

    found = reached(session, words, moment=moment)

    assert [found[each][0].language for each in words] == [Language.BN, Language.EN]


def test_however_many_organisations_there_are_the_questions_are_as_many(session, moment):
    factories = [Factory(number=number, name="F") for number in range(8000, 8040)]
    session.add_all(factories)
    session.flush()
    words = [f"factory {each.id}" for each in factories]
    for each in words:
        a_contact(session, each, moment)
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *_words: asked.append(1))

    reached(session, words[:1], moment=moment)
    few = len(asked)
    reached(session, words, moment=moment)

    assert len(asked) == 2 * few


def test_words_that_name_nothing_reach_nobody(session, moment):
    words = ["", "factory", "factory x", "factory 0", "factory 99999999999999", "nobody 3", "on_call 3"]

    assert not any(reached(session, words, moment=moment).values())
