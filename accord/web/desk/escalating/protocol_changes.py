"""What another version of the protocol says differently, in words: limit by limit, before it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.casework.refusals import N_
from accord.rules.escalation.differences import Changed, Chapter, differences
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.words import RequestKind, Trigger
from accord.web.filters import day, number
from accord.web.language import gettext
from accord.web.protocol_words import ASKED, HEADINGS, days_in_words, months_in_words

LIMITS: Mapping[str, str] = {
    "name": N_("name of the version"),
    "holds_from": N_("from which day it holds"),
    "title": N_("its title"),
    "title_bn": N_("its title in Bangla"),
    "reason": N_("reason given"),
    "reason_bn": N_("reason given in Bangla"),
    "source": N_("its source"),
    "meets_group": N_("ineligibility meets the whole company group"),
    "declined_rests_days": N_("what was declined rests for"),
    "is_on": N_("in use"),
    "after_days": N_("counts after"),
    "least": N_("pieces for stage 1, 2 and 3"),
    "gone_at_most": N_("gone with at most"),
    "after_months": N_("the stage before lasts more than"),
    "least_days_ahead": N_("holds at the earliest after"),
    "answer_days": N_("time to answer"),
    "stops_days_at_most": N_("the clock stands still for at most"),
}
"""What each field of a profile is called; a test holds them to its classes."""

IN_DAYS = frozenset({"declined_rests_days", "after_days", "least_days_ahead", "answer_days", "stops_days_at_most"})


@dataclass(frozen=True)
class Said:
    """One change in words."""

    heading: str
    limit: str
    was: str
    becomes: str
    is_number: bool
    """Whether it changes what is proposed, and not only what is said."""


def changes_in_words(one: Profile, other: Profile) -> list[Said]:
    """Return every difference, those of words behind those of numbers."""
    said = [_said(each) for each in differences(one, other)]
    return sorted(said, key=lambda each: not each.is_number)


def _said(changed: Changed) -> Said:
    return Said(
        heading=_heading(changed),
        limit=gettext(LIMITS[changed.field]),
        was=_value(changed.field, changed.was),
        becomes=_value(changed.field, changed.becomes),
        is_number=not isinstance(changed.becomes if changed.was is None else changed.was, str),
    )


def _heading(changed: Changed) -> str:
    match changed.of:
        case Trigger():
            return gettext(HEADINGS[changed.of])
        case RequestKind():
            return gettext(ASKED[changed.of])
        case int():
            return gettext(
                "From stage %(below)s to stage %(stage)s", below=number(changed.of - 1), stage=number(changed.of)
            )
    return (
        gettext("What stage 3 waits for, and whom it meets")
        if changed.chapter is Chapter.STAGE_THREE
        else gettext("The whole protocol")
    )


def _value(field: str, value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return gettext("yes") if value else gettext("no")
        case int() if field in IN_DAYS:
            return days_in_words(value)
        case int() if field == "after_months":
            return months_in_words(value)
        case int():
            return number(value)
        case date():
            return day(value)
        case tuple():
            return ", ".join(number(each) for each in value)
    return str(value)
