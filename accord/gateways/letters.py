"""Keeps letters as files, each readable by any mail program, until there is a way to send them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

ENDING = ".eml"
NOBODY = "accord@localhost"
"""Who a letter is from as long as none is sent."""


@dataclass(frozen=True)
class Letter:
    """A letter to one person."""

    to: str
    subject: str
    body: str
    at: datetime


@dataclass(frozen=True)
class LetterBox:
    """A folder of letters that nobody has sent."""

    folder: Path

    def keep(self, letter: Letter) -> Path:
        """Write a letter as a file that only the owner of the installation can read; return where it stands."""
        message = EmailMessage(policy=policy.SMTP)
        message["From"], message["To"], message["Subject"] = NOBODY, letter.to, letter.subject
        message["Date"] = format_datetime(letter.at)
        message.set_content(letter.body)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self.folder / f"{letter.at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}{ENDING}"
        draft = place.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_bytes(message.as_bytes())
        # Renamed only when whole: nobody reads half a letter.
        draft.replace(place)
        return place

    def latest(self, most: int) -> list[Letter]:
        """Return the latest letters, the newest first."""
        files = sorted(self.folder.glob(f"*{ENDING}"), reverse=True)[:most] if self.folder.is_dir() else []
        return [_read(file) for file in files]


def _read(file: Path) -> Letter:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return Letter(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=message.get_content(),
        at=parsedate_to_datetime(str(message["Date"])),
    )
