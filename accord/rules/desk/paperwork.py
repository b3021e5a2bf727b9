"""Engineering documents that a factory owes, their states, and what may wait on them. Source: DOMAIN.md section 3."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from accord.rules.spells import Spell, days_of, spells_in, within
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


def spells_with_the_programme(
    claims: Sequence[tuple[date, Status]],
    documents: Iterable[tuple[Sequence[tuple[date, DocumentState]], Spell]],
    *,
    today: date,
) -> list[Spell]:
    """Return when a hazard has waited for the programme: those days do not count against the factory.

    `claims` are its statuses in their order: a claim waits until it is verified or not accepted. `documents` are those
    that it waited on, each by its steps and the time for which it waited.
    Source: DOMAIN.md section 3, "Days spent waiting for the programme itself".
    """
    spells = spells_in(claims, {Status.PENDING_VERIFICATION})
    for steps, wait in documents:
        spells += within(spells_in(steps, WITH_THE_PROGRAMME), [wait], today=today)
    return spells


def days_with_the_programme(
    claims: Sequence[tuple[date, Status]],
    documents: Iterable[tuple[Sequence[tuple[date, DocumentState]], Spell]],
    *,
    today: date,
) -> int:
    """Return for how many days a hazard has waited for the programme. A day on which both waited is one day."""
    return days_of(spells_with_the_programme(claims, documents, today=today), today=today)
