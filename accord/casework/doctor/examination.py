"""What every check looks at, and what it comes to."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from accord.casework.backup import DatabaseState, state_of
from accord.casework.disclosure import is_demonstration
from accord.config import Settings
from accord.rules.moments import Moment
from accord.rules.upkeep import Verdict


@dataclass(frozen=True)
class Finding:
    """What one check measured and what it means; `advice` is what to do, None where there is nothing to do."""

    verdict: Verdict
    measured: str
    advice: str | None = None


@dataclass(frozen=True)
class Examination:
    """One installation at one moment. `session` only reads; None where the database does not answer: `trouble`."""

    settings: Settings
    moment: Moment
    session: Session | None
    trouble: str | None
    is_thorough: bool

    @property
    def database(self) -> Session:
        """The session, for checks that are only made where there is one."""
        if self.session is None:
            msg = "this check needs a database that answers"
            raise RuntimeError(msg)
        return self.session

    @cached_property
    def state(self) -> DatabaseState:
        """What the database says of itself, read once: the journal is followed from its first line to its last."""
        return state_of(self.database)

    @cached_property
    def is_demonstration(self) -> bool:
        """Whether all that is here is invented: then nobody waits for a letter or a backup."""
        return self.session is not None and is_demonstration(self.session)


def fine(measured: str) -> Finding:
    """Return that nothing is to be done."""
    return Finding(Verdict.FINE, measured)


def look(measured: str, advice: str) -> Finding:
    """Return that somebody should look at it in the next days."""
    return Finding(Verdict.LOOK, measured, advice)


def broken(measured: str, advice: str) -> Finding:
    """Return that it does not do what it is there for."""
    return Finding(Verdict.BROKEN, measured, advice)


def judged(verdict: Verdict, measured: str, advice: str) -> Finding:
    """Return a finding whose advice is left out where all is fine."""
    return Finding(verdict, measured, None if verdict is Verdict.FINE else advice)
