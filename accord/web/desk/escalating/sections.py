"""What stands on the page of a factory's stage, one section after the other; each has its own module and template."""

from collections.abc import Callable

from accord.records.factory import Factory
from accord.web.desk.escalating.hearing import meetings_section, refusals_section, requests_section
from accord.web.desk.escalating.history_shown import history_section
from accord.web.desk.escalating.letters import letters_section
from accord.web.desk.escalating.recognition_section import recognition_section
from accord.web.desk.escalating.section import Section
from accord.web.desk.escalating.stage_three import stage_three_section
from accord.web.desk.escalating.standing_shown import evidence_section, standing_section

SECTIONS: tuple[Callable[[Factory], Section | None], ...] = (
    standing_section,
    stage_three_section,
    evidence_section,
    meetings_section,
    requests_section,
    refusals_section,
    letters_section,
    recognition_section,
    history_section,
)
"""In the order in which one reads them; one that has nothing to show to the visitor is None."""


def sections_of(factory: Factory) -> list[Section]:
    """Return what the page shows to the visitor."""
    return [section for shown in SECTIONS if (section := shown(factory)) is not None]
