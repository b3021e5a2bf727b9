"""The way of an inspection report from draft to issue. Source: DOMAIN.md section 3."""

from collections.abc import Mapping
from enum import StrEnum

from accord.rules.vocabulary import Source


class ReportState(StrEnum):
    """How far a revision of a report has come."""

    DRAFT = "draft"
    FOR_CHECKING = "for_checking"
    CHECKED = "checked"
    APPROVED = "approved"
    ISSUED = "issued"


FOLLOWING: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.FOR_CHECKING}),
    ReportState.FOR_CHECKING: frozenset({ReportState.CHECKED, ReportState.DRAFT}),
    ReportState.CHECKED: frozenset({ReportState.APPROVED, ReportState.DRAFT}),
    ReportState.APPROVED: frozenset({ReportState.ISSUED}),
    ReportState.ISSUED: frozenset(),
}
"""Which state may follow which; after the issue a change is a new revision."""

STANDS = frozenset({ReportState.APPROVED, ReportState.ISSUED})
"""What a report in one of these says may be published."""


def may_follow(before: ReportState, after: ReportState) -> bool:
    """Return whether a report may go from one state to the other."""
    return after in FOLLOWING[before]


def may_be_published(source: Source, *, report_stands: bool) -> bool:
    """Return whether what an inspection brought may enter an edition; what was imported was published elsewhere.

    What was recorded at the desk on no inspection has no report that vouches for it, and waits.
    """
    return source is Source.IMPORTED or report_stands
