"""Two people on the same record: who comes second is shown what the first one changed, and nothing typed is lost.

A form carries the revision that it was opened with, and the values that stood in it then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from accord.casework.refusals import N_, Told


class Revised(Protocol):
    """A record that counts its changes."""

    revision: Any


@dataclass(frozen=True)
class Meanwhile:
    """A field that somebody else changed while the form lay open: what stands there now, and what was typed."""

    field: str
    stands: Any
    typed: Any


class ChangedMeanwhile(Told):
    """Somebody else changed the record after the form was opened; `fields` says what, and the form shows both."""

    sentence = N_("Somebody else changed this while you had it open. Both are shown below: choose, then save again.")

    def __init__(self, fields: tuple[Meanwhile, ...], *, revision: int) -> None:
        self.fields = fields
        self.revision = revision
        """The revision that a form must carry which was shown these values."""
        super().__init__()


def take_turn(record: Revised, typed: Mapping[str, Any], *, opened_at: int) -> dict[str, tuple[Any, Any]]:
    """Write what was typed into the record, and return what changed by field: from, to.

    The record must have been read in this transaction, for update. Raises ChangedMeanwhile where its revision is not
    the one that the form was opened with and somebody else's values would be overwritten unseen.
    """
    changed = {name: (getattr(record, name), value) for name, value in typed.items() if getattr(record, name) != value}
    if record.revision != opened_at and changed:
        raise ChangedMeanwhile(
            tuple(Meanwhile(name, stands, value) for name, (stands, value) in changed.items()),
            revision=record.revision,
        )
    for name, (_, value) in changed.items():
        setattr(record, name, value)
    if changed:
        record.revision += 1
    return changed
