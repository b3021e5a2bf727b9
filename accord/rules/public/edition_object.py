"""An edition as plain words and numbers, ready for JSON, and back: what was frozen can be read again."""

import types
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from accord.rules.figures.progress import Progress, Tally, is_overdue
from accord.rules.figures.progress_object import progress_object
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    CoverageDisclosed,
    Edition,
    FactoryDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
)
from accord.rules.vocabulary import Discipline, FactoryStatus

Disclosed = TypeVar("Disclosed")
Said = Mapping[str, Any]


def edition_object(edition: Edition) -> dict[str, Any]:
    """Return the edition as plain words and numbers; dates are ISO, progress is the progress object."""
    return {
        "edition": edition.number or None,
        "published_on": edition.published_on.isoformat() if edition.number else None,
        "as_of": edition.as_of.isoformat(),
        "is_demonstration": edition.is_demonstration,
        "factory": plain(edition.factory),
        "status": edition.status.value,
        "progress": progress_object(edition.progress),
        "progress_by_discipline": {
            discipline.value: progress_object(progress) for discipline, progress in edition.progress_by_discipline
        },
        "approvals": plain(edition.approvals),
        "recognitions": plain(edition.recognitions),
        "coverage_changes": plain(edition.coverage_changes),
        "stages": plain(edition.stages),
        "inspections": plain(edition.inspections),
        "hazards": [_hazard_object(hazard) for hazard in edition.hazards],
    }


def edition_from(said: Said) -> Edition:
    """Return the edition that `edition_object` said; an edition that was published comes back as it was."""
    as_of = date.fromisoformat(said["as_of"])
    return Edition(
        factory=_read(FactoryDisclosed, said["factory"]),
        number=said["edition"] or 0,
        published_on=date.fromisoformat(said["published_on"] or said["as_of"]),
        as_of=as_of,
        is_demonstration=said["is_demonstration"],
        status=FactoryStatus(said["status"]),
        progress=_progress(said["progress"]),
        progress_by_discipline=tuple(
            (Discipline(discipline), _progress(progress))
            for discipline, progress in said["progress_by_discipline"].items()
        ),
        approvals=tuple(_read(ApprovalDisclosed, approval) for approval in said["approvals"]),
        inspections=tuple(_read(InspectionDisclosed, visit) for visit in said["inspections"]),
        hazards=tuple(_hazard(hazard, as_of) for hazard in said["hazards"]),
        recognitions=tuple(_read(RecognitionDisclosed, letter) for letter in said["recognitions"]),
        coverage_changes=tuple(_read(CoverageDisclosed, change) for change in said.get("coverage_changes", ())),
        stages=tuple(_read(StageDisclosed, stage) for stage in said.get("stages", ())),
    )


def _hazard_object(hazard: HazardDisclosed) -> dict[str, Any]:
    # What depends on the day of asking is left to whoever asks: the due date and the status say it.
    return {name: value for name, value in plain(hazard).items() if name != "is_overdue"}


def plain(thing: Any) -> Any:
    """Return an allow-listed object, or a tuple of such, as plain words and numbers; dates are ISO."""
    kind = type(thing)
    # Asked first, since most values are plain already: an edition of 75 hazards holds about 8,000.
    if kind in _PLAIN_ALREADY:
        return thing
    if names := _field_names(cast(Hashable, kind)):
        return {name: plain(getattr(thing, name)) for name in names}
    if isinstance(thing, tuple):
        return [plain(part) for part in thing]
    if isinstance(thing, StrEnum):
        return thing.value
    return thing.isoformat() if isinstance(thing, date) else thing


_PLAIN_ALREADY = frozenset({str, int, float, bool, type(None)})


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    """Return the names of the fields of a data class, or none for any other kind."""
    return tuple(field.name for field in fields(cast(Any, kind))) if is_dataclass(kind) else ()


def _hazard(said: Said, as_of: date) -> HazardDisclosed:
    hazard = _read(HazardDisclosed, {**said, "is_overdue": False})
    if not is_overdue(hazard.status, hazard.due_on, as_of):
        return hazard
    return _read(HazardDisclosed, {**said, "is_overdue": True})


def _progress(said: Said) -> Progress:
    return Progress(
        as_of=date.fromisoformat(said["as_of"]),
        known_at=date.fromisoformat(said["known_at"]),
        initial=_tally(said["initial"]),
        new=_tally(said["new"]),
        overdue=said["overdue"],
        no_date=said["no_date"],
        reopened=said["reopened"],
        status=FactoryStatus(said["status"]) if said["status"] else None,
    )


def _tally(said: Said) -> Tally:
    # The percentages follow from the counts.
    return Tally(**{field.name: said[field.name] for field in fields(Tally)})


def _read(kind: type[Disclosed], said: Said) -> Disclosed:
    hints = _hints(cast(Hashable, kind))
    # An edition frozen before a field was added to the allow-list does not speak of it.
    told = (field.name for field in fields(cast(Any, kind)) if field.name in said or not _has_default(field))
    return kind(**{name: _value(hints[name], said[name]) for name in told})


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(cast(type, kind))


def _value(hint: Any, said: Any) -> Any:
    if said is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], part) for part in said)
    if is_dataclass(hint):
        return _read(cast(type[Any], hint), said)
    if issubclass(hint, StrEnum):
        return hint(said)
    return date.fromisoformat(said) if hint is date else said
