"""Dates, numbers and percentages as people write them in each language.

Babel knows Bangla's month names and lakh grouping, but writes both with Latin digits: `accord.rules.words.bangla`
mends that.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal as babel_decimal

from accord.gateways.language import Language
from accord.rules.words.bangla import digits
from accord.rules.words.bangla import ordinal as bangla_ordinal

MOST_REMEMBERED = 10_000
"""Babel takes 30 microseconds for a number, and the pages of a day write the same few thousand of them."""

_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@lru_cache(maxsize=MOST_REMEMBERED)
def format_date(day: date, language: str) -> str:
    """Return the day in words: "1 July 2018", "১ জুলাই ২০১৮"."""
    return _in_digits(babel_date(day, "d MMMM y", locale=_locale(language)), language)


@lru_cache(maxsize=MOST_REMEMBERED)
def format_month(day: date, language: str) -> str:
    """Return the month in which the day lies: "March 2024", "মার্চ ২০২৪"."""
    return _in_digits(babel_date(day, "MMMM y", locale=_locale(language)), language)


@lru_cache(maxsize=MOST_REMEMBERED)
def format_number(number: int, language: str) -> str:
    """Return the number with its groups: "160,000", "১,৬০,০০০"."""
    return _in_digits(babel_decimal(number, locale=_locale(language)), language)


def format_decimal(number: float, language: str) -> str:
    """Return a measured number with one decimal, or more where it has more: "2.0", "1.96", "২.০". Never rounded up."""
    return _in_digits(f"{number:.1f}" if round(number, 1) == number else f"{number:g}", language)


def format_percent(percent: Decimal | None, language: str) -> str | None:
    """Return a rate with two decimals, "52.87 %" or "৫২.৮৭ %"; None stays None, for the caller to say why.

    Never rounded: the rules have rounded down already.
    """
    if percent is None:
        return None
    return _in_digits(f"{percent:.2f} %", language)


def format_plain(number: int, language: str) -> str:
    """Return a number that is a name or an ordinal, without groups: "9490", "৯৪৯০"."""
    return _in_digits(str(number), language)


def format_ordinal(number: int, language: str) -> str:
    """Return "5th", "৫ম"."""
    if Language(language) is Language.BN:
        return bangla_ordinal(number)
    ending = "th" if number % 100 in (11, 12, 13) else _ENGLISH_ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _locale(language: str) -> str:
    # British English writes the day before the month, as Bangladesh does.
    return "bn" if Language(language) is Language.BN else "en_GB"


def _in_digits(text: str, language: str) -> str:
    return digits(text) if Language(language) is Language.BN else text
