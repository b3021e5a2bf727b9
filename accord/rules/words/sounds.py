"""How a word sounds, so that a name is found in the script it is not written in.

Bangla is first written in Latin letters as Bangladesh does (সাভার, "sabhar"), then both are reduced to what the
spellings of one name have in common: its consonants and the vowels i and u. A, e and o go, since Bangla leaves the most
frequent of them unwritten and people disagree on the rest ("Narayanganj", "Narayangonj").
"""

import re
from functools import lru_cache

_CONSONANTS = {
    "ক": "k", "খ": "kh", "গ": "g", "ঘ": "gh", "ঙ": "ng", "চ": "ch", "ছ": "ch", "জ": "j", "ঝ": "jh", "ঞ": "n",
    "ট": "t", "ঠ": "th", "ড": "d", "ঢ": "dh", "ণ": "n", "ত": "t", "থ": "th", "দ": "d", "ধ": "dh", "ন": "n",
    "প": "p", "ফ": "ph", "ব": "b", "ভ": "bh", "ম": "m", "য": "j", "র": "r", "ল": "l", "শ": "sh", "ষ": "sh",
    "স": "s", "হ": "h", "ড়": "r", "ঢ়": "r", "য়": "y",
}  # fmt: skip
_VOWELS = {
    "অ": "a", "আ": "a", "ই": "i", "ঈ": "i", "উ": "u", "ঊ": "u", "ঋ": "ri", "এ": "e", "ঐ": "oi", "ও": "o", "ঔ": "ou",
    "া": "a", "ি": "i", "ী": "i", "ু": "u", "ূ": "u", "ৃ": "ri", "ে": "e", "ৈ": "oi", "ো": "o", "ৌ": "ou",
    "ৎ": "t", "ং": "ng", "ঃ": "", "ঁ": "",
}  # fmt: skip
_HASANT = "্"
_INHERENT = "a"

_LETTERS = re.compile("[\u0995-\u09b9\u09dc-\u09df]\u09bc?|.")
_ENGLISH = {
    "ফ্যাশন": "fashion", "ফ্যাশনস": "fashions", "ফ্যাশন্স": "fashions", "জিন্স": "jeans", "জিনস": "jeans",
    "ইন্ডাস্ট্রি": "industry", "ইন্ডাস্ট্রিজ": "industries", "ইন্ডাস্ট্রিস": "industries", "ইন্ডাষ্ট্রিজ": "industries",
    "এমব্রয়ডারি": "embroidery", "কম্পোজিট": "composite", "এক্সেসরিজ": "accessories", "অ্যাকসেসরিজ": "accessories",
    "ডিজাইন": "design", "ডিজাইনস": "designs", "হাউস": "house", "হাউজ": "house", "স্টাইল": "style", "নীটওয়্যার": "knitwear",
    "ইউনিট": "unit", "এন্টারপ্রাইজ": "enterprise", "এন্টারপ্রাইজেস": "enterprises", "ইন্টারন্যাশনাল": "international",
    "সোর্সিং": "sourcing", "ওয়্যার": "wear", "ক্লথিং": "clothing", "ম্যানুফ্যাকচারিং": "manufacturing", "ট্রেডিং": "trading",
    "ডাইং": "dyeing", "সোয়েটার": "sweater", "সোয়েটারস": "sweaters", "শার্ট": "shirt", "শার্টস": "shirts",
}  # fmt: skip
"""English words of the trade that Bangla writes by their sound, and English does not."""

_SPOKEN = (
    (r"^kn", "n"),
    (r"^y", "i"),
    (r"^w|^oy(?=[aeio])", "W"),
    (r"[ts]ion", "son"),
    (r"ph", "f"),
    # From here on a capital C is the sound of "ch", and W one that only begins a word.
    (r"t?ch", "C"),
    (r"sh", "s"),
    (r"ck", "k"),
    (r"c(?=[eiy])", "s"),
    (r"[cq]", "k"),
    (r"x", "ks"),
    (r"([kgjtdb])h", r"\1"),
    (r"(?<=[aeiou])h$", ""),
    (r"z", "j"),
    (r"v", "b"),
    (r"ee", "i"),
    (r"oo|ou|ow", "u"),
    (r"(?<=[^aeiou])y$", "i"),
    (r"o", "a"),
    (r"(.)\1+", r"\1"),
)
_BARE = ((r"^[ae]+", "A"), (r"[aewy]", ""), (r"ng", "n"), (r"([iu])\1+", r"\1"))
_SPOKEN_FOLDS = tuple((re.compile(pattern), put) for pattern, put in _SPOKEN)
_BARE_FOLDS = tuple((re.compile(pattern), put) for pattern, put in _BARE)


def in_latin(word: str) -> str:
    """Return a Bangla word in Latin letters, as its name would be written in English."""
    known = _ENGLISH.get(word)
    return known or _by_letter(word)


@lru_cache(maxsize=200_000)
def spoken(word: str) -> str:
    """Return how a word of either script is spoken, all vowels kept; empty for one that holds anything but letters."""
    latin = in_latin(word) if is_bangla_word(word) else word
    return _folded(latin, _SPOKEN_FOLDS) if latin.isascii() and latin.isalpha() else ""


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """Return what all spellings of a word in either script have in common; empty if it holds anything but letters."""
    return _folded(spoken(word), _BARE_FOLDS)


def is_bangla_word(word: str) -> bool:
    """Return whether a word begins in the Bengali script."""
    return "\u0980" <= word[:1] <= "\u09ff"


def _folded(word: str, folds: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, put in folds:
        word = pattern.sub(put, word)
    return word


def _by_letter(word: str) -> str:
    letters = _LETTERS.findall(word)
    written = []
    for place, letter in enumerate(letters):
        after = letters[place + 1] if place + 1 < len(letters) else ""
        before = letters[place - 1] if place else ""
        if letter in _CONSONANTS:
            # Joined below another letter, য only colours the vowel after it (ফ্যাশন).
            is_silent = letter == "য" and before == _HASANT
            written.append("" if is_silent else _CONSONANTS[letter])
            written.append(_INHERENT if after in _CONSONANTS or after in ("ং", "ৎ") else "")
        elif letter != _HASANT:
            written.append(_VOWELS.get(letter, letter))
    return "".join(written)
