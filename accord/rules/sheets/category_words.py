"""The category of a hazard, read from the words of a published document. Only where they are plain.

A wrong category is worse than none: it moves a hazard into figures that people quote. So a category is read only where
the words plainly speak of it and of no other, and of nothing that was mended. What speaks of which category stands in
the table beside this module. Source: the taxonomy in DOMAIN.md section 4; the observations of published CAPs.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accord.rules.sheets.cap_words import plain
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline

_MENDED = re.compile(
    r"\b(?:has|have|had) (?:already |now )?been (?:removed|corrected|completed|rectified|replaced|resolved|repaired)\b"
    r"|\bno longer\b|\bwas found (?:ok|corrected|satisfactory)\b|অপসারণ করা হয়েছে|সংশোধন করা হয়েছে"
)
"""A document that tells what was mended beside what was not: nobody can tell which of both the row is about."""

_LIST = re.compile(r"(?:^|\s)\(?1[.)]\s.*\s\(?2[.)]\s", re.DOTALL)
"""Several findings in one cell."""

_CLAUSE_ENDS = re.compile(r"[;।]|\.(?!\d)")
"""What a hazard is stands in its first clause; later ones tell how bad it is and what stands beside it."""

_NEAR = r"(?:[^.;।]|\.\d){0,70}?"
"""Letters of the same clause; the point in "1.5 hr" ends none."""

_NUMBERED = re.compile(r"\bno\. ?(?=\d)")
"""Nor does the point in "boiler no. 1"."""


@dataclass(frozen=True)
class _Speaks:
    """What speaks of one category; the keys are explained in the table."""

    category: Category
    named: tuple[str, ...]
    about: tuple[str, ...]
    said: re.Pattern[str]
    but: re.Pattern[str] | None

    @classmethod
    def of(cls, category: Category, table: Mapping[str, Any], *, shorthands: Mapping[str, str]) -> "_Speaks":
        """Return one entry of the table."""
        said, but = "|".join(table["said"]), table.get("but")
        return cls(
            category,
            named=tuple(plain(name) for name in (category, *table["named"])),
            about=tuple(_evened(part) for part in table["about"]),
            said=_pattern(said, shorthands),
            but=_pattern(but, shorthands) if but else None,
        )

    def where(self, words: str) -> re.Match[str] | None:
        """Return where the words speak of the category, or None."""
        if not any(part in words for part in self.about) or (self.but and self.but.search(words)):
            return None
        return self.said.search(words)


def category_from_words(
    discipline: Discipline, category_as_written: str | None, *, observation: str
) -> Category | None:
    """Return the category that a document plainly names or describes, or None where there is any doubt.

    The document's own word for it counts first. An observation that speaks of two categories, of several findings or
    of something mended has none, nor has one that only comes to speak of a category.
    """
    if category_as_written and (named := _named()[discipline].get(plain(category_as_written))):
        return named
    words = _NUMBERED.sub("no ", plain(_evened(observation)))
    found = [(speaks.category, said) for speaks in _speaking()[discipline] if (said := speaks.where(words))]
    if len(found) != 1 or _MENDED.search(words) or _LIST.search(words):
        return None
    [(category, said)] = found
    first_clause = _CLAUSE_ENDS.search(words)
    return None if first_clause and first_clause.start() < said.start() else category


def _evened(text: str) -> str:
    """Return the text with its letters composed in one way: two keyboards write one Bangla letter differently."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).lower()


def _pattern(said: str, shorthands: Mapping[str, str]) -> re.Pattern[str]:
    for name, long in shorthands.items():
        said = said.replace(f"<{name}>", long)
    return re.compile(unicodedata.normalize("NFC", said).replace("…", _NEAR))


# Read at the first hazard, not at every start of a command.
@cache
def _speaking() -> Mapping[Discipline, tuple[_Speaks, ...]]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    shorthands = table.pop("shorthands")
    every = [_Speaks.of(Category(word), entry, shorthands=shorthands) for word, entry in table.items()]
    return {
        discipline: tuple(speaks for speaks in every if DISCIPLINE_OF_CATEGORY[speaks.category] is discipline)
        for discipline in Discipline
    }


@cache
def _named() -> Mapping[Discipline, Mapping[str, Category]]:
    return {
        discipline: {name: speaks.category for speaks in every for name in speaks.named}
        for discipline, every in _speaking().items()
    }
