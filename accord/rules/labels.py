"""The words of the field as people read them: page, PDF and letter take them from here.

Each label is also the msgid of its translation (translations/<language>/LC_MESSAGES/vocabulary.po;
docs/glossary-bn.md says why a Bangla word was chosen).
"""

from collections.abc import Mapping
from enum import StrEnum

from accord.rules.vocabulary import (
    CapState,
    Category,
    Coverage,
    Discipline,
    FactoryStatus,
    InspectionKind,
    NoRate,
    OrderKind,
    OrderStep,
    Origin,
    PhotoOf,
    Rating,
    Severity,
    Source,
    Status,
)

VOCABULARY: tuple[type[StrEnum], ...] = (
    Discipline,
    Status,
    Origin,
    Severity,
    InspectionKind,
    Rating,
    Coverage,
    FactoryStatus,
    NoRate,
    OrderKind,
    OrderStep,
    PhotoOf,
    CapState,
    Source,
    Category,
)
"""Every enum whose members a person may read."""

# Keyed by the enum first: members of two enums with the same value ("initial") are equal and hash alike.
_AS_PEOPLE_SAY: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    InspectionKind: {
        InspectionKind.FOLLOW_UP: "follow-up",
        InspectionKind.COMMISSIONING: "testing and commissioning",
        InspectionKind.POST_INCIDENT: "post-incident",
        InspectionKind.SAFETY_COMMITTEE: "safety committee walk-through",
        InspectionKind.DEA_VERIFICATION: "DEA verification",
    },
    FactoryStatus: {
        FactoryStatus.CAP_PENDING: "CAP pending",
        FactoryStatus.INITIAL_CAP_COMPLETED: "initial CAP completed",
    },
    NoRate: {
        NoRate.NOT_PUBLISHED: "nothing published yet",
    },
    OrderStep: {
        OrderStep.DETERMINED: "determined by the chief safety officer",
        OrderStep.COMPLIED: "the factory reports that it complies",
        OrderStep.VERIFIED: "verified on site by an engineer",
        OrderStep.RE_ENTERED: "re-entered although the order stands",
        OrderStep.ANNULLED: "annulled: it was a false alarm",
        OrderStep.VACATED: "ended: vacated for good",
    },
    PhotoOf: {
        PhotoOf.HAZARD: "as found",
        PhotoOf.CORRECTION: "after the correction",
    },
    Source: {
        Source.DESK: "recorded by the programme",
    },
    Category: {
        Category.DRAWINGS: "missing or mismatched drawings",
        Category.LOAD_PLAN: "no load plan",
        Category.ALARM_AND_DETECTION: "fire alarm and detection",
        Category.HOTSPOTS: "hotspots (thermography)",
        Category.SINGLE_LINE_DIAGRAM: "single-line diagram",
        Category.SCALE: "boiler scale",
        Category.SAFETY_VALVE: "missing or faulty safety valve",
        Category.PRESSURE_MONITORING: "gauge or pressure monitoring",
        Category.NO_CERTIFICATE: "no boiler certificate",
    },
}


def label(word: StrEnum) -> str:
    """Return the English words for a member of the vocabulary; also the msgid of its translation."""
    said = _AS_PEOPLE_SAY.get(type(word), {})
    return said.get(word) or word.value.replace("_", " ")


def labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    """Return every label, by enum and member."""
    return {words: {word: label(word) for word in words} for words in VOCABULARY}
