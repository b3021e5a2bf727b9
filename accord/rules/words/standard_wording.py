"""Standard wordings of hazards: what an engineer chooses on the factory floor instead of typing it anew each time.

The same hazard in the same words can be counted, compared and read in Bangla from the first day. The words stand in the
table beside this module. Source: DOMAIN.md section 4; sentences of our own.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline, Severity

BLANKS: Mapping[str, str] = {
    "place": "স্থান",
    "grid": "গ্রিড",
    "board": "বোর্ড",
    "value": "মান",
    "number": "সংখ্যা",
    "date": "তারিখ",
}
"""What an engineer fills in on the spot, in brackets, with its Bangla."""

_BLANK = re.compile(rf"\[({'|'.join((*BLANKS, *BLANKS.values()))})\]")


@dataclass(frozen=True)
class StandardWording:
    """One hazard in words, with what the report recommends unless the engineer decides otherwise."""

    key: str
    """Its name for ever: a stored hazard may refer to it."""
    category: Category
    title: str
    title_bn: str
    observation: str
    observation_bn: str
    action: str
    action_bn: str
    timeline: str
    """As a report prints it: "Immediate", "6 weeks"."""
    severity: Severity
    keywords: tuple[str, ...]
    """Further words by which engineers look for it, in both scripts."""

    @property
    def discipline(self) -> Discipline:
        """The discipline of the category."""
        return DISCIPLINE_OF_CATEGORY[self.category]


@cache
def standard_wordings() -> tuple[StandardWording, ...]:
    """Return every standard wording, in the order of the categories."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(_wording(category, entry) for category in Category for entry in table[category.value])


def standard_wording(key: str) -> StandardWording | None:
    """Return the wording of that key, or None."""
    return next((wording for wording in standard_wordings() if wording.key == key), None)


def blanks_in(text: str) -> tuple[str, ...]:
    """Return what is still to be filled in, in the order of the text and each once: "[place]", "[সংখ্যা]"."""
    return tuple(dict.fromkeys(found[0] for found in _BLANK.finditer(text)))


def _wording(category: Category, entry: Mapping[str, Any]) -> StandardWording:
    said = {**entry, "severity": Severity(entry["severity"]), "keywords": tuple(entry["keywords"])}
    return StandardWording(category=category, **said)
