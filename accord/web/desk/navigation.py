"""The way through the desk: each visitor sees the rooms that their roles open."""

from dataclasses import dataclass

from flask import request

from accord.casework.refusals import N_
from accord.rules.desk.access import Action
from accord.web.access import may


@dataclass(frozen=True)
class Door:
    """A room of the desk in the navigation."""

    label: str
    endpoint: str
    action: Action

    @property
    def is_current(self) -> bool:
        """Whether the page is of this room."""
        return (request.blueprint or "") == self.endpoint.partition(".")[0]


DOORS = (
    Door(N_("Now"), "now.show", Action.OPEN_DESK),
    Door(N_("Hazards"), "hazards.register", Action.READ_HAZARD),
    Door(N_("Verify"), "verification.queue", Action.VERIFY_CORRECTION),
)
"""In the order in which a day goes."""


def navigation() -> tuple[Door, ...]:
    """Return the doors that are open to the visitor."""
    return tuple(door for door in DOORS if may(door.action))
