"""Recommended timelines in the language of the page: "6 weeks" is said in Bangla too, and no condition gets lost."""

from flask import Flask

from accord.gateways.language import Language
from accord.rules.figures.timelines import Timeline, TimelineKind, parse_timeline, states_only_a_timeline
from accord.web.filters import day, number
from accord.web.language import gettext, language, ngettext


def set_up(app: Flask) -> None:
    """Give templates their filters."""
    app.jinja_env.filters |= {"timeline_meant": timeline_meant, "timeline": timeline}


def timeline(written: str) -> str:
    """Return a timeline of ours in the language of the page; as it is written where it says more than a time."""
    return timeline_meant(written) or written


def timeline_meant(written: str) -> str | None:
    """Return what the English words of a timeline say, or None where they stand as they are.

    That is on an English page, and where they hold more than a time: "6 weeks after the DEA" holds a condition too.
    """
    if language() == Language.EN or not states_only_a_timeline(written):
        return None
    meant = parse_timeline(written)
    return _in_words(meant) if meant else None


def _in_words(meant: Timeline) -> str:
    match meant.kind:
        case TimelineKind.DAYS:
            said = ngettext("within %(count)s day", "within %(count)s days", meant.count)
        case TimelineKind.WEEKS:
            said = ngettext("within %(count)s week", "within %(count)s weeks", meant.count)
        case TimelineKind.MONTHS:
            said = ngettext("within %(count)s month", "within %(count)s months", meant.count)
        case _:
            return day(meant.by) if meant.by else gettext("immediately")
    return said % {"count": number(meant.count)}
