"""Attempts to sign in: counted before they are looked at, so that many at once are no way around the wait."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.person import FailedAttempt
from accord.rules.desk.attempts import REMEMBERED, Counted, free_again
from accord.rules.moments import Moment


class TooManyAttempts(Told):
    """Too many attempts failed; the next one is let through at `until`."""

    sentence = N_("Too many attempts have failed. Try again at %(time)s.")

    def __init__(self, until: datetime, *, moment: Moment) -> None:
        self.until = until
        super().__init__(time=until.astimezone(moment.zone).strftime("%H:%M:%S"))


@dataclass(frozen=True)
class Attempt:
    """Somebody tries to get into an account, from an address, perhaps with a browser that the account knows."""

    account: str
    network: str
    browser: str | None
    pepper: str
    """A word of this installation, without which what is kept tells of no address."""

    def in_any_browser(self) -> "Attempt":
        """Return the attempt as one from a browser that nobody knows."""
        return replace(self, browser=None)

    @property
    def keys(self) -> tuple[tuple[Counted, str], ...]:
        """What the attempt is counted for, each under a key that tells nothing."""
        if self.browser is not None:
            return ((Counted.BROWSER, self._key("browser", f"{self.account} {self.browser}")),)
        return (
            (Counted.ACCOUNT, self._key("account", self.account)),
            (Counted.NETWORK, self._key("network", self.network)),
        )

    @property
    def letter_keys(self) -> tuple[tuple[Counted, str], ...]:
        """What a letter that is asked for is counted for."""
        return (
            (Counted.LETTER, self._key("letter", self.account)),
            (Counted.NETWORK, self._key("letters from", self.network)),
        )

    @property
    def answer_keys(self) -> tuple[tuple[Counted, str], ...]:
        """What an answer to a letter is counted for: who can be one network alone."""
        return ((Counted.NETWORK, self._key("answers from", self.network)),)

    @property
    def calendar_keys(self) -> tuple[tuple[Counted, str], ...]:
        """What asking for a calendar that is nobody's is counted for."""
        return ((Counted.NETWORK, self._key("calendars from", self.network)),)

    def _key(self, kind: str, words: str) -> str:
        return hmac.new(self.pepper.encode(), f"{kind} {words}".encode(), "sha256").hexdigest()


def admit(session: Session, keys: tuple[tuple[Counted, str], ...], *, moment: Moment) -> tuple[int, ...]:
    """Count an attempt as failed, for the time being, and return the ids of its lines; raises TooManyAttempts.

    An attempt that must wait is not counted.
    """
    hold_the_pen(session, "attempts")
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < moment.now - REMEMBERED))
    waits = [free_again(counted, _failures(session, key)) for counted, key in keys]
    if until := max((wait for wait in waits if wait is not None and wait > moment.now), default=None):
        raise TooManyAttempts(until, moment=moment)
    lines = [FailedAttempt(key_sha256=key, at=moment.now) for _, key in keys]
    session.add_all(lines)
    session.flush()
    return tuple(line.id for line in lines)


def succeeded(session: Session, attempt: Attempt, lines: tuple[int, ...]) -> None:
    """Forget the failures of the account; of the network only this attempt, or one account would open it for all."""
    own = [key for counted, key in attempt.keys if counted is not Counted.NETWORK]
    session.execute(delete(FailedAttempt).where(FailedAttempt.key_sha256.in_(own) | FailedAttempt.id.in_(lines)))


def forget(session: Session, lines: tuple[int, ...]) -> None:
    """Forget attempts that did not fail after all."""
    session.execute(delete(FailedAttempt).where(FailedAttempt.id.in_(lines)))


def _failures(session: Session, key: str) -> list[datetime]:
    query = select(FailedAttempt.at).where(FailedAttempt.key_sha256 == key).order_by(FailedAttempt.at)
    return list(session.scalars(query))
