"""Engineering documents that a factory owes, their states, and what may wait on them. Source: DOMAIN.md section 3."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accord.rules.vocabulary import Discipline, Status


class DocumentKind(StrEnum):
    """What has to be drawn up before the works can be right."""

    DEA = "dea"
    FIRE_DESIGN = "fire_design"
    LOAD_PLAN = "load_plan"


class DocumentState(StrEnum):
    """How far a document has come; which states a kind goes through says `STATES`."""

    REQUIRED = "required"
    COMMENCED = "commenced"
    SUBMITTED = "submitted"
    COMMENTS = "comments"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"
    WORKS = "works"
    AS_BUILT_VERIFIED = "as_built_verified"
    DESIGN_SUBMITTED = "design_submitted"
    DESIGN_APPROVED = "design_approved"
    INSTALLED = "installed"
    COMMISSIONED = "commissioned"


_REVIEWED = {
    DocumentState.REQUIRED: (DocumentState.COMMENCED, DocumentState.SUBMITTED),
    DocumentState.COMMENCED: (DocumentState.SUBMITTED,),
    DocumentState.SUBMITTED: (DocumentState.COMMENTS, DocumentState.ACCEPTED),
    DocumentState.COMMENTS: (DocumentState.RESUBMITTED,),
    DocumentState.RESUBMITTED: (DocumentState.COMMENTS, DocumentState.ACCEPTED),
}

STATES: Mapping[DocumentKind, Mapping[DocumentState, tuple[DocumentState, ...]]] = {
    DocumentKind.DEA: {
        **_REVIEWED,
        DocumentState.ACCEPTED: (DocumentState.WORKS,),
        DocumentState.WORKS: (DocumentState.AS_BUILT_VERIFIED,),
        DocumentState.AS_BUILT_VERIFIED: (),
    },
    DocumentKind.LOAD_PLAN: {**_REVIEWED, DocumentState.ACCEPTED: ()},
    DocumentKind.FIRE_DESIGN: {
        DocumentState.REQUIRED: (DocumentState.DESIGN_SUBMITTED,),
        DocumentState.DESIGN_SUBMITTED: (DocumentState.COMMENTS, DocumentState.DESIGN_APPROVED),
        DocumentState.COMMENTS: (DocumentState.DESIGN_SUBMITTED,),
        DocumentState.DESIGN_APPROVED: (DocumentState.INSTALLED,),
        DocumentState.INSTALLED: (DocumentState.COMMISSIONED, DocumentState.COMMENTS),
        DocumentState.COMMISSIONED: (),
    },
}
"""For each kind, the states it goes through, each with those that may follow."""

WITH_THE_PROGRAMME = frozenset({DocumentState.SUBMITTED, DocumentState.RESUBMITTED, DocumentState.DESIGN_SUBMITTED})
"""While a document is in one of these the programme owes an answer: the days do not count against the factory."""


def may_follow(kind: DocumentKind, before: DocumentState, after: DocumentState) -> bool:
    """Return whether a document of this kind may go from one state to the other."""
    return after in STATES[kind].get(before, ())


def is_finished(kind: DocumentKind, state: DocumentState) -> bool:
    """Return whether nothing more is owed: no hazard waits on it any longer."""
    return not STATES[kind].get(state, ())


HANDED_IN = frozenset({
    DocumentState.COMMENCED,
    DocumentState.SUBMITTED,
    DocumentState.RESUBMITTED,
    DocumentState.WORKS,
    DocumentState.DESIGN_SUBMITTED,
    DocumentState.INSTALLED,
})  # fmt: skip
"""What the factory says of its document; every other state is the programme's to say."""

DISCIPLINE_OF: Mapping[DocumentKind, Discipline] = {
    DocumentKind.DEA: Discipline.STRUCTURAL,
    DocumentKind.LOAD_PLAN: Discipline.STRUCTURAL,
    DocumentKind.FIRE_DESIGN: Discipline.FIRE,
}
"""Whose engineers judge a document."""


def next_states(kind: DocumentKind, state: DocumentState, *, hands_in: bool) -> tuple[DocumentState, ...]:
    """Return the states that may follow, of those that the factory says, or of those that the programme says."""
    return tuple(each for each in STATES[kind].get(state, ()) if (each in HANDED_IN) is hands_in)


@dataclass(frozen=True)
class Spell:
    """From one day to another, the last one not included; `to_on` None: it still lasts."""

    from_on: date
    to_on: date | None


def spells_in(steps: Sequence[tuple[date, StrEnum]], states: Container[StrEnum]) -> list[Spell]:
    """Return how long something was in one of the states; `steps` in the order in which they were made."""
    spells = []
    for place, (begins, state) in enumerate(steps):
        if state in states:
            ends = steps[place + 1][0] if place + 1 < len(steps) else None
            spells.append(Spell(begins, ends))
    return spells


def days_of(spells: Iterable[Spell], *, today: date) -> int:
    """Return how many days belong to at least one of the spells, up to today: a day is counted once."""
    days = 0
    reached = date.min
    for spell in sorted(spells, key=lambda each: each.from_on):
        begins, ends = max(spell.from_on, reached), min(spell.to_on or today, today)
        if ends > begins:
            days += (ends - begins).days
            reached = ends
    return days


def within(spells: Iterable[Spell], waits: Iterable[Spell], *, today: date) -> list[Spell]:
    """Return the parts of the spells that lie within a wait: a document counts for a hazard only while it waits."""
    waiting = list(waits)
    parts = []
    for spell in spells:
        for wait in waiting:
            begins = max(spell.from_on, wait.from_on)
            ends = min(spell.to_on or today, wait.to_on or today)
            if ends > begins:
                parts.append(Spell(begins, ends))
    return parts


def days_with_the_programme(
    claims: Sequence[tuple[date, Status]],
    documents: Iterable[tuple[Sequence[tuple[date, DocumentState]], Spell]],
    *,
    today: date,
) -> int:
    """Return for how many days a hazard has waited for the programme: they do not count against the factory.

    `claims` are its statuses in their order: a claim waits until it is verified or not accepted. `documents` are those
    that it waited on, each by its steps and the time for which it waited. A day on which both waited is one day.
    Source: DOMAIN.md section 3, "Days spent waiting for the programme itself".
    """
    spells = spells_in(claims, {Status.PENDING_VERIFICATION})
    for steps, wait in documents:
        spells += within(spells_in(steps, WITH_THE_PROGRAMME), [wait], today=today)
    return days_of(spells, today=today)
