"""Hides in an edition what no text may show to the public, in every field that holds words.

The fields are found by reflection: a field that is added to the allow-list later cannot be forgotten here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from accord.rules.public.disclosure import Edition, HazardDisclosed
from accord.rules.public.public_text import HIDDEN, public_text

Said = TypeVar("Said")

REDACTION = 1
"""Raised whenever more is hidden than before: what was frozen by a lower one is looked over again when it is shown."""

NO_WORDS = frozenset({"key", "sha256"})
"""Fields of letters that nobody wrote."""


@dataclass(frozen=True)
class Redacted:
    """An edition that may be published, and one sentence for each text of it that was changed for that."""

    edition: Edition
    hidden: tuple[str, ...]


def redacted(edition: Edition) -> Redacted:
    """Return the edition as the public may read it, and where something was hidden, so that a person can look."""
    shown = _without_hidden(edition)
    number = edition.factory.number
    hazards = tuple(
        sentence
        for before, after in zip(edition.hazards, shown.hazards, strict=True)
        for sentence in _sentences(before, after, f"factory {number}, {before.discipline}, item {before.item}")
    )
    rest = _sentences(replace(edition, hazards=()), replace(shown, hazards=()), f"factory {number}")
    left = tuple(replace(hazard, log=_with_words(hazard)) for hazard in shown.hazards)
    return Redacted(replace(shown, hazards=left), (*rest, *hazards))


def redacted_part(part: Said) -> Said:
    """Return a part of an edition, or any allow-listed object, as the public may read it."""
    return _without_hidden(part)


def _with_words(hazard: HazardDisclosed) -> tuple[Any, ...]:
    # An entry of which nothing is left goes with its date: the date alone would tell of the visit.
    return tuple(entry for entry in hazard.log if entry.text.replace(HIDDEN, "").strip(" \t\n.,;:-–"))


def _without_hidden(thing: Said, name: str = "") -> Said:
    shown: Any = thing
    if isinstance(thing, str) and not isinstance(thing, Enum):
        shown = thing if name in NO_WORDS else public_text(thing)
    elif isinstance(thing, tuple):
        shown = tuple(_without_hidden(part, name) for part in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        said = {field.name: _without_hidden(getattr(thing, field.name), field.name) for field in fields(thing)}
        shown = replace(thing, **said)
    return shown  # type: ignore[no-any-return]


def _sentences(before: Any, after: Any, place: str) -> Iterator[str]:
    names = dict.fromkeys(name for name, text, shown in _texts(before, after) if text != shown)
    for name in names:
        whole = any(shown == HIDDEN for of, text, shown in _texts(before, after) if of == name and text != shown)
        yield f"{place}: {'all' if whole else 'a part'} of {name.replace('_', ' ')} is hidden"


def _texts(before: Any, after: Any, name: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(before, str):
        yield name, before, after
    elif isinstance(before, tuple):
        for one, other in zip(before, after, strict=True):
            yield from _texts(one, other, name)
    elif is_dataclass(before):
        for field in fields(before):
            inner = f"{name} {field.name}".removeprefix("factory ").strip()
            yield from _texts(getattr(before, field.name), getattr(after, field.name), inner)
