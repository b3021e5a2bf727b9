"""What two profiles of the protocol say differently, limit by limit."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from accord.rules.escalation.profile import Profile
from accord.rules.escalation.words import RequestKind, Trigger


class Chapter(StrEnum):
    """Where in a profile something stands."""

    WHOLE = "whole"
    TRIGGER = "trigger"
    UP = "up"
    STAGE_THREE = "stage_three"
    REQUEST = "request"


@dataclass(frozen=True)
class Changed:
    """One value that another profile holds otherwise; None: it holds none."""

    chapter: Chapter
    of: Trigger | RequestKind | int | None
    """The trigger, the request or the stage it is about; None: the whole profile, or stage 3."""
    field: str
    was: Any
    becomes: Any


OWN_FIELDS = (
    "name",
    "holds_from",
    "title",
    "title_bn",
    "reason",
    "reason_bn",
    "source",
    "meets_group",
    "declined_rests_days",
)
"""What a profile says of itself; a test holds that with its parts these are all that it holds."""


def differences(one: Profile, other: Profile) -> list[Changed]:
    """Return every value in which the other profile differs, in the order of the file."""
    return [
        *(
            Changed(Chapter.WHOLE, None, name, getattr(one, name), getattr(other, name))
            for name in OWN_FIELDS
            if getattr(one, name) != getattr(other, name)
        ),
        *(
            each
            for trigger in Trigger
            for each in _parts(Chapter.TRIGGER, trigger, one.triggers[trigger], other.triggers[trigger])
        ),
        *(each for stage in sorted(one.up) for each in _parts(Chapter.UP, stage, one.up[stage], other.up[stage])),
        *_parts(Chapter.STAGE_THREE, None, one.stage_three, other.stage_three),
        *(
            each
            for kind in RequestKind
            for each in _parts(Chapter.REQUEST, kind, one.requests[kind], other.requests[kind])
        ),
    ]


def _parts(chapter: Chapter, of: Trigger | RequestKind | int | None, one: Any, other: Any) -> Iterator[Changed]:
    for field in fields(one):
        was, becomes = getattr(one, field.name), getattr(other, field.name)
        if was != becomes:
            yield Changed(chapter, of, field.name, was, becomes)
