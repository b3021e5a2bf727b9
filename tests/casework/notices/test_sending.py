"""Letters get out, each address by itself; what cannot be sent stays, and nothing is lost by being killed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.notices.sending import send_due
from accord.gateways.letters import LetterBox
from accord.records.notice import Notice
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.notices import Delivery, Letter, Sending
from accord.rules.vocabulary import OrderStep
from tests.desk_builders import a_person
from tests.notice_builders import (
    BODY,
    BODY_BN,
    SHORT_BN,
    SUBJECT,
    SUBJECT_BN,
    a_contact,
    a_notice,
    a_text,
    an_open_order,
    carriers,
    take,
)
from tests.post_office import Gateway, PostOffice, a_free_port, a_gateway, a_post_office, open_at


class Hand:
    """The hand of a clock that a test moves."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment

    def __call__(self) -> Moment:
        return self.moment

    def forward(self, **words: float) -> None:
        self.moment = replace(self.moment, now=self.moment.now + timedelta(**words))


@pytest.fixture
def hand(moment):
    return Hand(moment)


@pytest.fixture
def box(tmp_path):
    return LetterBox(tmp_path / "letters" / "orders")


@pytest.fixture
def order(session, moment):
    return an_open_order(session, moment)


@pytest.fixture
def send(session, hand, box):
    """Send what is due, over these ways out; what the session holds is committed first."""

    def sent(**words):
        session.commit()
        done = send_due(session.get_bind(), carriers(box, **words), moment=hand)
        session.expire_all()
        return done

    return sent


@pytest.fixture
def notice(session, order, moment):
    return a_notice(session, order, moment)


def said_to(notice: Notice) -> list[tuple[str | None, bool, bool]]:
    return [(each.address, each.is_taken, each.is_final) for each in notice.attempts]


def test_a_letter_says_it_in_both_languages_the_contacts_own_first(session, moment, notice, send):
    a_contact(session, notice.organisation, moment, email="karim@mill.example", language="bn")
    a_contact(session, notice.organisation, moment, email="john@mill.example", language="en")

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)

    letters = dict(office.taken)
    bangla, english = letters["karim@mill.example"], letters["john@mill.example"]
    assert bangla["Subject"] == f"{SUBJECT_BN} · {SUBJECT}"
    assert english["Subject"] == f"{SUBJECT} · {SUBJECT_BN}"
    said = bangla.get_content()
    assert said.index(BODY_BN) < said.index(BODY)
    assert english.get_content().index(BODY) < english.get_content().index(BODY_BN)
    assert said.count("https://accord.example/acknowledge/") == 2
    assert bangla["Message-ID"] == english["Message-ID"] == f"<notice-{notice.public_key}@accord.example>"
    assert (notice.state, notice.next_try_at) == (Sending.SENT, None)


def test_nothing_is_sent_twice(session, moment, notice, send, hand):
    a_contact(session, notice.organisation, moment)

    with a_post_office(office := PostOffice()) as url:
        first = send(mail=url)
        hand.forward(days=2)
        second = send(mail=url)

    assert (first.notices, second.notices) == (1, 0)
    assert office.addresses == ["owner@mill.example"]


def test_an_address_refused_for_now_is_tried_again_and_one_refused_for_good_is_not(session, moment, notice, send, hand):
    for name in ("gone", "full", "owner"):
        a_contact(session, notice.organisation, moment, email=f"{name}@mill.example")
    office = PostOffice(at_rcpt={"gone@mill.example": "550 no such user", "full@mill.example": "452 mailbox full"})

    with a_post_office(office) as url:
        send(mail=url)
        state, due = notice.state, notice.next_try_at
        office.at_rcpt.pop("full@mill.example")
        hand.forward(minutes=1)
        send(mail=url)

    assert (state, due) == (Sending.SENT_IN_PART, moment.now + timedelta(minutes=1))
    assert sorted(office.addresses) == ["full@mill.example", "owner@mill.example"]
    assert [said.said for said in notice.attempts if said.address == "gone@mill.example"] == ["550 no such user"]
    assert (notice.state, notice.next_try_at) == (Sending.SENT_IN_PART, None)


def test_a_letter_that_every_address_refuses_stands_in_red_until_there_is_another_one(
    session, moment, notice, send, hand
):
    a_contact(session, notice.organisation, moment, email="gone@mill.example")
    office = PostOffice(at_rcpt={"gone@mill.example": "550 no such user"})

    with a_post_office(office) as url:
        send(mail=url)
        refused = notice.state
        a_contact(session, notice.organisation, moment, email="new@mill.example")
        hand.forward(hours=1)
        send(mail=url)

    assert refused is Sending.REFUSED
    assert office.addresses == ["new@mill.example"]
    assert said_to(notice) == [("gone@mill.example", False, True), ("new@mill.example", True, False)]


