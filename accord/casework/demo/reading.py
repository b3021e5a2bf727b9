"""Reads the demonstration from TOML files beside this module: the programme, its people, and one for each factory.

A key that no class of the story knows is an error, so that a slip of the pen never goes unseen.
"""

import tomllib
from pathlib import Path
from typing import Any

from accord.casework.demo.programme import (
    BuildingStory,
    FloorStory,
    OrderStepStory,
    OrderStory,
    OtherOccupant,
    PersonStory,
    ProgrammeStory,
    RoleStory,
    SignatoryStory,
    StepBy,
    ZoneStory,
)
from accord.casework.demo.story import (
    CapStory,
    CommentStory,
    CoverageStory,
    DeadlineStory,
    Deed,
    DeedStory,
    DraftStory,
    FactoryStory,
    HazardStory,
    LoadStory,
    Occupancy,
    PhotoStory,
    SourcingStory,
    StageStory,
    VisitStory,
)
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import (
    CapState,
    Category,
    Coverage,
    Discipline,
    InspectionKind,
    OrderKind,
    OrderStep,
    PhotoOf,
    Rating,
    Severity,
)

STORIES = Path(__file__).resolve().parent
PROGRAMME, PEOPLE = "programme.toml", "people.toml"


def programme_told() -> ProgrammeStory:
    """Return the programme of the demonstration as it is written."""
    return _programme(_read(STORIES / PROGRAMME))


def people_told() -> tuple[PersonStory, ...]:
    """Return everybody who signs in to the demonstration, in the order in which they are written."""
    return tuple(_person(row) for row in _read(STORIES / PEOPLE)["people"])


def factories_told() -> tuple[FactoryStory, ...]:
    """Return the factories of the demonstration as they are written, by number, which is the name of their file."""
    files = (file for file in sorted(STORIES.glob("*.toml")) if file.stem.isdecimal())
    return tuple(_factory(_read(file)) for file in files)


def _programme(table: dict[str, Any]) -> ProgrammeStory:
    return ProgrammeStory(
        **table
        | {
            "engineers": {Discipline(word): tuple(names) for word, names in table["engineers"].items()},
            "company_groups": tuple(table["company_groups"]),
            "signatories": tuple(SignatoryStory(**row) for row in table["signatories"]),
            "buildings": tuple(_building(row) for row in table["buildings"]),
            "orders": tuple(_order(row) for row in table.get("orders", ())),
        }
    )


def _person(row: dict[str, Any]) -> PersonStory:
    roles = tuple(
        RoleStory(
            **role
            | {
                "role": Role(role["role"]),
                "discipline": Discipline(role["discipline"]) if "discipline" in role else None,
            }
        )
        for role in row["roles"]
    )
    return PersonStory(**row | {"roles": roles})


def _factory(table: dict[str, Any]) -> FactoryStory:
    return FactoryStory(
        **table
        | {
            "coverage": Coverage(table["coverage"]),
            "occupies": tuple(Occupancy(**row) for row in table["occupies"]),
            "sourcing": tuple(SourcingStory(**row) for row in table["sourcing"]),
            "visits": {Discipline(word): tuple(map(_visit, rows)) for word, rows in table["visits"].items()},
            "cap": {
                Discipline(word): tuple(CapStory(**row | {"state": CapState(row["state"])}) for row in rows)
                for word, rows in table["cap"].items()
            },
            "hazards": tuple(_hazard(row) for row in table["hazards"]),
            "coverage_history": tuple(
                CoverageStory(**row | {"coverage": Coverage(row["coverage"])})
                for row in table.get("coverage_history", ())
            ),
            "stages": tuple(StageStory(**row) for row in table.get("stages", ())),
        }
    )


def _building(row: dict[str, Any]) -> BuildingStory:
    floors = tuple(
        FloorStory(**floor | {"zones": tuple(ZoneStory(**zone) for zone in floor.get("zones", ()))})
        for floor in row["floors"]
    )
    return BuildingStory(
        **row | {"floors": floors, "others": tuple(OtherOccupant(**other) for other in row.get("others", ()))}
    )


def _order(row: dict[str, Any]) -> OrderStory:
    steps = tuple(
        OrderStepStory(**step | {"step": OrderStep(step["step"]), "actor": StepBy(step["actor"])})
        for step in row["steps"]
    )
    return OrderStory(
        **row
        | {
            "kind": OrderKind(row["kind"]),
            "factories": tuple(row["factories"]),
            "floors": tuple(row.get("floors", ())),
            "steps": steps,
        }
    )


def _visit(row: dict[str, Any]) -> VisitStory:
    kind = InspectionKind(row.get("kind", InspectionKind.FOLLOW_UP))
    return VisitStory(
        **row
        | {
            "kind": kind,
            "rating": Rating(row["rating"]) if "rating" in row else None,
            "report": ReportState(row.get("report", ReportState.ISSUED)),
            "loads": tuple(LoadStory(**load) for load in row.get("loads", ())),
        }
    )


def _hazard(row: dict[str, Any]) -> HazardStory:
    return HazardStory(
        **row
        | {
            "discipline": Discipline(row["discipline"]),
            "category": Category(row["category"]),
            "severity": Severity(row["severity"]),
            "due": tuple(DeadlineStory(**change) for change in row["due"]),
            "deeds": tuple(_deed(deed) for deed in row["deeds"]),
            "log": tuple(CommentStory(**comment) for comment in row["log"]),
            "shared_with": tuple(row.get("shared_with", ())),
            "drafted": DraftStory(**row["drafted"]) if "drafted" in row else None,
            "photos": tuple(
                PhotoStory(**photo | {"shows": PhotoOf(photo["shows"])}) for photo in row.get("photos", ())
            ),
        }
    )


def _deed(row: dict[str, Any]) -> DeedStory:
    [(verb, at)] = [(key, value) for key, value in row.items() if key != "reason"]
    return DeedStory(Deed(verb), at, row.get("reason"))


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
