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
    Door(N_("Letters out"), "notices.list", Action.NOTIFY),
    Door(N_("Contacts"), "contacts.list", Action.KEEP_CONTACTS),
    Door(N_("People"), "people.list", Action.MANAGE_PEOPLE),
    Door(N_("Programme"), "programme.show", Action.SET_UP_PROGRAMME),
    Door(N_("Journal"), "journal.show", Action.READ_JOURNAL),
)
"""In the order in which a day goes."""


def navigation() -> tuple[Door, ...]:
    """Return the doors that are open to the visitor."""
    return tuple(door for door in DOORS if may(door.action))
