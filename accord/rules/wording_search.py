"""Finds a standard wording by what an engineer types on a telephone: half words, Bangla in Latin letters, slips."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from accord.rules.labels import label
from accord.rules.public.search import search_words
from accord.rules.vocabulary import Discipline
from accord.rules.words.sounds import is_bangla_word, sound_of, spoken
from accord.rules.words.standard_wording import StandardWording
from accord.rules.words.typing_errors import errors_at_beginning

EQUAL, BEGINS, INFLECTED, SOUNDS, HOLDS, MISTYPED = 100, 90, 85, 80, 60, 50
"""How strongly a word of a wording answers one that was typed."""

TITLE, KEYWORD, CATEGORY = 1.0, 0.9, 0.6
"""What a word counts by where it stands: all wordings of a category have its word, so it tells them least apart."""

SHORTEST_PART = 3
"""A shorter word is looked for at the beginning of words only: it stands in the middle of too many."""
SHORTEST_GUESSED = 4
"""Shorter words resemble too many others to be guessed at."""
TWO_ERRORS_FROM = 8
SURE_SOUND = 3
"""Letters from which on a sound is some word's own; of a shorter one the vowels are compared too ("tala", "tel")."""
ALIKE_FROM = 0.76
"""Share of letters that two spoken words must have in common where their sound alone is too short to tell."""

_ENDINGS = frozenset({"s", "es", "ed", "ing"})

Weights = Mapping[str, float]
"""The words of one wording, each with the highest weight of the places it stands in."""


def found_wordings(
    wordings: Iterable[StandardWording], words: str, *, discipline: Discipline | None = None, limit: int = 8
) -> tuple[StandardWording, ...]:
    """Return the wordings that answer what was typed, the best first, at most `limit`; the first ones for no words.

    Those that answer the most of the typed words are returned alone: "xyz gate" finds gates, "gate lock" no other lock.
    Typing errors are allowed for in a word that is written nowhere so. Within equal ones the order given stays.
    """
    within = [wording for wording in wordings if discipline is None or wording.discipline is discipline]
    typed = search_words(words)
    if not typed:
        return tuple(within[:limit]) if not words.strip() else ()
    every = [_words_of(wording) for wording in within]
    known = frozenset[str]().union(*every)
    answers = [_answering(word, known) for word in typed]
    scored = [(_score(each, answers), wording) for each, wording in zip(every, within, strict=True)]
    best = max((answered for (answered, _), _ in scored), default=0)
    met = [each for each in scored if best and each[0][0] == best]
    # Sorting is stable, so that equal ones keep the order given.
    return tuple(wording for _, wording in sorted(met, key=lambda each: -each[0][1]))[:limit]


def _score(weights: Weights, answers: Sequence[Mapping[str, int]]) -> tuple[int, float]:
    """Return how many of the typed words are answered, and how strongly all in all."""
    strengths = [
        max((answer[word] * weights[word] for word in answer.keys() & weights.keys()), default=0.0)
        for answer in answers
    ]
    return sum(strength > 0 for strength in strengths), sum(strengths)


def _answering(typed: str, known: Iterable[str]) -> Mapping[str, int]:
    """Return the words that answer a typed one, and how strongly; slips count where no word is written so."""
    written = {word: strength for word in known if (strength := _written_alike(typed, word))}
    heard = {word: strength for word in known if (strength := _sounding_alike(typed, word))}
    return heard | (written or _mistyped(typed, known))


def _written_alike(typed: str, word: str) -> int:
    if word.startswith(typed):
        return EQUAL if word == typed else BEGINS
    if typed.startswith(word) and len(word) >= SHORTEST_PART and _is_ending(typed[len(word) :], word):
        return INFLECTED
    return HOLDS if len(typed) >= SHORTEST_PART and typed in word else 0


def _is_ending(rest: str, word: str) -> bool:
    """Return whether these letters only bend the word: "gates", "গেটের"."""
    return len(rest) <= SHORTEST_PART if is_bangla_word(word) else rest in _ENDINGS


def _sounding_alike(typed: str, word: str) -> int:
    if is_bangla_word(typed) == is_bangla_word(word) or len(typed) < SHORTEST_PART:
        return 0
    sound = sound_of(typed)
    if not sound or sound != sound_of(word):
        return 0
    is_sure = len(sound) >= SURE_SOUND
    return SOUNDS if is_sure or SequenceMatcher(None, spoken(typed), spoken(word)).ratio() >= ALIKE_FROM else 0


def _mistyped(typed: str, known: Iterable[str]) -> dict[str, int]:
    """Return the words that begin nearly so: one error in a word of four letters, two in one of eight."""
    if typed.isdigit() or len(typed) < SHORTEST_GUESSED:
        return {}
    allowed = 2 if len(typed) >= TWO_ERRORS_FROM else 1
    same_script = [word for word in known if is_bangla_word(word) == is_bangla_word(typed)]
    errors = {word: errors_at_beginning(typed, word, at_most=allowed) for word in same_script}
    return {word: MISTYPED - made for word, made in errors.items() if made is not None}


@lru_cache(maxsize=1024)
def _words_of(wording: StandardWording) -> Weights:
    weights: dict[str, float] = {}
    for text, weight in (
        *((title, TITLE) for title in (wording.title, wording.title_bn)),
        *((keyword, KEYWORD) for keyword in wording.keywords),
        *((category, CATEGORY) for category in (label(wording.category), wording.category.replace("_", " "))),
    ):
        for word in search_words(text):
            weights[word] = max(weight, weights.get(word, 0))
    return weights
