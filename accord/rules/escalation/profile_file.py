"""Reads a profile of the escalation protocol from TOML: whole, or refused with the line of its first mistake."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from unicodedata import category

from accord.rules.escalation.profile import (
    STAGES_WAITED_FOR,
    Patience,
    Profile,
    RequestLimits,
    StageThree,
    TriggerLimits,
)
from accord.rules.escalation.words import RequestKind, Trigger

MOST_DAYS = 3_650
"""Ours: ten years; a larger number is a slip of the finger."""
MOST_MONTHS = 120
MOST_PIECES = 1_000
TABLES = frozenset(
    {
        "",
        "stage_three",
        *(f"trigger.{each.value}" for each in Trigger),
        *(f"up.{stage}" for stage in STAGES_WAITED_FOR),
        *(f"request.{each.value}" for each in RequestKind),
    }
)
MOST_LETTERS = 100_000
"""Ours: of a whole profile; the delivered one has some 7,000."""
MOST_LETTERS_OF_NAME = 60


class ProfileFlaw(StrEnum):
    """What is wrong in a profile."""

    NO_TOML = "no_toml"
    LACKS = "lacks"
    UNKNOWN = "unknown"
    NOT_WHOLE = "not_whole"
    NOT_THREE = "not_three"
    """Three whole numbers, one for each stage, none smaller than the one before."""
    OUT_OF_BOUNDS = "out_of_bounds"
    NOT_YES_OR_NO = "not_yes_or_no"
    NO_DAY = "no_day"
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    NOT_LETTERS = "not_letters"
    """A text holds a character that cannot be seen, such as a line feed."""
    NEVER_GONE = "never_gone"
    """A trigger would be gone with as many pieces as meet it."""


class ProfileMistake(ValueError):
    """A profile holds a mistake: where, in which line (None: what lacks has none), between which bounds it may be."""

    def __init__(self, flaw: ProfileFlaw, *, where: str, line: int | None, least: int = 0, most: int = 0) -> None:
        self.flaw, self.where, self.line, self.least, self.most = flaw, where, line, least, most
        super().__init__(f"line {line}: {where}: {flaw}" if line else f"{where}: {flaw}")


@cache
def delivered() -> Profile:
    """Return the profile as it is delivered."""
    return read_profile(delivered_text())


@cache
def delivered_text() -> str:
    """Return the TOML of the profile as it is delivered."""
    return Path(__file__).with_name("profile.toml").read_text(encoding="utf-8")


def read_profile(text: str) -> Profile:
    """Return the profile that the TOML holds. Raises ProfileMistake for the first mistake."""
    table = _Values(text)
    table.refuse_unknown_tables()
    profile = Profile(
        name=table.words("name", MOST_LETTERS_OF_NAME),
        holds_from=table.day("holds_from"),
        title=table.words("title"),
        title_bn=table.words("title_bn"),
        reason=table.words("reason"),
        source=table.words("source"),
        meets_group=table.yes_or_no("meets_group"),
        declined_rests_days=table.whole("declined_rests_days", 0, MOST_DAYS),
        triggers={each: _trigger(table, f"trigger.{each.value}") for each in Trigger},
        up={
            stage: Patience(
                table.whole(f"up.{stage}.after_months", 0, MOST_MONTHS),
                table.words(f"up.{stage}.reason"),
                table.words_if_any(f"up.{stage}.reason_bn"),
            )
            for stage in STAGES_WAITED_FOR
        },
        stage_three=StageThree(
            # A day ahead at least, whatever a profile says: nobody learns today that it holds since this morning.
            table.whole("stage_three.least_days_ahead", 1, MOST_DAYS),
            table.whole("stage_three.answer_days", 0, MOST_DAYS),
            table.words("stage_three.reason"),
            table.words_if_any("stage_three.reason_bn"),
        ),
        requests={each: _request(table, f"request.{each.value}") for each in RequestKind},
        reason_bn=table.words_if_any("reason_bn"),
    )
    table.refuse_unknown()
    return profile


def _trigger(table: "_Values", name: str) -> TriggerLimits:
    limits = TriggerLimits(
        is_on=table.yes_or_no(f"{name}.is_on"),
        after_days=table.whole(f"{name}.after_days", 0, MOST_DAYS),
        least=table.rising(f"{name}.least", 1, MOST_PIECES),
        gone_at_most=table.whole(f"{name}.gone_at_most", 0, MOST_PIECES),
        reason=table.words(f"{name}.reason"),
        reason_bn=table.words_if_any(f"{name}.reason_bn"),
    )
    if limits.gone_at_most >= limits.least[0]:
        table.refuse(ProfileFlaw.NEVER_GONE, f"{name}.gone_at_most")
    return limits


def _request(table: "_Values", name: str) -> RequestLimits:
    return RequestLimits(
        table.whole(f"{name}.answer_days", 1, MOST_DAYS),
        table.whole(f"{name}.stops_days_at_most", 0, MOST_DAYS),
        table.words(f"{name}.reason"),
        table.words_if_any(f"{name}.reason_bn"),
    )


class _Values:
    """The values of a TOML by their dotted names; knows which were asked for, and in which line each stands."""

    def __init__(self, text: str) -> None:
        if len(text) > MOST_LETTERS:
            raise ProfileMistake(ProfileFlaw.TOO_LONG, where="", line=1, most=MOST_LETTERS)
        try:
            self._told = dict(_flat(tomllib.loads(text)))
        # A number of thousands of digits is a plain ValueError of Python's, thousands of brackets are too deep for it.
        except (ValueError, RecursionError) as error:
            raise ProfileMistake(ProfileFlaw.NO_TOML, where="", line=_line_in(error, text)) from error
        self._lines = _lines_of(text)
        self._asked: set[str] = set()

    def words(self, name: str, most: int = MOST_LETTERS) -> str:
        """Return a text of one line that is not empty and has no more letters than these."""
        value = self._get(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(ProfileFlaw.NO_WORDS, name)
        words = value.strip()
        # A database may refuse a NUL; a line feed would part a sentence in two on paper.
        if any(category(letter) == "Cc" for letter in words):
            self.refuse(ProfileFlaw.NOT_LETTERS, name)
        if len(words) > most:
            raise ProfileMistake(ProfileFlaw.TOO_LONG, where=name, line=self.line_of(name), most=most)
        return words

    def words_if_any(self, name: str) -> str | None:
        """Return a text that may be left out; None where it is."""
        return self.words(name) if name in self._told else None

    def day(self, name: str) -> date:
        """Return a civil day; an instant is none."""
        value = self._get(name)
        if type(value) is not date:
            self.refuse(ProfileFlaw.NO_DAY, name)
        return value

    def yes_or_no(self, name: str) -> bool:
        """Return true or false."""
        value = self._get(name)
        if not isinstance(value, bool):
            self.refuse(ProfileFlaw.NOT_YES_OR_NO, name)
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        """Return a whole number within its bounds; true and false are none."""
        value = self._get(name)
        if type(value) is not int:
            self.refuse(ProfileFlaw.NOT_WHOLE, name)
        if not least <= value <= most:
            raise ProfileMistake(ProfileFlaw.OUT_OF_BOUNDS, where=name, line=self.line_of(name), least=least, most=most)
        return value

    def rising(self, name: str, least: int, most: int) -> tuple[int, int, int]:
        """Return three whole numbers within their bounds, none smaller than the one before."""
        value = self._get(name)
        is_three = isinstance(value, list) and len(value) == 3 and all(type(each) is int for each in value)
        if not is_three or sorted(value) != value:
            self.refuse(ProfileFlaw.NOT_THREE, name)
        if not least <= value[0] <= value[2] <= most:
            raise ProfileMistake(ProfileFlaw.OUT_OF_BOUNDS, where=name, line=self.line_of(name), least=least, most=most)
        return value[0], value[1], value[2]

    def refuse(self, flaw: ProfileFlaw, name: str) -> NoReturn:
        """Refuse the profile for what stands under the name."""
        raise ProfileMistake(flaw, where=name, line=self.line_of(name))

    def line_of(self, name: str) -> int | None:
        """Return the line of a name; of what lacks, that of its table, which says where it belongs."""
        return self._lines.get(name) or self._lines.get(name.rpartition(".")[0])

    def refuse_unknown_tables(self) -> None:
        """Refuse a table that nobody knows, before its right name is missed: a slip of the finger has a line."""
        if unknown := [table for name in self._told if (table := name.rpartition(".")[0]) not in TABLES]:
            self.refuse(ProfileFlaw.UNKNOWN, unknown[0])

    def refuse_unknown(self) -> None:
        """Refuse a name that nobody asked for: a slip of the finger would leave a limit as it was, unseen."""
        if unknown := [name for name in self._told if name not in self._asked]:
            self.refuse(ProfileFlaw.UNKNOWN, unknown[0])

    def _get(self, name: str) -> Any:
        self._asked.add(name)
        if name not in self._told:
            self.refuse(ProfileFlaw.LACKS, name)
        return self._told[name]


def _flat(table: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        # An empty table is a value like any other: nobody asks for it, so it is told as unknown.
        if isinstance(value, Mapping) and value:
            found += _flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", value))
    return found


def _line_in(error: Exception, text: str) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else max(1, len(text.splitlines()))


def line_of(text: str, name: str) -> int | None:
    """Return the line in which a dotted name stands; None where none does."""
    return _lines_of(text).get(name)


def with_day(text: str, holds_from: date) -> str:
    """Return the TOML with another day from which it holds; as it is where no line says any."""
    line = line_of(text, "holds_from")
    if line is None:
        return text
    lines = text.split("\n")
    lines[line - 1] = _DAY.sub(lambda found: f"{found[1]}{holds_from.isoformat()}", lines[line - 1], count=1)
    return "\n".join(lines)


_DAY = re.compile(r"""^(\s*["']?holds_from["']?\s*=\s*)[^\s#]*""")
_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")
_NAME = re.compile(r"\s*([\w.\-\"' ]+?)\s*=")


def _lines_of(text: str) -> dict[str, int]:
    """Return in which line each dotted name stands, as far as tables and names are written one a line."""
    lines: dict[str, int] = {}
    table = ""
    # Only at the line feeds that TOML knows: Unicode knows further ones.
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _TABLE.match(line):
            table = f"{_plain(found[1])}."
            lines.setdefault(table[:-1], number)
        elif found := _NAME.match(line):
            lines.setdefault(f"{table}{_plain(found[1])}", number)
    return lines


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
