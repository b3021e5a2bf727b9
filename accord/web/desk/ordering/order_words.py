"""What is said of orders in more than one place of the desk: who somebody is, where it holds, what is missing."""

from collections.abc import Mapping, Sequence

from accord.casework.orders.standing import must_report, unreported_of
from accord.records.factory import Floor, Zone
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.orders.next_step import Lacks
from accord.rules.orders.standing import Standing
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind
from accord.web.desk.visiting.names import floor_name
from accord.web.filters import named, number, word
from accord.web.language import gettext, ngettext

_NAMED = frozenset(
    {
        RecipientKind.FACTORY,
        RecipientKind.SAFETY_COMMITTEE,
        RecipientKind.OCCUPANT,
        RecipientKind.LANDLORD,
        RecipientKind.SIGNATORY,
    }
)
"""Kinds whose members have names of their own; of the others there is one, or it is called by what it is."""


MOST_KINDS = 4
"""A line names so many; of more, the first ones, and how many organisations the others are."""


def called(recipient: OrderRecipient, order: SafetyOrder) -> str:
    """Return what a recipient is called; of those of which there is one, what it is."""
    if recipient.kind not in _NAMED:
        _, _, discipline = recipient.organisation.partition(" ")
        of_one = recipient.kind is RecipientKind.ON_CALL and discipline in set(Discipline)
        return f"{word(recipient.kind)} · {word(Discipline(discipline))}" if of_one else word(recipient.kind)
    factories = {link.factory_id: link.factory for link in order.factories}
    factory = factories.get(recipient.factory_id or 0)
    name = named(factory) if factory else recipient.name
    if recipient.kind is RecipientKind.SAFETY_COMMITTEE:
        return gettext("safety committee of %(factory)s", factory=name)
    return name


def recipients_in_words(counts: Mapping[RecipientKind, int]) -> str:
    """Return to whom something goes, by kind, those inside the building first."""
    kinds = [kind for kind in RecipientKind if counts.get(kind)]
    if not kinds:
        return gettext("nobody")
    shown = kinds if len(kinds) <= MOST_KINDS else kinds[: MOST_KINDS - 1]
    said = ", ".join(_counted(kind, counts[kind]) for kind in shown)
    more = sum(counts[kind] for kind in kinds if kind not in shown)
    return and_more(said, more) if more else said


def and_more(said: str, more: int) -> str:
    """Return what was said with how many more there are."""
    words = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
    return words % {"names": said, "count": number(more)}


def places_in_words(order: SafetyOrder) -> str | None:
    """Return the floors and zones that the order names, or None where it is of the whole building."""
    places = sorted(order.places, key=lambda each: (each.floor.level, named(each.zone) if each.zone else ""))
    return " · ".join(place_called(each.floor, each.zone) for each in places) or None


def place_called(floor: Floor, zone: Zone | None) -> str:
    """Return what a floor or a zone is called in a line among others: by its own name, else by its level."""
    called_so = named(floor) or floor_name(floor)
    return f"{called_so} ({named(zone)})" if zone else called_so


def missing(lacks: Sequence[Lacks], kind: OrderKind, *, reports: str | None = None) -> str | None:
    """Return what is missing for the next step, as a sentence for each thing; `reports`: where some have reported."""
    said = [reports if reports and each is Lacks.REPORT else _lack(each, kind) for each in lacks]
    return " ".join(said) or None


def reports_in_words(order: SafetyOrder, stands: Standing, *, names: bool) -> str | None:
    """Return how many of those inside have reported, with the names of the others; None while nobody has."""
    inside, waiting = must_report(order), unreported_of(order, stands)
    done = len(inside) - len(waiting)
    if not done or not waiting:
        return None
    counted = ngettext(
        "%(done)s of %(count)s has reported that it was done.",
        "%(done)s of %(count)s have reported that it was done.",
        done,
    ) % {"done": number(done), "count": number(len(inside))}
    if not names:
        return counted
    return gettext(
        "%(counted)s Not reported: %(names)s.",
        counted=counted,
        names=", ".join(called(each, order) for each in waiting),
    )


def _counted(kind: RecipientKind, count: int) -> str:
    if kind not in _NAMED:
        return word(kind)
    told = {
        RecipientKind.FACTORY: ngettext("%(count)s factory", "%(count)s factories", count),
        RecipientKind.SAFETY_COMMITTEE: ngettext("%(count)s safety committee", "%(count)s safety committees", count),
        RecipientKind.OCCUPANT: ngettext("%(count)s other occupant", "%(count)s other occupants", count),
        RecipientKind.LANDLORD: ngettext("the landlord", "the landlord", count),
        RecipientKind.SIGNATORY: ngettext("%(count)s signatory", "%(count)s signatories", count),
    }
    return told[kind] % {"count": number(count)}


def _lack(lack: Lacks, kind: OrderKind) -> str:
    return {
        Lacks.DETERMINATION: gettext("The chief safety officer or the deputy has not determined it."),
        Lacks.REPORT: _no_report(kind),
        Lacks.SITE_VISIT: gettext("No engineer has seen it on site."),
        Lacks.WORKS: gettext("The works have not been seen on site."),
        Lacks.PANEL: gettext("The Review Panel has not agreed to lift it."),
        Lacks.STATE: gettext("An order of the government stands."),
        Lacks.CAUSES: gettext("What called for it is still there: a hazard that is not corrected, a rating, a load."),
        Lacks.LIFTING: gettext("Nothing is missing: the chief safety officer can lift it."),
    }[lack]


def _no_report(kind: OrderKind) -> str:
    return {
        OrderKind.EVACUATION: gettext("Nobody has reported that the building is empty."),
        OrderKind.LOAD_REDUCTION: gettext("Nobody has reported that the loads are down."),
        OrderKind.BOILER_SHUTDOWN: gettext("Nobody has reported that the boiler is shut down."),
    }[kind]
