"""Whose CAP it is: factory numbers and names from the sheets, the file name and the command line.

A number is never guessed: years, postcodes and dates look like numbers too. Source: CONTRACT 2.1, "Factory number".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.gateways.cap_sheets.head_block import HeadBlock
from accord.gateways.cap_sheets.model import Note, Problem

_NUMBER = re.compile(r"(?<!\d)([1-9]\d{3,4})(?!\d)")
_NUMBER_IN_FILE_NAME = re.compile(r"(?<!\d)([1-9]\d{3,4})(?![0-9A-Za-z])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LABELLED = re.compile(r"\(\s*(?:(?:factory|accord|rsc)\s+)?(?:id|no|number)\b\W*([1-9]\d{3,4})\s*\)", re.IGNORECASE)
_BARE = re.compile(r"\(\s*([1-9]\d{3,4})\s*\)")
_NAME_ENDS = re.compile(r",(?!\s*(?:ltd|limited|inc|llc|llp|pvt|plc)\b)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:&|\+|/|;|,|\band\b)\s*", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?:ltd|limited|inc|llc|plc|pvt)\b\.?\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Identity:
    """Numbers and names of the factories that one sheet names, one name per number, and the address."""

    numbers: tuple[int, ...]
    names: tuple[str | None, ...]
    address: str | None


def identity_of(block: HeadBlock) -> Identity:
    """Return the factories that the block above the table names; without a number one name may stand alone."""
    written = block.name or ""
    name, address = written, block.address
    if block.name_holds_address and (comma := _NAME_ENDS.search(written)):
        name, address = written[: comma.start()], written[comma.end() :].strip() or address
    numbers = _numbers(block.number, written, name)
    name = " ".join(_LABELLED.sub(" ", _without_number(name)).split()).strip(" ,;")
    return Identity(numbers, _names(name, len(numbers)), address)


def number_in_file_name(path: Path) -> int | None:
    """Return the one number of 4 or 5 digits at the end of a word of the name that is no year, or None."""
    found = {match[1] for match in _NUMBER_IN_FILE_NAME.finditer(path.stem) if not _YEAR.fullmatch(match[1])}
    return int(found.pop()) if len(found) == 1 else None


def settle_numbers(
    sheets: Sequence[tuple[str, Identity]], file_number: int | None, factory: int | None
) -> tuple[int | None, list[Problem], list[Note]]:
    """Return the number for sheets that name none, and what speaks against the numbers given.

    The workbook's own number counts first, then `--factory`, then the file name.
    """
    inside = sorted({number for _, identity in sheets for number in identity.numbers})
    listed = " and ".join(str(number) for number in inside)
    if factory is not None and len(inside) > 1:
        return None, [_problem(f"--factory cannot be given: the workbook holds the factories {listed}.")], []
    if inside:
        return _settle_inside(sheets, inside, file_number, factory)
    if factory is not None and file_number is not None and factory != file_number:
        return None, [_problem(f"--factory {factory} contradicts the file name, which says {file_number}.")], []
    number = factory if factory is not None else file_number
    if number is None:
        message = "Neither the workbook nor the file name holds a factory number; expected one: give --factory N."
        return None, [Problem(sheets[0][0] if len(sheets) == 1 else None, None, None, message)], []
    return number, [], []


def _settle_inside(
    sheets: Sequence[tuple[str, Identity]], inside: list[int], file_number: int | None, factory: int | None
) -> tuple[int | None, list[Problem], list[Note]]:
    if len(inside) > 1:
        message = (
            "The sheet names no factory number, and the workbook holds several; "
            "expected it beside 'Factory ID' above the table."
        )
        return None, [Problem(name, None, None, message) for name, each in sheets if not each.numbers], []
    if factory is not None and factory != inside[0]:
        return None, [_problem(f"--factory {factory} contradicts the workbook, which says {inside[0]}.")], []
    if file_number is not None and file_number != inside[0]:
        message = f"The file name says factory {file_number}, the workbook {inside[0]}; the workbook counts."
        return inside[0], [], [Note(None, None, None, message)]
    return inside[0], [], []


def _numbers(cell: str | None, written: str, name: str) -> tuple[int, ...]:
    found = _NUMBER.findall(cell) if cell else []
    # "(ID 90004)" may stand after the address too; a bare "(90109)" only right after the name,
    # and a year there, as in "Demo Textiles (1998) Ltd.", is part of the name.
    found += _LABELLED.findall(written)
    found += [number for number in _BARE.findall(name) if not _YEAR.fullmatch(number)]
    return tuple(dict.fromkeys(int(number) for number in found))


def _without_number(name: str) -> str:
    return _BARE.sub(lambda found: found[0] if _YEAR.fullmatch(found[1]) else " ", name)


def _names(name: str, count: int) -> tuple[str | None, ...]:
    """Return one name per number: "A Ltd. & B Ltd." with two numbers is two names, with one number it is one."""
    if count < 2:
        return (name or None,) * max(count, 1)
    parts: list[str] = []
    begins_at = 0
    for between in _BETWEEN_NAMES.finditer(name):
        if _COMPANY.search(name[begins_at : between.start()]):
            parts.append(name[begins_at : between.start()].strip())
            begins_at = between.end()
    parts.append(name[begins_at:].strip())
    return tuple(parts) if len(parts) == count else (name or None,) * count


def _problem(message: str) -> Problem:
    return Problem(None, None, None, message)
