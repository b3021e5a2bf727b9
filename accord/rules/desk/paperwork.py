"""Engineering documents that a factory owes, their states, and what may wait on them. Source: DOMAIN.md section 3."""

from collections.abc import Mapping
from enum import StrEnum


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