def test_a_letter_that_is_refused_for_now_stands_in_red_and_is_tried_again_until_it_is_taken(
    session, moment, notice, send, hand
):
    a_contact(session, notice.organisation, moment)
    office = PostOffice(at_data={"owner@mill.example": "554 5.7.1 your address is on our list"})

    with a_post_office(office) as url:
        send(mail=url)
        assert (notice.state, notice.next_try_at) == (Sending.REFUSED, hand.moment.now + timedelta(minutes=1))
        hand.forward(minutes=1)
        send(mail=url)
        assert notice.next_try_at == hand.moment.now + timedelta(minutes=2)
        office.at_data.clear()
        hand.forward(minutes=2)
        send(mail=url)

    assert (notice.state, notice.next_try_at) == (Sending.SENT, None)
    assert said_to(notice) == [("owner@mill.example", taken, False) for taken in (False, False, True)]


def test_an_organisation_without_any_address_is_looked_at_every_hour_and_never_dropped(
    session, moment, notice, send, hand
):
    with a_post_office(office := PostOffice()) as url:
        for _ in range(50):
            send(mail=url)
            hand.forward(hours=1)
        state, tries = notice.state, said_to(notice)
        a_contact(session, notice.organisation, moment)
        send(mail=url)

    assert (state, tries) == (Sending.NOBODY, [(None, False, False)])
    assert office.addresses == ["owner@mill.example"]
    assert notice.state is Sending.SENT


def test_a_server_that_is_away_for_a_day_loses_nothing(session, moment, order, send, hand):
    notices = [a_notice(session, order, moment, step=f"climb 1.{number}") for number in range(1, 6)]
    a_contact(session, notices[0].organisation, moment)
    port = a_free_port()
    rounds = 0

    while hand.moment.now < moment.now + timedelta(days=1):
        rounds += bool(send(mail=f"smtp://127.0.0.1:{port}").notices)
        hand.forward(minutes=10)
    waiting = [(each.state, each.attempts_made) for each in notices]
    hand.forward(hours=1)
    with open_at(office := PostOffice(), port) as url:
        send(mail=url)

    assert {state for state, _ in waiting} == {Sending.WAITING}
    assert all(24 <= made < 40 for _, made in waiting)
    assert len(office.taken) == 5
    assert {each.state for each in notices} == {Sending.SENT}
    assert "127.0.0.1" in (notices[0].attempts[0].said or "")


def test_a_server_that_is_away_is_asked_once_in_a_round(session, moment, order, send):
    for number in range(1, 6):
        a_notice(session, order, moment, step=f"climb 1.{number}")
    a_contact(session, order.recipients[0].organisation, moment)
    office = PostOffice(at_sender="421 too busy")

    with a_post_office(office) as url:
        sent = send(mail=url)

    assert sent.by_state == {Sending.WAITING: 5}
    assert {each.said for notice in session.scalars(select(Notice)) for each in notice.attempts} == {
        f"{url.removeprefix('smtp://')}: 421 too busy"
    }


class Killed(BaseException):
    """The process was killed here."""


def test_who_is_killed_after_the_server_took_it_sends_it_again_under_the_same_id(
    session, moment, notice, send, monkeypatch
):
    a_contact(session, notice.organisation, moment)

    def killed(*_words):
        raise Killed

    with a_post_office(office := PostOffice()) as url:
        with monkeypatch.context() as patched:
            patched.setattr("accord.casework.notices.sending._mark", killed)
            with pytest.raises(Killed):
                send(mail=url)
        session.expire_all()
        before = notice.state
        send(mail=url)

    assert before is Sending.WAITING
    assert [message["Message-ID"] for _, message in office.taken] == [
        f"<notice-{notice.public_key}@accord.example>"
    ] * 2
    assert said_to(notice) == [("owner@mill.example", True, False)]


def test_no_transaction_is_open_while_the_server_thinks(session, moment, notice, send):
    a_contact(session, notice.organisation, moment)

    def write_meanwhile():
        # Refused at once if somebody held the pen.
        a_contact(session, "inspector_general", moment, email="ig@dife.example")
        session.commit()

    with a_post_office(PostOffice(after_taking=write_meanwhile)) as url:
        session.connection().exec_driver_sql("PRAGMA busy_timeout = 50")
        send(mail=url)

    assert notice.state is Sending.SENT


def test_a_reminder_goes_to_the_first_contacts_and_the_next_one_to_all(session, moment, order, send):
    first = a_notice(session, order, moment, step="climb 1.1")
    a_contact(session, first.organisation, moment, email="first@mill.example")
    a_contact(session, first.organisation, moment, email="other@mill.example", is_first=False)

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)
        reached_first = list(office.addresses)
        a_notice(session, order, moment, step="climb 1.2")
        send(mail=url)

    assert reached_first == ["first@mill.example"]
    assert sorted(office.addresses[1:]) == ["first@mill.example", "other@mill.example"]


def test_a_first_reminder_goes_to_all_where_no_first_contact_has_an_address(session, moment, order, send):
    notice = a_notice(session, order, moment, step="climb 1.1")
    a_contact(session, notice.organisation, moment, email="other@mill.example", is_first=False)

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)

    assert office.addresses == ["other@mill.example"]


