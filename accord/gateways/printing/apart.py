"""Prints in a process apart, which ends with its print: what a web server asks for on paper costs it no memory.

Of several wordings of the same document, the longest first, the first one is printed that is short enough.
"""

import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from accord.gateways.printing.door import print_document
from accord.gateways.printing.terms import PrintBusy, PrintRefused, TooLong

MOST_SECONDS = 120
"""Ours: two hundred letters on a busy machine take a minute."""
WAIT_SECONDS = 20
"""Ours: so long somebody waits for another one's print before being asked to come again."""
REMEMBERED = 100
"""Ours: most take 40 kilobytes; the same notice is asked for again and again on its first day."""
LARGEST_REMEMBERED = 200_000
"""Bytes. Ours: sixty letters at once are printed once."""

_COMMAND = (sys.executable, "-I", "-m", "accord.gateways.printing.child")
# Where fontconfig keeps what it knows of the fonts; nothing else of the environment: no settings, no secrets.
_KEPT = ("HOME", "PATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
_turn = threading.Lock()


@dataclass(frozen=True)
class Paper:
    """What is to be printed."""

    wordings: tuple[str, ...]
    """The whole HTML documents, the longest first."""
    folder: str
    language: str
    title: str
    made_at: str
    """An instant as ISO 8601."""
    most_pages: int | None = None
    may_last_be_longer: bool = False
    """Whether the last wording is printed also where it takes more pages."""

    @property
    def identifier(self) -> bytes:
        """What names the document: the same for the same words of the same day."""
        said = "\0".join(
            (
                self.language,
                self.title,
                self.made_at,
                str(self.most_pages),
                str(self.may_last_be_longer),
                *self.wordings,
            )
        )
        return sha256(said.encode(errors="surrogatepass")).hexdigest()[:32].encode()


_known: OrderedDict[bytes, bytes] = OrderedDict()
"""What was printed last by what names it, the latest last."""


def print_here(paper: Paper) -> bytes:
    """Return the PDF of the first wording that is short enough, printed in this process; raises PrintRefused."""
    for place, wording in enumerate(paper.wordings, start=1):
        is_free = paper.may_last_be_longer and place == len(paper.wordings)
        try:
            return print_document(
                wording,
                folder=Path(paper.folder),
                language=paper.language,
                title=paper.title,
                identifier=paper.identifier,
                made_at=datetime.fromisoformat(paper.made_at),
                most_pages=None if is_free else paper.most_pages,
            )
        except TooLong:
            continue
    raise TooLong("No wording of the document is short enough.")


def print_apart(paper: Paper, *, wait_seconds: float = WAIT_SECONDS) -> bytes:
    """Return the same from a process of its own, one at a time; raises PrintRefused, PrintBusy.

    `wait_seconds`: how long to wait for the print of somebody else.
    """
    name = paper.identifier
    if (known := _known.get(name)) is not None:
        return known
    if not _turn.acquire(timeout=wait_seconds):
        raise PrintBusy
    try:
        pdf = _known.get(name) or _printed(paper)
        if len(pdf) <= LARGEST_REMEMBERED:
            _known[name] = pdf
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
    finally:
        _turn.release()
    return pdf


def forget_all() -> None:
    """Forget what was printed."""
    with _turn:
        _known.clear()


def _printed(paper: Paper) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  our own module
            _COMMAND,
            input=json.dumps(asdict(paper)).encode(),
            capture_output=True,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintRefused("The print took too long.") from error
    if done.returncode:
        raise PrintRefused(done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout


def paper_in(told: bytes) -> Paper:
    """Return what another process asks to have printed."""
    asked = json.loads(told)
    return Paper(**{**asked, "wordings": tuple(asked["wordings"])})


def paper_of(
    wordings: Sequence[str],
    *,
    folder: Path,
    language: str,
    title: str,
    made_at: datetime,
    most_pages: int | None,
    may_last_be_longer: bool = False,
) -> Paper:
    """Return what is to be printed."""
    return Paper(tuple(wordings), str(folder), language, title, made_at.isoformat(), most_pages, may_last_be_longer)
