"""An order is referred to the Review Panel with a package that can be given again exactly as it was sent."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from accord.casework import stored
from accord.casework.desk.sweeping import unkept
from accord.casework.desk.things import orders_seen_by, thing_of_order
from accord.casework.orders import care, deeds
from accord.casework.orders.care import Determination
from accord.casework.orders.care_refused import DetermineFirst, HasEnded, MovedMeanwhile, NotYourDeed, OnlyStructural
from accord.casework.orders.referral.gathering import gather
from accord.casework.orders.referral.package import written_package
from accord.casework.orders.referral.referring import prepared_package, refer, state_of
from accord.casework.orders.sweeping import sweep_orders
from accord.gateways.files import FileStore
from accord.records.notice import Notice, NoticeText
from accord.records.order import SafetyOrder
from accord.records.order_care import PanelReferral
from accord.rules.desk.actions import Action
from accord.rules.desk.people import Role
from accord.rules.notices import Letter, Sending
from accord.rules.orders.panel import delivered
from accord.rules.orders.words import PanelOutcome
from accord.rules.vocabulary import OrderKind
from tests.desk_builders import a_person, a_visitor
from tests.order_builders import WHY, a_house, determined, go_live, later, raised
from tests.referral_builders import ASKED, DRAWING, a_case, stores_in

MINDS = [each.name for each in delivered() if each.must_take_part]


@pytest.fixture
def house(session, moment):
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def stores(tmp_path):
    documents, photos = stores_in(tmp_path)
    return {"documents": documents, "photos": photos}


@pytest.fixture
def order(session, house, moment, stores):
    return a_case(session, house, moment, **stores)


@pytest.fixture
def secretariat(session, moment):
    return a_visitor(session, a_person(session, Role.REGULATOR, name="The secretariat"), moment)


def referred(session, order, who, stores, moment, *, seen=None):
    """Refer the order as the page does."""
    state = seen or state_of(session, order)
    with prepared_package(session, order, ASKED, seen=state, moment=moment, **stores) as package:
        return refer(
            session,
            order,
            package,
            ASKED,
            seen=state,
            address="https://accord.example/desk/orders/1/panel",
            documents=stores["documents"],
            who=who,
            moment=moment,
        )


def on_site(moment):
    """Return what an engineer says who was there."""
    return replace(WHY, seen_on=moment.today)


def opened(stores, referral: PanelReferral) -> zipfile.ZipFile:
    """Open the package that was kept."""
    content = stores["documents"].path_of(referral.package_sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == referral.package_sha256
    assert len(content) == referral.package_bytes
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_package_holds_the_letter_the_data_the_photos_and_the_papers_with_the_sum_of_each(
    session, moment, house, order, stores
):
    referral = referred(session, order, house.who["chief"], stores, later(moment, hours=2))

    package = opened(stores, referral)
    assert package.testzip() is None
    assert package.namelist() == [
        "referral.pdf",
        "photos/9001-structural-7-1.jpg",
        "files/01-Jacketing C3.pdf",
        "referral.json",
        "SHA256SUMS",
    ]
    assert package.read("files/01-Jacketing C3.pdf") == DRAWING
    sums = dict(reversed(line.split("  ", 1)) for line in package.read("SHA256SUMS").decode().splitlines())
    assert sums == {
        name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist() if name != "SHA256SUMS"
    }


def test_the_data_tell_of_the_order_its_building_and_its_structural_hazards_alone(
    session, moment, house, order, stores
):
    data = json.loads(
        opened(stores, referred(session, order, house.who["chief"], stores, moment)).read("referral.json")
    )

    assert data["asked"] == {"words": ASKED.words, "words_bn": ASKED.words_bn}
    assert [step["step"] for step in data["order"]["steps"]] == ["raised", "determined", "acknowledged"]
    answered = {
        each["name"]: each["acknowledged_on"] for each in data["order"]["recipients"] if each["kind"] == "factory"
    }
    assert answered == {"First Knit Ltd.": moment.today.isoformat(), "Second Wear Ltd.": None}
    assert [floor["allowable_load_kpa"] for floor in data["building"]["floors"]] == [2.0, None]
    assert {each["name"]["words"] for each in data["building"]["occupants"]} == {
        "First Knit Ltd.",
        "Second Wear Ltd.",
        "Kashimpur Bank",
    }
    assert [each["rating"] for each in data["building"]["ratings"]] == ["red"]
    assert [(each["value"], each["unit"], each["as_typed"]) for each in data["building"]["measurements"]] == [
        (4.8, "kPa", "100 psf")
    ]
    assert [(each["item"], each["factories"]) for each in data["hazards"]] == [(7, [9001])]
    assert {each["file"]: each["is_missing"] for each in data["files"]} == {
        "files/01-Jacketing C3.pdf": False,
        "files/02-cores.pdf": True,
    }


def test_no_telephone_no_trace_of_a_complaint_and_no_photo_that_nobody_looked_at_is_in_it(
    session, moment, house, order, stores
):
    package = opened(stores, referred(session, order, house.who["chief"], stores, moment))

    told = package.read("referral.json").decode()
    assert "1711" not in told
    assert "complained" not in told
    assert "A face" not in told
    assert json.loads(told)["photos_not_looked_at"] == 1


def test_the_same_state_of_an_order_at_the_same_moment_gives_the_same_bytes(session, moment, order, stores, tmp_path):
    sums = []
    for place in ("a", "b"):
        gathered = gather(session, order, ASKED, moment=moment, **stores)
        with written_package(gathered, tmp_path / place, zone=moment.zone) as package:
            sums.append(package.sha256)

    assert sums[0] == sums[1]


def test_the_secretariat_is_told_once_for_each_referral_and_never_reminded(session, moment, house, order, stores):
    first = referred(session, order, house.who["chief"], stores, moment)
    second = referred(session, order, house.who["deputy"], stores, later(moment, hours=1))

    notices = session.scalars(select(Notice).where(Notice.organisation == "review_panel").order_by(Notice.id)).all()
    assert [each.step for each in notices] == [f"panel_referral {each.id}" for each in (first, second)]
    assert {(each.needs_answer, each.state) for each in notices} == {(False, Sending.WAITING)}
    assert ASKED.words in notices[0].text.body
    assert first.package_sha256 in notices[0].text.body
    assert first.package_sha256 in notices[0].text.body_bn
    assert "https://accord.example/desk/orders/1/panel" in notices[0].text.body
    sweep_orders(session, moment=later(moment, hours=100))
    assert session.query(Notice).where(Notice.organisation == "review_panel").count() == 2


def test_it_hears_what_becomes_of_the_order(session, moment, house, order, stores):
    referred(session, order, house.who["chief"], stores, moment)

    deeds.propose_annulment(session, order, WHY, who=house.who["chief"], moment=moment)
    deeds.annul(session, order, WHY, who=house.who["engineer"], moment=moment)

    told = select(NoticeText.letter).join(Notice).where(Notice.organisation == "review_panel").order_by(Notice.id)
    assert list(session.scalars(told)) == [Letter.PANEL_REFERRAL, Letter.CORRECTION]


def test_what_was_moved_since_it_was_looked_at_is_not_referred(session, moment, house, order, stores):
    seen = state_of(session, order)
    deeds.comply(session, order, WHY, who=house.who["owner"], moment=moment)

    with pytest.raises(MovedMeanwhile):
        referred(session, order, house.who["chief"], stores, moment, seen=seen)

    with prepared_package(session, order, ASKED, seen=state_of(session, order), moment=moment, **stores) as package:
        made_of = state_of(session, order)
        deeds.verify_on_site(session, order, on_site(moment), who=house.who["engineer"], moment=moment)
        with pytest.raises(MovedMeanwhile):
            refer(
                session,
                order,
                package,
                ASKED,
                seen=made_of,
                address=None,
                documents=stores["documents"],
                who=house.who["chief"],
                moment=moment,
            )
    assert session.scalars(select(PanelReferral)).all() == []
    assert list(stores["documents"].folder.glob("referral-*")) == []


def test_only_who_decides_refers_and_only_an_open_order_of_a_structure(session, moment, house, order, stores):
    for name in ("engineer", "handler", "owner", "brand"):
        with pytest.raises(NotYourDeed):
            referred(session, order, house.who[name], stores, moment)
    boiler = determined(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    with pytest.raises(OnlyStructural):
        referred(session, boiler, house.who["chief"], stores, moment)
    deeds.propose_annulment(session, order, WHY, who=house.who["chief"], moment=moment)
    deeds.annul(session, order, WHY, who=house.who["engineer"], moment=moment)
    with pytest.raises(HasEnded):
        referred(session, order, house.who["chief"], stores, moment)


def test_nobody_outside_is_told_of_an_order_that_nobody_has_determined(session, moment, house, stores):
    order = raised(session, house, moment)

    with pytest.raises(DetermineFirst):
        referred(session, order, house.who["chief"], stores, moment)


def test_a_package_is_never_swept_away_and_belongs_to_what_is_backed_up(
    session, moment, house, order, stores, tmp_path
):
    referral = referred(session, order, house.who["chief"], stores, moment)
    stray = stores["documents"].path_of(stores["documents"].keep(b"nobody names it"))
    swept = {"uploads": FileStore(tmp_path / "uploads"), "documents": stores["documents"]}

    # Files bear the time of this machine, whose day is long after that of the test.
    found = unkept(session, moment=replace(moment, now=datetime.now(UTC) + timedelta(days=2)), **swept)

    assert stray in found
    assert stores["documents"].path_of(referral.package_sha256) not in found
    words = f"package {referral.id} of order {order.id}"
    assert stored.state_of(session).documents[referral.package_sha256] == words


def test_the_secretariat_reads_and_determines_what_was_referred_to_it_and_nothing_else(
    session, moment, house, order, stores, secretariat
):
    said = Determination(PanelOutcome.CONTINUE_WITH_LIMITS, moment.today, took_part=MINDS, agreed=MINDS)
    other = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    assert not secretariat.may(Action.READ_ORDER, thing_of_order(order))
    with pytest.raises(NotYourDeed):
        care.record_determination(session, order, said, panel=delivered(), who=secretariat, moment=moment)

    referred(session, order, house.who["chief"], stores, moment)

    for action in (Action.READ_ORDER, Action.READ_REFERRAL, Action.RECORD_DETERMINATION):
        assert secretariat.may(action, thing_of_order(order))
        assert not secretariat.may(action, thing_of_order(other))
    for action in (Action.REFER_ORDER, Action.ACT_ON_ORDER, Action.DETERMINE_ORDER):
        assert not secretariat.may_at_all(action)
    assert session.scalars(select(SafetyOrder).where(orders_seen_by(secretariat))).all() == [order]
    found = care.record_determination(session, order, said, panel=delivered(), who=secretariat, moment=moment)
    assert found.is_unanimous
    with pytest.raises(NotYourDeed):
        care.record_determination(session, other, said, panel=delivered(), who=secretariat, moment=moment)


def test_who_decides_on_the_order_is_told_of_each_determination_and_nobody_else(session, moment, house, order):
    votes = [*MINDS, "BGMEA"]
    said = Determination(PanelOutcome.PARTIAL_CLOSURE, moment.today, took_part=votes, agreed=MINDS, note="See C3.")

    for agreed in (MINDS, votes):
        told = replace(said, agreed=agreed)
        care.record_determination(session, order, told, panel=delivered(), who=house.who["deputy"], moment=moment)

    letters = select(Notice).join(NoticeText).where(NoticeText.letter == Letter.PANEL_DETERMINED).order_by(Notice.id)
    notices = session.scalars(letters).all()
    assert {each.organisation for each in notices} == {"chief_safety_officer"}
    assert {each.needs_answer for each in notices} == {False}
    first, second = (each.text for each in notices)
    assert "Did not agree: BGMEA" in first.body
    assert "It is not of one mind" in first.body
    assert "সর্বসম্মত নয়" in first.body_bn
    assert "It is of one mind." in second.body
    assert "See C3." in second.body


def test_a_voice_against_is_on_record_and_keeps_the_building_closed(session, moment, house, order):
    votes = [*MINDS, "BGMEA"]
    said = Determination(PanelOutcome.NO_RESTRICTION, moment.today, took_part=votes, agreed=MINDS)

    found = care.record_determination(session, order, said, panel=delivered(), who=house.who["chief"], moment=moment)

    assert not found.is_unanimous
    assert found.members.splitlines()[-1] == "BGMEA\tagainst"
    again = replace(said, took_part=MINDS)
    assert care.record_determination(
        session, order, again, panel=delivered(), who=house.who["chief"], moment=moment
    ).is_unanimous
