"""What a day must be that somebody names for a correction: still to come, and with a reason where one was agreed."""

from datetime import date

from accord.casework.refusals import N_, Told
from accord.records.hazard import Hazard


class WhyAnotherDate(Told):
    """An agreed date was changed without a reason."""

    sentence = N_("Say why the agreed date is changed: the old date and the reason stay on record.")


class WrongDay(Told):
    """A day was named by which nothing can be finished."""


class AlreadyPast(WrongDay):
    """A day was named that is over."""

    sentence = N_("This day is already past: name today or a later day.")


class BeforeFound(WrongDay):
    """A day was named on which the hazard was not even found."""

    sentence = N_("This day is already past, and before the hazard was found: name today or a later day.")


def check_day(
    hazard: Hazard, due_on: date | None, *, agreed: date | None, stood: date | None, why: str | None, today: date
) -> None:
    """Refuse a day that cannot be planned; `agreed` is in force, `stood` was in the draft before.

    A day that is only saved again is never refused as past: who mends a word of an old line did not name it.
    """
    if due_on is not None and due_on not in (agreed, stood):
        if due_on < hazard.found_on:
            raise BeforeFound
        if due_on < today:
            raise AlreadyPast
    if agreed is not None and due_on != agreed and not why:
        raise WhyAnotherDate
