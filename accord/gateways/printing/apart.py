"""Prints in a process apart, which ends with its print: what a web server asks for on paper costs it no memory.

Of several wordings of the same document, the longest first, the first one is printed that is short enough.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from accord.gateways.printing.door import print_document
from accord.gateways.printing.terms import PrintBusy, PrintRefused, TooLong

MOST_SECONDS = 120
"""Ours: two hundred letters on a busy machine take a minute."""
WAIT_SECONDS = 20
"""Ours: so long somebody waits for another one's print before being asked to come again."""
REMEMBERED = 16
"""Ours: documents of up to a few hundred kilobytes; the same notice is asked for again and again on its first day."""

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

    @property
    def identifier(self) -> bytes:
        """What names the document: the same for the same words."""
        return sha256("\0".join(self.wordings).encode(errors="surrogatepass")).hexdigest()[:32].encode()


def print_here(paper: Paper) -> bytes:
    """Return the PDF of the first wording that is short enough, printed in this process; raises PrintRefused."""
    for wording in paper.wordings:
        try:
            return print_document(
                wording,
                folder=Path(paper.folder),
                language=paper.language,
                title=paper.title,
                identifier=paper.identifier,
                made_at=datetime.fromisoformat(paper.made_at),
                most_pages=paper.most_pages,
            )
        except TooLong:
            continue
    raise TooLong("No wording of the document is short enough.")


@lru_cache(maxsize=REMEMBERED)
def print_apart(paper: Paper) -> bytes:
    """Return the same from a process of its own, one at a time; raises PrintRefused, PrintBusy."""
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise PrintBusy
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
    finally:
        _turn.release()
    if done.returncode:
        raise PrintRefused(done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout


def paper_in(told: bytes) -> Paper:
    """Return what another process asks to have printed."""
    asked = json.loads(told)
    return Paper(**{**asked, "wordings": tuple(asked["wordings"])})


def paper_of(
    wordings: Sequence[str], *, folder: Path, language: str, title: str, made_at: datetime, most_pages: int | None
) -> Paper:
    """Return what is to be printed."""
    return Paper(tuple(wordings), str(folder), language, title, made_at.isoformat(), most_pages)
