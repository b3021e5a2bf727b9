"""Shows in public at once what was recorded, whichever page it was recorded on.

It is asked of what was committed, and done after that: nobody waits for the pen meanwhile.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, flash, g
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from accord.web.language import gettext


@dataclass(frozen=True)
class AtOnce:
    """Things of which the public reads at once when something of them was committed."""

    of: str
    """What they are called: “orders”."""
    concerned: Callable[[Iterable[object]], Iterable[int]]
    """Gives the ids of those that are concerned by what was written."""
    show: Callable[[set[int]], None]

    @property
    def written(self) -> str:
        """Where a session keeps those of which it has written something."""
        return f"{self.of} written of"

    @property
    def committed(self) -> str:
        """Where a session keeps those of which something stands."""
        return f"{self.of} written of for good"

    def set_up(self, app: Flask) -> None:
        """Bring the public pages up to date before the answer goes out."""
        app.after_request(self._publish)

    def watch(self, session: Session) -> None:
        """Note what the session records that the public may read of."""
        session.info[self.written], session.info[self.committed] = set(), set()
        event.listen(session, "after_flush", self._note)
        event.listen(session, "after_commit", self._keep)
        event.listen(session, "after_rollback", self._forget)

    def _note(self, session: Session, _context: Any) -> None:
        session.info[self.written] |= set(self.concerned([*session.new, *session.dirty]))

    def _keep(self, session: Session) -> None:
        session.info[self.committed] |= session.info[self.written]
        session.info[self.written].clear()

    def _forget(self, session: Session) -> None:
        session.info[self.written].clear()

    def _publish(self, answer: Response) -> Response:
        session: Session | None = g.get("db")
        if session and session.info[self.committed]:
            self._show_all(session, session.info[self.committed])
        return answer

    def _show_all(self, session: Session, moved: set[int]) -> None:
        session.rollback()  # whoever looked at something after the commit still holds the pen
        try:
            self.show(moved)
        except (OSError, SQLAlchemyError):
            # What was recorded stands, and letters are on their way: an error page would deny both.
            current_app.logger.exception(
                "The public pages do not show yet what happened to %s %s", self.of, sorted(moved)
            )
            flash(
                gettext("It is recorded, but the public pages do not show it yet: tell whoever keeps the server."),
                "late",
            )
        moved.clear()
