"""Finds factories by number, name or place in either script, forgiving how it is typed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, DamerauLevenshtein

from accord.rules.public.search import NOISE, WordsSearched, search_words, spellings_of
from accord.rules.words.sounds import is_bangla_word, sound_of, spoken


class Findable(Protocol):
    """Anything that is found by the words of a factory: a line of the public register, a factory at the desk."""

    @property
    def words_searched(self) -> WordsSearched:
        """The words by which it can be found."""


Line = TypeVar("Line", bound=Findable)

Strengths = Mapping[str, float]
"""How strongly each word of the register answers one word of the query; words that do not are absent."""

EQUAL, BEGINS, SOUNDS, HOLDS, SOUNDS_BEGUN, JOINED, MISTYPED = 100, 90, 85, 70, 65, 60, 50
PLACE_COUNTS = 0.5
"""Of two factories that fit alike, the one so named comes before the one that lies there."""

SHORTEST_PART = 3
"""A shorter word is looked for at the beginning of words only: it stands in the middle of too many."""
SURE_SOUND = 4
"""Letters from which on a sound is some word's own; of a shorter one the vowels are compared too ("Dhaka", "Deco")."""
ALIKE_FROM = 76
SHORTEST_JOINED = 5
SHORTEST_GUESSED = 4
"""Shorter words resemble too many others to be guessed at."""
TWO_ERRORS_FROM, MOST_ERRORS = 8, 2
"""Ours: one letter wrong, missing, too many or out of its turn in a word of four letters, two in one of eight, and
two in a whole name of eight, where they may both stand in a short word of it."""


def matching(lines: Iterable[Line], query: str) -> list[Line]:
    """Return the lines that answer every word of the query, the most alike first, else in the order given.

    Words count as they are written, at their beginning or within, and by their sound in the other script. Where no line
    answers so, typing errors are allowed for. An empty query, or one of noise words alone, asks for every line; one of
    signs alone, such as "%", for none.
    """
    every = list(lines)
    wanted = search_words(query)
    if not wanted:
        return every if not query.strip() or any(sign.isalnum() for sign in query) else []
    known = frozenset[str]().union(*(line.words_searched.every for line in every))
    as_written = [_as_written(want, known) for want in wanted]
    joined = "".join(wanted)
    found = _ranked(every, as_written, is_named=lambda name: len(joined) >= SHORTEST_JOINED and joined in name)
    if found:
        return found
    meant = _meant(wanted, as_written)
    answers = [dict.fromkeys(_near(want, known), MISTYPED) | dict(strengths) for want, strengths in meant]
    mistyped = "".join(want for want, _ in meant)
    return _ranked(every, answers, is_named=lambda name: _is_mistyped(mistyped, name))


def _ranked(lines: Sequence[Line], answers: Sequence[Strengths], *, is_named: Callable[[str], bool]) -> list[Line]:
    heard = [answer.keys() for answer in answers]
    scored = []
    for line in lines:
        words = line.words_searched
        # Few words of a factory answer: those are looked for first, and only they are compared.
        answering = [words.every & some for some in heard]
        if all(answering):
            scored.append((sum(map(partial(_strongest, words.naming), answering, answers)), line))
        elif any(map(is_named, words.joined)):
            scored.append((JOINED * len(answers), line))
    return [line for _, line in sorted(scored, key=lambda each: -each[0])]


def _strongest(naming: frozenset[str], answering: Iterable[str], strengths: Strengths) -> float:
    return max(strengths[word] if word in naming else PLACE_COUNTS * strengths[word] for word in answering)


def _as_written(want: str, known: Iterable[str]) -> dict[str, float]:
    strengths: dict[str, float] = defaultdict(float)
    for spelling in spellings_of(want):
        sound, is_bangla = sound_of(spelling), is_bangla_word(spelling)
        for word in known:
            strength = _written_alike(spelling, word)
            if not strength and sound and is_bangla != is_bangla_word(word):
                strength = _sounding_alike(spelling, word, sound=sound)
            if strength > strengths.get(word, 0):
                strengths[word] = strength
    if strengths and all(is_bangla_word(word) != is_bangla_word(want) for word in strengths):
        # Only a sound of the other script answers: who typed in this one, with an error in it, may have meant this one.
        strengths |= dict.fromkeys(_near_in_its_script(want, known), MISTYPED)
    return strengths


def _written_alike(want: str, word: str) -> float:
    if word.startswith(want):
        return EQUAL if word == want else BEGINS
    return HOLDS if len(want) >= SHORTEST_PART and want in word else 0


def _sounding_alike(want: str, word: str, *, sound: str) -> float:
    other = sound_of(word)
    if other == sound:
        is_sure = len(sound) >= SURE_SOUND or fuzz.ratio(spoken(want), spoken(word)) >= ALIKE_FROM
        return SOUNDS if is_sure else 0
    return SOUNDS_BEGUN if len(sound) >= SURE_SOUND and other.startswith(sound) else 0


def _meant(wanted: Sequence[str], as_written: Sequence[Strengths]) -> list[tuple[str, Strengths]]:
    """Return each word that asks for something, with what answers it as written; a mistyped noise word asks nothing."""
    return [
        (want, strengths)
        for want, strengths in zip(wanted, as_written, strict=True)
        if strengths or len(wanted) == 1 or not _near(want, NOISE)
    ]


def _near(want: str, words: frozenset[str]) -> set[str]:
    if want.isdigit() or len(want) < SHORTEST_GUESSED:
        return set()
    sound = sound_of(want)
    return _near_in_its_script(want, words) | {word for word in words if _nearly_sounds(sound, sound_of(word))}


def _near_in_its_script(want: str, words: Iterable[str]) -> set[str]:
    if len(want) < SHORTEST_GUESSED:
        return set()
    return {word for word in words if _errors(want, word) <= _errors_allowed(want, word)}


def _errors_allowed(want: str, word: str) -> int:
    # By the longer of the two: with two letters left out a word of eight is typed with six.
    return MOST_ERRORS if max(len(want), len(word)) >= TWO_ERRORS_FROM else 1


def _is_mistyped(want: str, name: str) -> bool:
    if want.isdigit() or min(len(want), len(name)) < TWO_ERRORS_FROM:
        return False
    return _errors(want, name) <= MOST_ERRORS


def _errors(want: str, word: str) -> int:
    return DamerauLevenshtein.distance(want, word, score_cutoff=MOST_ERRORS)


def _nearly_sounds(sound: str, other: str) -> bool:
    if max(len(sound), len(other)) < SHORTEST_GUESSED or not sound or not other:
        return False
    return OSA.distance(sound, other, score_cutoff=1) <= 1
