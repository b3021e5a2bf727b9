"""The way through the desk: each visitor sees the rooms that their roles open."""

from dataclasses import dataclass

from flask import request

from accord.casework.refusals import N_
from accord.rules.desk.actions import Action
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
    Door(N_("Orders"), "orders_desk.list", Action.READ_ORDER),
    Door(N_("End of business"), "terminations.list", Action.CONFIRM_TERMINATION),
    Door(N_("Stages"), "proposals.list", Action.READ_PROPOSALS),
    Door(N_("Hazards"), "hazards.register", Action.READ_HAZARD),
    Door(N_("Factories"), "desk_factories.list_all", Action.READ_FACTORY),
    Door(N_("Plans"), "plans.handed_in", Action.APPROVE_PLAN),
    Door(N_("Imports"), "imports.list", Action.UNDO_IMPORT),
    Door(N_("Verify"), "verification.queue", Action.VERIFY_CORRECTION),
    Door(N_("Photos"), "photos.to_clear", Action.CLEAR_PHOTO),
    Door(N_("Visits"), "visits.show", Action.READ_VISITS),
    Door(N_("Inspections"), "inspections.list", Action.READ_VISITS),
    Door(N_("Reports"), "reports.list", Action.READ_REPORT),
    Door(N_("Accidents"), "incidents.list", Action.READ_FACTORY),
    Door(N_("On call"), "rota.show", Action.READ_ROTA),
    Door(N_("Protocol"), "protocol_desk.show", Action.READ_PROPOSALS),
    Door(N_("Letters out"), "letter_register.list", Action.READ_LETTERS),
    Door(N_("Contacts"), "contacts.list", Action.KEEP_CONTACTS),
    Door(N_("People"), "people.list", Action.MANAGE_PEOPLE),
    Door(N_("Programme"), "programme.show", Action.SET_UP_PROGRAMME),
    Door(N_("Journal"), "journal.show", Action.READ_JOURNAL),
)
"""In the order in which a day goes."""

IN_SIGHT = frozenset(
    {
        "now.show",
        "orders_desk.list",
        "proposals.list",
        "hazards.register",
        "desk_factories.list_all",
        "plans.handed_in",
        "verification.queue",
        "visits.show",
        "reports.list",
    }
)
"""Ours: what most people go to on most days; the rest stands behind one touch."""
MOST_IN_A_ROW = len(IN_SIGHT)
"""Ours: as many fit beside language and name at 1280 dots, in Bangla too."""


@dataclass(frozen=True)
class Shown:
    """A door of the visitor; `is_behind`: it is seen when all rooms are asked for, or while one is in that room."""

    door: Door
    is_behind: bool


def navigation() -> tuple[Shown, ...]:
    """Return the doors that are open to the visitor; who has only a few of them sees them all."""
    doors = [door for door in DOORS if may(door.action)]
    has_few = len(doors) <= MOST_IN_A_ROW
    return tuple(Shown(door, not has_few and door.endpoint not in IN_SIGHT) for door in doors)
