"""A letter to one person, and a box that keeps letters as files, each readable by any mail program."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from accord.gateways.answers import in_a_line

ENDING = ".eml"
REFUSED = f".refused{ENDING}"
"""Of a letter that the mail server does not take for this address, ever."""
NOBODY = "accord@localhost"
"""Who a letter is from as long as none is sent."""


class _KeepsSpaces(EmailPolicy):
    """Folds a subject by the older half of Python's library.

    The newer one ends an encoded word before a space and begins the next one after it: whoever reads it joins the two
    (RFC 2047, 6.2), and two words of Bangla become one.
    """

    def fold(self, name: str, value: str) -> str:
        if name != "Subject":
            return str(super().fold(name, value))
        charset = "us-ascii" if value.isascii() else "utf-8"
        words = Header(str(value), charset, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii") if name == "Subject" else super().fold_binary(name, value)


_POLICY = _KeepsSpaces(linesep=policy.SMTP.linesep)


@dataclass(frozen=True)
class Enclosed:
    """A PDF that goes with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter to one person."""

    to: str
    subject: str
    body: str
    at: datetime
    message_id: str | None = None
    """The same whenever the same letter is sent again, so that whoever gets it twice sees it once."""
    enclosed: tuple[Enclosed, ...] = ()


def as_message(letter: Letter, *, sender: str) -> EmailMessage:
    """Return the letter as it travels: plain text, every sign in ASCII on the way (RFC 2047, base64).

    Raises UnicodeError or ValueError where the address can stand in no such letter.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"], message["To"] = sender, letter.to
    message["Subject"] = in_a_line(letter.subject, longest=900)
    message["Date"] = format_datetime(letter.at)
    if letter.message_id:
        message["Message-ID"] = letter.message_id
    # No machine answers this, and none that is on holiday either (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    # Not as eight bits: a server on the way that does not know 8BITMIME would refuse it, or spoil the Bangla.
    message.set_content(letter.body, cte="base64")
    for each in letter.enclosed:
        message.add_attachment(each.content, maintype="application", subtype="pdf", filename=each.name)
    return message


@dataclass(frozen=True)
class LetterBox:
    """A folder of letters."""

    folder: Path

    def keep(self, letter: Letter) -> Path:
        """Write a letter as a file that only the owner of the installation can read; return where it stands."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self.folder / f"{letter.at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}{ENDING}"
        draft = place.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_bytes(as_message(letter, sender=NOBODY).as_bytes())
        # Renamed only when whole: nobody reads half a letter.
        draft.replace(place)
        return place

    def latest(self, most: int) -> list[Letter]:
        """Return the latest letters, the newest first."""
        return [letter_in(file) for file in self.files()[:most]]

    def files(self) -> list[Path]:
        """Return the files of the letters that are here, the newest first."""
        return sorted(self.folder.glob(f"*{ENDING}"), reverse=True) if self.folder.is_dir() else []


def letter_in(file: Path) -> Letter:
    """Return the letter that a file holds."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    words = message.get_body(preferencelist=("plain",))
    return Letter(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=words.get_content().replace("\r\n", "\n") if words else "",
        at=parsedate_to_datetime(str(message["Date"])),
        message_id=message["Message-ID"] and str(message["Message-ID"]),
        enclosed=tuple(Enclosed(each.get_filename() or "", each.get_content()) for each in message.iter_attachments()),
    )
