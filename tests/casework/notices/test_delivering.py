"""Letters of accounts leave by the same door; what is invented never leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accord.casework.disclosure import DEMONSTRATION
from accord.casework.notices.delivering import deliver
from accord.gateways.letters import Letter, LetterBox
from accord.records.journal import Fact
from accord.rules.notices import Sending
from tests.builders import settings_in
from tests.notice_builders import a_contact, a_notice, an_open_order
from tests.post_office import PostOffice, a_free_port, a_post_office


@pytest.fixture
def settings(database):
    return replace(settings_in(database.parent), base_url="https://accord.example")


@pytest.fixture
def box(settings):
    return LetterBox(settings.letters)


@pytest.fixture
def send(session, settings, moment):
    def sent(url, at=moment):
        session.commit()
        done = deliver(replace(settings, mail_url=url), session.get_bind(), moment=lambda: at)
        session.expire_all()
        return done

    return sent


def a_letter(moment, to="rahima@mill.example"):
    return Letter(to=to, subject="নতুন পাসওয়ার্ড · A new password", body="https://accord.example/x\n", at=moment.now)


def test_a_letter_of_an_account_waits_in_its_box_until_the_server_takes_it(send, box, moment):
    box.keep(a_letter(moment))

    away = send(f"smtp://127.0.0.1:{a_free_port()}")
    waiting = len(box.files())
    with a_post_office(office := PostOffice()) as url:
        there = send(url)
        again = send(url)

    [(address, message)] = office.taken
    assert (away.account_letters, waiting, there.account_letters, again.account_letters) == (0, 1, 1, 0)
    assert (address, message["Subject"]) == ("rahima@mill.example", "নতুন পাসওয়ার্ড · A new password")
    assert message["Message-ID"].endswith("@accord.example>")
    assert box.files() == []


def test_a_letter_whose_link_is_over_is_not_sent_any_more(send, box, moment):
    box.keep(a_letter(moment))

    with a_post_office(office := PostOffice()) as url:
        send(url, at=replace(moment, now=moment.now + timedelta(hours=72)))

    assert office.taken == []
    assert len(box.files()) == 1


def test_a_letter_that_is_refused_for_good_stays_and_holds_up_no_other(send, box, moment):
    box.keep(a_letter(moment, "gone@mill.example"))
    box.keep(a_letter(moment, "full@mill.example"))
    box.keep(a_letter(moment))
    office = PostOffice(at_rcpt={"gone@mill.example": "550 no such user", "full@mill.example": "452 full"})

    with a_post_office(office) as url:
        send(url)
        office.at_rcpt.clear()
        send(url)

    assert office.addresses == ["rahima@mill.example", "full@mill.example"]
    assert [letter.to for letter in box.latest(9)] == ["gone@mill.example"]


def test_a_demonstration_sends_neither_letters_nor_notices(session, send, box, moment):
    session.add(Fact(name=DEMONSTRATION, value="yes"))
    notice = a_notice(session, an_open_order(session, moment), moment)
    a_contact(session, notice.organisation, moment)
    box.keep(a_letter(moment))

    with a_post_office(office := PostOffice()) as url:
        send(url)

    assert office.taken == []
    assert len(box.files()) == 1
    assert notice.state is Sending.SENT
    assert len(LetterBox(box.folder / "orders").files()) == 1


def test_notices_and_letters_of_accounts_leave_in_one_round(session, send, box, moment):
    notice = a_notice(session, an_open_order(session, moment), moment)
    a_contact(session, notice.organisation, moment)
    box.keep(a_letter(moment))

    with a_post_office(office := PostOffice()) as url:
        done = send(url)

    assert (done.notices.notices, done.account_letters) == (1, 1)
    assert sorted(office.addresses) == ["owner@mill.example", "rahima@mill.example"]
