"""The words by which a hazard is searched for, folded so that both scripts and all spellings of figures meet."""

from accord.rules.public.search import folded_words

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
"""The fields of a hazard that are searched. No person: who is responsible is no word of the hazard."""


def search_text(*texts: str | None) -> str:
    """Return every word of the texts once, folded, each with a space before it: " gate" finds "gates", not "frigate".

    Small letters, no accents, Latin digits, no noise words; empty where the texts have no word.
    """
    words = dict.fromkeys(folded_words(" ".join(text for text in texts if text)))
    return f" {' '.join(words)} " if words else ""


def words_asked(query: str) -> tuple[str, ...]:
    """Return the words of a question, folded as those of `search_text`; each has to begin a word of the hazard."""
    return tuple(dict.fromkeys(folded_words(query)))
