"""A mail server and a gateway for short messages on this machine, each with a mind of its own."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class PostOffice:
    """Takes letters, and refuses what it is told to."""

    at_rcpt: dict[str, str] = field(default_factory=dict)
    """By address: the reply to it, such as "550 no such user"."""
    at_data: dict[str, str] = field(default_factory=dict)
    """By address: the reply to the letter itself."""
    at_sender: str | None = None
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    """Each address with the letter that was taken for it."""
    raw: list[bytes] = field(default_factory=list)
    most_in_a_line: int = 1000
    after_taking: Callable[[], None] = lambda: None

    async def handle_MAIL(  # noqa: N802  the name by which the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 fine"

    async def handle_RCPT(  # noqa: N802  the name by which the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if said := self.at_rcpt.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(  # noqa: N802  the name by which the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        [address] = envelope.rcpt_tos
        if said := self.at_data.get(address):
            return said
        content = bytes(envelope.content or b"")
        self.raw.append(content)
        self.taken.append((address, message_from_bytes(content, policy=policy.default)))  # type: ignore[arg-type]
        self.after_taking()
        return "250 taken as letter 17"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.taken]


def a_free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def open_at(office: PostOffice, port: int, **options: Any) -> Iterator[str]:
    """Open the office on a port until the test is done; gives the address for ACCORD_MAIL_URL."""
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def a_post_office(office: PostOffice, **options: Any) -> Iterator[str]:
    """Open the office on any free port."""
    with open_at(office, a_free_port(), **options) as url:
        yield url


def knows(user: str, password: str) -> Callable[..., AuthResult]:
    """Return an authenticator that lets one user in."""

    def asked(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: Any) -> AuthResult:
        is_known = (told.login, told.password) == (user.encode(), password.encode())
        return AuthResult(success=is_known, handled=False)

    return asked


@dataclass
class Gateway:
    """Answers requests for short messages, and remembers them."""

    status: int = 200
    words: str = "queued"
    location: str | None = None
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, str]]:
        return [json.loads(body) for _, body in self.asked]


@contextmanager
def a_gateway(gateway: Gateway) -> Iterator[str]:
    """Answer on a port of this machine until the test is done; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
            said = gateway.words.encode()
            self.send_response(gateway.status)
            if gateway.location:
                self.send_header("Location", gateway.location)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/send?team=7"
        finally:
            server.shutdown()
            thread.join()
