"""How templates write dates, numbers, rates and the words of the field in the language of the answer."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from flask import Flask, g

from accord.gateways.formats import (
    format_date,
    format_decimal,
    format_month,
    format_number,
    format_ordinal,
    format_percent,
    format_plain,
)
from accord.gateways.language import Language
from accord.records.factory import Building, Factory, Floor, Zone
from accord.rules.labels import label
from accord.rules.vocabulary import InspectionKind
from accord.rules.words.bangla import digits
from accord.web.language import gettext, language
from accord.web.site import facts, site

KILOBYTE, MEGABYTE = 1000, 1000_000


def set_up(app: Flask) -> None:
    """Give templates their filters, and what every page shows."""
    app.jinja_env.filters |= {
        "day": day,
        "month": month,
        "at": at,
        "number": number,
        "plain": plain,
        "decimal": decimal,
        "percent": percent,
        "word": word,
        "visit": visit,
        "size": size,
        "place": place,
        "named": named,
        "told": told,
        "amount": amount,
    }
    app.context_processor(_shown_on_every_page)


def day(value: date) -> str:
    """Return the day in words."""
    return format_date(value, language())


def at(instant: datetime) -> str:
    """Return an instant by the clock of the programme: "1 July 2018, 14:05"."""
    local = instant.astimezone(site().settings.zone)
    time = f"{local:%H:%M}"
    return f"{day(local.date())}, {digits(time) if language() is Language.BN else time}"


def month(value: date) -> str:
    """Return the month in which the day lies, in words."""
    return format_month(value, language())


def number(value: int) -> str:
    """Return a count with its groups."""
    return format_number(value, language())


def plain(value: int) -> str:
    """Return a number that is no count, such as an item or a year."""
    return format_plain(value, language())


def decimal(value: float) -> str:
    """Return a measured number as it was measured, as in "2.0" kPa."""
    return format_decimal(value, language())


def percent(value: Decimal) -> str:
    """Return a rate, rounded down by the rules already."""
    return format_percent(value, language()) or ""


def word(member: StrEnum) -> str:
    """Return the words for a member of the vocabulary."""
    return gettext(label(member))


def place(name: str) -> str:
    """Return a district in the language of the answer, or as it is on record.

    A filter, since the template's own `_` would take what somebody typed for markup of ours.
    """
    return gettext(name)


def named(thing: Factory | Building | Floor | Zone) -> str:
    """Return the name of a factory or a place in the language of the answer where it is on record, else as it is.

    A factory without any name is told by its number.
    """
    if language() is Language.BN and thing.name_bn:
        return thing.name_bn
    return thing.name or (plain(thing.number) if isinstance(thing, Factory) else "")


def amount(value: float) -> str:
    """Return a number that somebody set, with as many decimals as it has: "4", "2.5"."""
    text = f"{value:g}"
    return digits(text) if language() is Language.BN else text


def told(sentence: str) -> str:
    """Return a sentence in the language of the answer, what somebody typed in it harmless.

    A filter, as `place` is: errors of forms repeat what was typed, and `_` would take it for markup of ours.
    """
    return gettext(sentence)


def visit(kind: InspectionKind, ordinal: int | None = None) -> str:
    """Return what kind of inspection it was, as in "5th follow-up"."""
    return f"{format_ordinal(ordinal, language())} {word(kind)}" if ordinal else word(kind)


def size(size_bytes: int) -> str:
    """Return the size of a file as people say it, never less than it is."""
    if size_bytes < MEGABYTE:
        return gettext("%(size)s kB", size=number(-(-size_bytes // KILOBYTE)))
    return gettext("%(size)s MB", size=number(-(-size_bytes // MEGABYTE)))


def _shown_on_every_page() -> dict[str, object]:
    found = facts()
    return {
        "language": language(),
        "asked_language": g.get("asked_language"),
        "today": site().today,
        "snapshot_day": site().moment.civil_date(found.written_at) if found else None,
        "is_demonstration": bool(found and found.is_demonstration),
    }