def test_people_with_an_account_are_reached_for_their_factory_each_address_once(session, moment, order, send, notice):
    factory = order.factories[0].factory
    a_person(session, Role.FACTORY_USER, factory=factory, email="user@mill.example")
    a_person(session, Role.FACTORY_USER, factory=factory, email="gone@mill.example", until=moment.today - timedelta(1))
    a_contact(session, notice.organisation, moment, email="User@mill.example")

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)

    assert office.addresses == ["user@mill.example"]


def test_without_a_mail_server_letters_are_files_and_somebody_must_tell_them(session, moment, notice, send, box, hand):
    a_contact(session, notice.organisation, moment)

    send()
    [kept] = box.latest(9)
    state = notice.state
    hand.forward(hours=1)
    with a_post_office(office := PostOffice()) as url:
        send(mail=url)

    assert (kept.to, kept.message_id) == ("owner@mill.example", f"<notice-{notice.public_key}@accord.example>")
    assert state is Sending.REFUSED
    assert office.addresses == ["owner@mill.example"]
    assert notice.state is Sending.SENT


def test_a_demonstration_sends_nothing_whatever_the_settings_say(session, moment, order, send, box):
    notice = a_notice(session, order, moment, short_bn=SHORT_BN)
    a_contact(session, notice.organisation, moment, telephone="+8801700000000")

    with a_post_office(office := PostOffice()) as url, a_gateway(gateway := Gateway()) as sms:
        send(mail=url, gateway=sms, is_demonstration=True)

    assert (office.taken, gateway.asked) == ([], [])
    assert len(box.latest(9)) == 1
    assert [each.delivery for each in notice.attempts] == [Delivery.FILE]
    assert notice.state is Sending.SENT


def test_a_short_message_goes_to_every_telephone_of_letters_that_have_one(session, moment, order, send, hand):
    short, long = a_notice(session, order, moment, short_bn=SHORT_BN), a_notice(session, order, moment, step="joined")
    a_contact(session, short.organisation, moment, email=None, telephone="+880 1700-000 000")
    gateway = Gateway(status=503, words="later")

    with a_gateway(gateway) as url:
        send(gateway=url)
        state = short.state
        gateway.status = 200
        hand.forward(minutes=1)
        send(gateway=url)

    assert (state, short.state, long.state) == (Sending.WAITING, Sending.SENT, Sending.NOBODY)
    assert {message["to"] for message in gateway.messages} == {"+8801700000000"}
    assert {message["text"] for message in gateway.messages} == {SHORT_BN}
    assert len({message["idempotency_key"] for message in gateway.messages}) == 1
    assert [each.delivery for each in short.attempts] == [Delivery.WEBHOOK] * 2


def test_a_gateway_that_is_away_holds_up_no_letter(session, moment, order, send):
    notice = a_notice(session, order, moment, short_bn=SHORT_BN)
    a_contact(session, notice.organisation, moment, telephone="+8801700000000")

    with a_post_office(office := PostOffice()) as url:
        send(mail=url, gateway=f"http://127.0.0.1:{a_free_port()}")

    assert office.addresses == ["owner@mill.example"]
    assert notice.state is Sending.SENT_IN_PART


def test_a_held_letter_is_not_sent(session, moment, order, send):
    notice = a_notice(session, order, moment, state=Sending.HELD)
    a_contact(session, notice.organisation, moment)

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)

    assert (office.taken, notice.state) == ([], Sending.HELD)


def test_fresh_letters_go_before_those_that_have_long_failed(session, moment, order, send):
    old = a_notice(session, order, moment, step="raised")
    old.attempts_made = 30
    fresh = a_notice(session, order, moment, step="climb 1.2")
    a_contact(session, old.organisation, moment)

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)

    keys = [message["Message-ID"] for _, message in office.taken]
    assert keys == [f"<notice-{each.public_key}@accord.example>" for each in (fresh, old)]


def test_a_letter_that_would_be_a_false_alarm_now_is_not_sent_and_the_one_of_the_end_is(
    session, moment, order, send, hand
):
    late = a_notice(session, order, moment, state=Sending.NOBODY)
    waiting = a_notice(session, order, moment, step="climb 1.1")
    of_end = a_notice(session, order, moment, step="annulled", text=a_text(session, moment, letter=Letter.CORRECTION))
    take(session, order, OrderStep.ANNULLED, moment=moment)
    a_contact(session, late.organisation, moment)

    with a_post_office(office := PostOffice()) as url:
        send(mail=url)
        hand.forward(days=3)
        send(mail=url)

    [(_, message)] = office.taken
    assert message["Message-ID"] == f"<notice-{of_end.public_key}@accord.example>"
    assert (late.state, late.next_try_at, late.attempts) == (Sending.NOBODY, None, [])
    assert (waiting.state, waiting.next_try_at, waiting.attempts) == (Sending.OVERTAKEN, None, [])
