"""What whoever carries a letter answers, for each address."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """Whether a letter to one address was taken, and in which words."""

    is_taken: bool
    said: str
    is_final: bool = False
    """Whether it was refused for good: to ask again is no use."""


class NotCarried(Exception):
    """Nobody could be asked: the carrier is away, or does not let us in. It says nothing of the addresses."""


def in_a_line(said: bytes | str, *, longest: int = 300) -> str:
    """Return what somebody said on the line, in one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]
