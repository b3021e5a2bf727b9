"""Whether the mail server takes letters from us: greeted, encrypted, signed in, and nothing sent."""

import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from accord.gateways.probes import TIMEOUT_SECONDS, NotServed, met
from accord.rules.hosts import is_loopback

SUBMISSION, SUBMISSION_TLS, RELAY = 587, 465, 25
"""Ports of RFC 6409, RFC 8314 and RFC 5321: who signs in submits, who does not is a neighbour that relays."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over, as `ACCORD_MAIL_URL` says it."""

    host: str
    port: int
    is_tls_from_start: bool
    username: str | None
    password: str

    @property
    def where(self) -> str:
        """The server as a person names it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Welcome:
    """How the server received us."""

    is_encrypted: bool
    is_signed_in: bool


def mail_server(url: str) -> MailServer:
    """Return the server that an `smtp://` or `smtps://` address names, with the usual port if it names none."""
    parts = urlsplit(url)
    username = unquote(parts.username) if parts.username else None
    is_tls = parts.scheme == "smtps"
    usual = SUBMISSION_TLS if is_tls else SUBMISSION if username else RELAY
    return MailServer(parts.hostname or "", parts.port or usual, is_tls, username, unquote(parts.password or ""))


def greet(server: MailServer) -> Welcome:
    """Connect, encrypt, sign in, and leave; raises NothingAnswers, NotTrusted or NotServed."""
    try:
        with _connected(server) as smtp:
            smtp.ehlo()
            is_encrypted = server.is_tls_from_start or _encrypted(smtp)
            if server.username is not None:
                _sign_in(smtp, server, server.username, is_encrypted=is_encrypted)
            return Welcome(is_encrypted, is_signed_in=server.username is not None)
    except smtplib.SMTPResponseException as error:
        msg = f"{server.where} refuses: {error.smtp_code} {_words(error.smtp_error)}"
        raise NotServed(msg) from error
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__context__, OSError):  # not the server hung up: the line did, or our patience ended
            raise met(error.__context__, server.where) from error
        msg = f"{server.where} hung up"
        raise NotServed(msg) from error
    except smtplib.SMTPException as error:
        msg = f"{server.where} is no mail server for us: {_words(str(error))}"
        raise NotServed(msg) from error
    except (OSError, UnicodeError) as error:
        raise met(error, server.where) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.is_tls_from_start:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)


def _encrypted(smtp: smtplib.SMTP) -> bool:
    if not smtp.has_extn("starttls"):
        return False
    smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo()
    return True


def _sign_in(smtp: smtplib.SMTP, server: MailServer, username: str, *, is_encrypted: bool) -> None:
    if not is_encrypted and not is_loopback(server.host):
        msg = f"{server.where} offers no encryption; the password was not sent"
        raise NotServed(msg)
    try:
        smtp.login(username, server.password)
    except smtplib.SMTPAuthenticationError as error:
        # Its words are not repeated: some servers say the password back.
        msg = f"{server.where} refuses the sign-in of {username} ({error.smtp_code})"
        raise NotServed(msg) from error


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
