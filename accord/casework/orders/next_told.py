"""To whom the next reminder of an order goes, said before it is made: by what they are to the building, and how many.

A test holds it to the letters that the sweep writes.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from accord.casework.orders.sweeping import ANSWERS_WEEKLY, DECIDES, DOES_MEASURES, HEARS_OF_SILENCE, INSIDE
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.orders.reminders import Circle, Reminder, Track
from accord.rules.orders.standing import Standing
from accord.rules.orders.words import OF_THE_PROGRAMME, RecipientKind


def told_next(order: SafetyOrder, stands: Standing, reminder: Reminder) -> Mapping[RecipientKind, int]:
    """Return how many of each kind the reminder goes to, as things stand now."""
    match reminder.track:
        case Track.CLIMB:
            return _climb(order, stands, reminder)
        case Track.DETERMINATION:
            told = _count(order, DECIDES)
            return _with_steering(told) if reminder.circle is Circle.STEERING else told
        case Track.WEEK:
            return _count(order, ANSWERS_WEEKLY)
        case Track.MEASURES:
            return _count(order, DOES_MEASURES)


def silent_of(order: SafetyOrder, stands: Standing) -> list[OrderRecipient]:
    """Return who must say that they have the order and has not, since it began to stand as it stands."""
    return [
        each
        for each in order.recipients
        if each.kind not in OF_THE_PROGRAMME and each.organisation not in stands.acknowledged
    ]


def _climb(order: SafetyOrder, stands: Standing, reminder: Reminder) -> Mapping[RecipientKind, int]:
    silent = silent_of(order, stands)
    told = {each.organisation: each.kind for each in silent}
    told |= _told(order, {RecipientKind.CHIEF_SAFETY_OFFICER})
    if not stands.is_determined:
        return Counter(told.values())
    wider = HEARS_OF_SILENCE.get(reminder.circle, frozenset())
    if any(each.kind in INSIDE for each in silent):
        told |= _told(order, wider & {RecipientKind.SIGNATORY})
    if silent:
        told |= _told(order, wider - {RecipientKind.SIGNATORY})
    counts = Counter(told.values())
    return _with_steering(counts) if silent and RecipientKind.STEERING_COMMITTEE in wider else counts


def _with_steering(counts: Counter[RecipientKind]) -> Counter[RecipientKind]:
    # It is told of the order for the first time by that very reminder.
    return counts | Counter({RecipientKind.STEERING_COMMITTEE: 1})


def _count(order: SafetyOrder, kinds: Collection[RecipientKind]) -> Counter[RecipientKind]:
    return Counter(_told(order, kinds).values())


def _told(order: SafetyOrder, kinds: Collection[RecipientKind]) -> dict[str, RecipientKind]:
    return {each.organisation: each.kind for each in order.recipients if each.kind in kinds}
