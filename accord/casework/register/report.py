"""What an import into the register did, for the person and for programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from accord.gateways.cap_sheets.model import Note


@dataclass(frozen=True)
class PairFound:
    """Two factories that may be one, by number, the lower first."""

    factories: tuple[int, int]
    score: int
    because: tuple[str, ...]


@dataclass
class RegisterReport:
    """Counts of factories and of rows left out. Filled in while the import runs.

    Every row is counted once: created + updated + unchanged + skipped is the number of rows.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    no_name: int = 0
    foreign: int = 0
    repeated: int = 0
    """Rows that speak of a factory which another row of the file names too."""
    numbers_given: list[int] = field(default_factory=list)
    columns_not_used: tuple[str, ...] = ()
    likely_duplicates: list[PairFound] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The number of rows below the heads."""
        return self.created + self.updated + self.unchanged + self.no_name + self.foreign + self.repeated

    def as_object(self) -> dict[str, Any]:
        """Return the report as the command prints it."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": {"no_name": self.no_name, "foreign": self.foreign, "repeated": self.repeated},
            "numbers_given": self.numbers_given,
            "columns_not_used": list(self.columns_not_used),
            "likely_duplicates": [
                {"factories": list(pair.factories), "score": pair.score, "because": list(pair.because)}
                for pair in self.likely_duplicates
            ],
            "warnings": notes_as_objects(self.warnings),
        }


@dataclass
class SourcingReport:
    """Counts of relations between signatories and factories. Filled in while the import runs."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    signatories_created: list[str] = field(default_factory=list)
    activated: list[int] = field(default_factory=list)
    """Factories that were inactive, "no brand", and have one now."""
    warnings: list[Note] = field(default_factory=list)

    def as_object(self) -> dict[str, Any]:
        """Return the report as the command prints it."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "signatories_created": self.signatories_created,
            "activated": self.activated,
            "warnings": notes_as_objects(self.warnings),
        }


@dataclass(frozen=True)
class Shared:
    """A building that has more than one occupant today."""

    building: str
    factories: tuple[int, ...]
    others: tuple[str, ...]


@dataclass
class Tally:
    """How many records of one kind were made and how many filled in."""

    created: int = 0
    updated: int = 0


@dataclass
class BuildingsReport:
    """Counts of buildings, floors, zones and stays. Filled in while the import runs.

    A building counts as updated if anything of it was filled in or added, its floors and occupants among that.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    floors: Tally = field(default_factory=Tally)
    zones: Tally = field(default_factory=Tally)
    stays: Tally = field(default_factory=Tally)
    shared: list[Shared] = field(default_factory=list)
    columns_not_used: tuple[str, ...] = ()
    warnings: list[Note] = field(default_factory=list)

    def as_object(self) -> dict[str, Any]:
        """Return the report as the command prints it."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "floors": asdict(self.floors),
            "zones": asdict(self.zones),
            "stays": asdict(self.stays),
            "shared": [
                {"building": each.building, "factories": list(each.factories), "others": list(each.others)}
                for each in self.shared
            ],
            "columns_not_used": list(self.columns_not_used),
            "warnings": notes_as_objects(self.warnings),
        }


def notes_as_objects(notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Return the warnings with their places."""
    return [{"row": note.row, "column": note.column, "message": note.message} for note in notes]
