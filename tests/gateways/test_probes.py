"""Looking at the disk, a mail server and a certificate: what is met there is said, and nothing is left behind."""

import os
import socket
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from gateways.servers import POLITE, Certificate, a_mail_server, a_tls_server

from accord.gateways import probes
from accord.gateways.probes import NothingAnswers, NotServed, NotTrusted, clock
from accord.gateways.probes.certificate import good_until
from accord.gateways.probes.disk import space_at
from accord.gateways.probes.mail_server import MailServer, greet, mail_server
from accord.rules.hosts import is_loopback


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Make a certificate that this machine trusts."""

    def made(*, days=30, name="localhost", is_trusted=True):
        certificate = Certificate(tmp_path / f"{name}{days}", days=days, name=name)
        if is_trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        return certificate

    return made


@pytest.fixture
def nobody():
    """A port of this machine at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def silence(monkeypatch):
    """A port at which somebody listens who never says a word, and a short patience."""
    monkeypatch.setattr("accord.gateways.probes.mail_server.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr("accord.gateways.probes.certificate.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, False, None, "")),
        ("smtp://me%40office:p%2Fw@mail.example", ("mail.example", 587, False, "me@office", "p/w")),
        ("smtps://me:hush@mail.example", ("mail.example", 465, True, "me", "hush")),
        ("smtp://mail.example:2525", ("mail.example", 2525, False, None, "")),
    ],
)
def test_an_address_names_server_port_and_sign_in(url, expected):
    found = mail_server(url)

    assert (found.host, found.port, found.is_tls_from_start, found.username, found.password) == expected


def test_a_neighbour_that_relays_is_greeted_and_nothing_is_sent():
    heard = []
    with a_mail_server(heard=heard) as port:
        welcome = greet(MailServer("127.0.0.1", port, False, None, ""))

    assert (welcome.is_encrypted, welcome.is_signed_in) == (False, False)
    assert [line.split()[0].upper() for line in heard] == ["EHLO", "QUIT"]


def test_encryption_that_is_offered_is_used_before_the_password_is_said(certificate):
    heard = []
    replies = {**POLITE, "EHLO": "250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN", "STARTTLS": "220 go on"}
    with a_mail_server(replies, heard=heard, certificate=certificate()) as port:
        welcome = greet(MailServer("localhost", port, False, "me", "hush"))

    assert (welcome.is_encrypted, welcome.is_signed_in) == (True, True)
    assert [line.split()[0].upper() for line in heard] == ["EHLO", "STARTTLS", "EHLO", "AUTH", "QUIT"]


def test_a_password_is_not_said_in_clear_to_another_machine(monkeypatch):
    heard = []
    monkeypatch.setattr("accord.gateways.probes.mail_server.is_loopback", lambda _host: False)
    with (
        a_mail_server({**POLITE, "EHLO": "250-here\r\n250 AUTH PLAIN"}, heard=heard) as port,
        pytest.raises(NotServed, match="offers no encryption; the password was not sent"),
    ):
        greet(MailServer("127.0.0.1", port, False, "me", "hush"))

    assert not [line for line in heard if "AUTH" in line]


def test_a_sign_in_that_is_refused_is_said_without_the_words_of_the_server():
    replies = {**POLITE, "EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 wrong password: hush"}
    with (
        a_mail_server(replies) as port,
        pytest.raises(NotServed, match=r"refuses the sign-in of me \(535\)") as refused,
    ):
        greet(MailServer("127.0.0.1", port, False, "me", "hush"))

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("hello", "words"), [("554 not today", "refuses: 554 not today"), ("hello?", "is no mail server|refuses")]
)
def test_a_server_that_takes_no_mail_is_said_to(hello, words):
    with a_mail_server(hello=hello) as port, pytest.raises(NotServed, match=words):
        greet(MailServer("127.0.0.1", port, False, None, ""))


def test_a_mail_server_with_a_certificate_of_nobody_is_not_trusted(certificate):
    replies = {**POLITE, "EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "220 go on"}
    with (
        a_mail_server(replies, certificate=certificate(is_trusted=False)) as port,
        pytest.raises(NotTrusted, match="self-signed certificate"),
    ):
        greet(MailServer("localhost", port, False, None, ""))


def test_nobody_at_home_is_said_and_who_refuses_is_told_from_who_is_silent(nobody, silence):
    for ask in (
        lambda port: greet(MailServer("127.0.0.1", port, False, None, "")),
        lambda port: good_until("127.0.0.1", port),
    ):
        with pytest.raises(NothingAnswers, match="Connection refused") as refused:
            ask(nobody)
        assert refused.value.is_refused
        with pytest.raises(NothingAnswers, match="did not answer in time") as silent:
            ask(silence)
        assert not silent.value.is_refused


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "no..name"])
def test_a_host_that_can_be_no_name_is_said(host):
    with pytest.raises(NothingAnswers, match="is no name of a machine"):
        good_until(host, 443)


def test_a_certificate_is_read_as_a_browser_would(certificate):
    with a_tls_server(certificate(days=30)) as port:
        until = good_until("localhost", port)

    assert abs(until - datetime.now(UTC) - timedelta(days=30)) < timedelta(hours=1)


def test_an_expired_certificate_one_of_another_name_and_one_of_nobody_are_not_trusted(certificate):
    for told, words in (
        ({"days": -1}, "certificate has expired"),
        ({"name": "elsewhere.example"}, "hostname mismatch"),
        ({"is_trusted": False, "days": 20}, "self-signed certificate"),
    ):
        with a_tls_server(certificate(**told)) as port, pytest.raises(NotTrusted, match=words):
            good_until("localhost", port)


def test_a_server_without_tls_is_no_https_site():
    with a_mail_server() as port, pytest.raises(NotServed, match="speaks no TLS"):
        good_until("localhost", port)


def test_the_room_is_that_of_a_program_that_is_not_the_administrators(monkeypatch, tmp_path):
    told = SimpleNamespace(f_bavail=7, f_bfree=70, f_frsize=512, f_blocks=100, f_favail=3, f_ffree=30, f_files=50)
    monkeypatch.setattr(os, "statvfs", lambda _folder: told)

    space = space_at(tmp_path)

    assert (space.free_bytes, space.total_bytes) == (7 * 512, 100 * 512)
    assert (space.free_inodes, space.total_inodes) == (3, 50)


@pytest.mark.parametrize(("says", "expected"), [("echo yes", True), ("echo no", False), ("exit 1", None)])
def test_the_time_service_is_asked_and_its_silence_is_no_answer(tmp_path, monkeypatch, says, expected):
    program = tmp_path / "timedatectl"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    assert clock.is_kept_right() is expected


def test_without_a_time_service_nothing_is_claimed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert clock.is_kept_right() is None


def test_this_machine_is_known_by_its_names_and_addresses():
    assert [host for host in ("localhost", "127.0.0.2", "::1", "a.localhost") if not is_loopback(host)] == []
    assert [host for host in ("accord.example", "192.0.2.1", "localhost.example") if is_loopback(host)] == []
    assert probes.TIMEOUT_SECONDS <= 10
