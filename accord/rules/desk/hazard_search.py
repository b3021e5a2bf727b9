"""The words by which a hazard is searched for: those of both scripts in one spelling."""

from collections.abc import Mapping

from accord.rules.labels import label
from accord.rules.search import search_words
from accord.rules.vocabulary import Category

SEARCHED = (
    "category",
    "category_as_written",
    "location",
    "observation",
    "observation_bn",
    "recommended_action",
    "recommended_action_bn",
    "final_action_plan",
    "final_action_plan_bn",
)
"""The texts of a hazard that are searched, by their names on record."""

MOST_WORDS = 8
"""Whoever types more looks for one text; the further words would only cost time."""


def search_text(hazard: Mapping[str, object]) -> str:
    """Return all words of a hazard folded, each once, with a blank before each."""
    texts = (hazard.get(name) for name in SEARCHED)
    words = (word for text in texts if text for word in search_words(_in_words(text)))
    return "".join(f" {word}" for word in dict.fromkeys(words))


def words_asked(typed: str) -> tuple[str, ...]:
    """Return the words that were typed, folded alike; a hazard must hold the beginning of each."""
    return tuple(dict.fromkeys(search_words(typed)))[:MOST_WORDS]


def _in_words(text: object) -> str:
    return label(text) if isinstance(text, Category) else str(text)
