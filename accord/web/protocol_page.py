"""What the public page of the escalation protocol shows, worked out so that its template decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.gateways.language import Language
from accord.gateways.wording import Text, Wording
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.profile_file import ProfileMistake, read_profile
from accord.rules.public.disclosed_protocol import ProtocolDisclosed, in_force_on, latest_first
from accord.web.protocol_words import (
    Said,
    requests_in_words,
    rest_in_words,
    stages_in_words,
    triggers_in_words,
)


@dataclass(frozen=True)
class Rule:
    """A rule in plain sentences, with why it is so."""

    said: Said
    reason: Text


@dataclass(frozen=True)
class Listed:
    """A version among all of them."""

    version: ProtocolDisclosed
    is_in_force: bool
    is_shown: bool
    is_ahead: bool
    """It holds from a day to come."""


@dataclass(frozen=True)
class Rules:
    """A profile in plain words."""

    title: Text
    reason: Text
    triggers: tuple[Rule, ...]
    stages: tuple[Rule, ...]
    requests: tuple[Rule, ...]
    rest: str


@dataclass(frozen=True)
class ProtocolPage:
    """One version whole, and the others by name."""

    shown: Listed
    rules: Rules | None
    """None: the file is of an arrangement that this program cannot read any more; its text still stands here."""
    until: date | None
    """The day from which another version holds in its place; None: there is none."""
    versions: tuple[Listed, ...]
    has_untranslated: bool


def protocol_page(
    versions: Sequence[ProtocolDisclosed], number: int | None, language: Language, *, today: date
) -> ProtocolPage | None:
    """Return the page of a version, or of the one in force; None where there is no such version."""
    force = in_force_on(versions, today)
    shown = force if number is None else next((each for each in versions if each.version == number), None)
    if shown is None:
        return None
    listed = [
        Listed(each, is_in_force=each == force, is_shown=each == shown, is_ahead=_is_ahead(each, today))
        for each in latest_first(versions)
    ]
    wording = Wording(language)
    rules = rules_of(shown.text, wording)
    return ProtocolPage(
        shown=next(each for each in listed if each.is_shown),
        rules=rules,
        until=_until(versions, shown),
        versions=tuple(listed),
        has_untranslated=wording.has_untranslated,
    )


def rules_of(text: str, wording: Wording) -> Rules | None:
    """Return a profile in plain words; None where the program cannot read it."""
    try:
        profile = read_profile(text)
    except ProfileMistake:
        return None
    return Rules(
        title=_either(wording, profile.title, profile.title_bn),
        reason=_either(wording, profile.reason, profile.reason_bn),
        triggers=_reasoned(triggers_in_words(profile), wording),
        stages=_reasoned(stages_in_words(profile), wording),
        requests=_reasoned(requests_in_words(profile), wording),
        rest=rest_in_words(profile),
    )


def title_of(profile: Profile, wording: Wording) -> Text:
    """Return the title of a profile in the language of the reader."""
    return _either(wording, profile.title, profile.title_bn)


def _is_ahead(version: ProtocolDisclosed, today: date) -> bool:
    return version.recorded_on is not None and version.holds_from > today


def _until(versions: Sequence[ProtocolDisclosed], shown: ProtocolDisclosed) -> date | None:
    # In the order in which they hold: each until the next one that holds on some day at all.
    order = latest_first(versions)[::-1]
    later = order[order.index(shown) + 1 :]
    return later[0].holds_from if later else None


def _reasoned(said: Sequence[Said], wording: Wording) -> tuple[Rule, ...]:
    return tuple(Rule(each, _either(wording, each.reason, each.reason_bn)) for each in said)


def _either(wording: Wording, english: str, bangla: str | None) -> Text:
    return wording.of(english, bangla) or wording.written(english)
