"""Reads a profile of the escalation protocol from TOML: whole, or refused with the line of its first mistake."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

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
    profile = Profile(
        name=table.words("name"),
        holds_from=table.day("holds_from"),
        title=table.words("title"),
        title_bn=table.words("title_bn"),
        reason=table.words("reason"),
        source=table.words("source"),
        meets_group=table.yes_or_no("meets_group"),
        declined_rests_days=table.whole("declined_rests_days", 0, MOST_DAYS),
        triggers={each: _trigger(table, f"trigger.{each.value}") for each in Trigger},
        up={
            stage: Patience(table.whole(f"up.{stage}.after_months", 0, MOST_MONTHS), table.words(f"up.{stage}.reason"))
            for stage in STAGES_WAITED_FOR
        },
        stage_three=StageThree(
            # A day ahead at least, whatever a profile says: nobody learns today that it holds since this morning.
            table.whole("stage_three.least_days_ahead", 1, MOST_DAYS),
            table.whole("stage_three.answer_days", 0, MOST_DAYS),
            table.words("stage_three.reason"),
        ),
        requests={each: _request(table, f"request.{each.value}") for each in RequestKind},
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
    )
    if limits.gone_at_most >= limits.least[0]:
        table.refuse(ProfileFlaw.NEVER_GONE, f"{name}.gone_at_most")
    return limits


def _request(table: "_Values", name: str) -> RequestLimits:
    return RequestLimits(
        table.whole(f"{name}.answer_days", 1, MOST_DAYS),
        table.whole(f"{name}.stops_days_at_most", 0, MOST_DAYS),
        table.words(f"{name}.reason"),
    )


class _Values:
    """The values of a TOML by their dotted names; knows which were asked for, and in which line each stands."""

    def __init__(self, text: str) -> None:
        try:
            self._told = dict(_flat(tomllib.loads(text)))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found[1]) if found else len(text.splitlines())
            raise ProfileMistake(ProfileFlaw.NO_TOML, where="", line=line) from error
        self._lines = _lines_of(text)
        self._asked: set[str] = set()

    def words(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self._get(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(ProfileFlaw.NO_WORDS, name)
        return value.strip()

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
            raise ProfileMistake(
                ProfileFlaw.OUT_OF_BOUNDS, where=name, line=self._lines.get(name), least=least, most=most
            )
        return value

    def rising(self, name: str, least: int, most: int) -> tuple[int, int, int]:
        """Return three whole numbers within their bounds, none smaller than the one before."""
        value = self._get(name)
        is_three = isinstance(value, list) and len(value) == 3 and all(type(each) is int for each in value)
        if not is_three or sorted(value) != value:
            self.refuse(ProfileFlaw.NOT_THREE, name)
        if not least <= value[0] <= value[2] <= most:
            raise ProfileMistake(
                ProfileFlaw.OUT_OF_BOUNDS, where=name, line=self._lines.get(name), least=least, most=most
            )
        return value[0], value[1], value[2]

    def refuse(self, flaw: ProfileFlaw, name: str) -> NoReturn:
        """Refuse the profile for what stands under the name."""
        # What lacks has no line: that of its table says where it belongs.
        line = self._lines.get(name) or self._lines.get(name.rpartition(".")[0])
        raise ProfileMistake(flaw, where=name, line=line)

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


_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")
_NAME = re.compile(r"\s*([\w.\-\"' ]+?)\s*=")


def _lines_of(text: str) -> dict[str, int]:
    """Return in which line each dotted name stands, as far as tables and names are written one a line."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.match(line):
            table = f"{_plain(found[1])}."
            lines.setdefault(table[:-1], number)
        elif found := _NAME.match(line):
            lines.setdefault(f"{table}{_plain(found[1])}", number)
    return lines


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
