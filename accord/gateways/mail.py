"""Hands letters to the mail server that the installation names: encrypted where it can be, each address by itself."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from accord.gateways.answers import Answer, NotCarried, in_a_line
from accord.gateways.letters import Letter, as_message
from accord.gateways.probes.mail_server import MailServer, mail_server
from accord.rules.desk.people import is_address
from accord.rules.hosts import is_loopback
from accord.rules.mail_replies import is_for_good

TIMEOUT_SECONDS = 20.0
"""Ours: a busy server may take its time over a letter; RFC 5321 would wait for minutes, and a sweep cannot."""


@dataclass(frozen=True)
class MailDoor:
    """The way to the mail server."""

    server: MailServer
    sender: str
    """The address that letters are from."""

    @contextmanager
    def opened(self) -> Iterator["Opened"]:
        """Connect once for several letters; raises NotCarried where the server is away or does not let us in."""
        try:
            smtp = self._connected()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise NotCarried(f"{self.server.where}: {_words_of(error)}") from error
        try:
            yield Opened(smtp, self)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        if server.is_tls_from_start:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            self._introduced(smtp, context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _introduced(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        smtp.ehlo_or_helo_if_needed()
        is_encrypted = self.server.is_tls_from_start
        if not is_encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
            is_encrypted = True
        if self.server.username is None:
            return
        if not is_encrypted and not is_loopback(self.server.host):
            raise smtplib.SMTPException("offers no encryption; the password was not sent")
        smtp.login(self.server.username, self.server.password)


@dataclass(frozen=True)
class Opened:
    """A connection to the mail server, for one letter after the other."""

    smtp: smtplib.SMTP
    door: MailDoor

    def send(self, letter: Letter) -> Answer:
        """Hand over a letter to one address and return what the server says of it.

        Raises NotCarried where the line broke or the server takes nothing from us: that is no fault of the address.
        """
        try:
            address = _as_dialled(letter.to)
            message = as_message(letter, sender=self.door.sender).as_bytes()
        except (UnicodeError, ValueError) as error:
            return Answer(False, f"no letter can be written to this address: {in_a_line(str(error))}", is_final=True)
        try:
            self._begin()
            code, said = self.smtp.rcpt(address)
            if code not in (250, 251):
                return _refused(code, said)
            code, said = self.smtp.data(message)
        except smtplib.SMTPDataError as error:  # refused before the letter itself was sent
            return _refused(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            raise NotCarried(f"{self.door.server.where}: {_words_of(error)}") from error
        return Answer(True, f"{code} {in_a_line(said)}") if code == 250 else _refused(code, said)

    def _begin(self) -> None:
        self.smtp.rset()
        code, said = self.smtp.mail(self.door.sender)
        if code != 250:
            # Ours is the sender: whatever is wrong with it, no recipient's address is to blame.
            raise smtplib.SMTPSenderRefused(code, said, self.door.sender)


def mail_door(url: str, *, base_url: str | None) -> MailDoor:
    """Return the door that `ACCORD_MAIL_URL` names: `?from=` says who writes, else the user, else accord@ the site."""
    server = mail_server(url)
    said = parse_qs(urlsplit(url).query).get("from", [])
    host = urlsplit(base_url or "").hostname or "localhost"
    user = server.username if server.username and is_address(server.username) else None
    return MailDoor(server, said[-1] if said else user or f"accord@{host}")


def _as_dialled(address: str) -> str:
    """Return the address in ASCII: the domain by IDNA; a name before the "@" in other signs has no such form."""
    name, _, domain = address.rpartition("@")
    name.encode("ascii")
    return address if domain.isascii() else f"{name}@{domain.encode('idna').decode('ascii')}"


def _refused(code: int, said: bytes | str) -> Answer:
    words = in_a_line(said)
    return Answer(False, f"{code} {words}", is_final=is_for_good(code, words))


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        # Its words are not repeated: some servers say the password back.
        return f"refuses our sign-in ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {in_a_line(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return in_a_line(str(error)) or type(error).__name__
