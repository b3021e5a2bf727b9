"""One round of everything that has to get out: notices about orders, and letters of accounts."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from accord.casework.disclosure import is_demonstration
from accord.casework.notices.account_letters import send_kept
from accord.casework.notices.carriers import carriers_of
from accord.casework.notices.on_paper import letterhead_of
from accord.casework.notices.papers import Drawn, Papers, draw_due, draw_missing
from accord.casework.notices.sending import Sent, send_due
from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.letters import LetterBox
from accord.records.base import reading
from accord.rules.moments import Moment


@dataclass(frozen=True)
class Round:
    """What a round did."""

    notices: Sent
    account_letters: int
    """How many the mail server took."""


def deliver(settings: Settings, engine: Engine, *, moment: Callable[[], Moment]) -> Round:
    """Send what is due, and return what came of it. A demonstration sends nothing, whatever the settings say."""
    with reading(engine) as session:
        invented = is_demonstration(session)
    carriers = carriers_of(settings, is_demonstration=invented)
    drawn = draw_due(engine, papers_of(settings, is_demonstration=invented), moment=moment())
    sent = send_due(engine, carriers, moment=moment, not_drawn=drawn.failed)
    sent.troubles += drawn.troubles
    if carriers.mail is None or invented:
        return Round(sent, 0)
    taken = send_kept(LetterBox(settings.letters), carriers.mail, site=carriers.site, moment=moment())
    return Round(sent, taken)


def draw_papers(settings: Settings, engine: Engine, *, moment: Moment) -> Drawn:
    """Draw the letters on paper that are still missing."""
    with reading(engine) as session:
        invented = is_demonstration(session)
    return draw_missing(engine, papers_of(settings, is_demonstration=invented), moment=moment)


def papers_of(settings: Settings, *, is_demonstration: bool) -> Papers:
    """Return what letters are drawn with in an installation with these settings."""
    head = letterhead_of(settings, is_demonstration=is_demonstration)
    return Papers(head, FileStore(settings.documents, is_private=True))
