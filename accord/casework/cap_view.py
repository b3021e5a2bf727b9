"""What the print of a CAP shows beyond the fields of its edition, worked out so that the template decides nothing."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from accord.gateways.language import Language
from accord.gateways.wording import Text, Wording
from accord.rules.disclosure import Edition, HazardDisclosed, StatusDisclosed
from accord.rules.progress import OPEN, Progress
from accord.rules.rate_picture import RatePicture, picture_of
from accord.rules.vocabulary import Discipline, InspectionKind, Source, Status

LONGEST_USUAL_WORD = 18
"""Letters; a longer one may be wider than its column and must be allowed to break."""

SHAPES = {Status.CORRECTED: "■", Status.PENDING_VERIFICATION: "▨", Status.IN_PROGRESS: "□", Status.WITHDRAWN: "✕"}
"""A colour alone would be lost on a copier."""


@dataclass(frozen=True)
class Words:
    """A text as somebody wrote it; `lang` is None where it is in the language of the document."""

    text: str
    lang: str | None
    must_break: bool
    """Whether it has lines of its own, or a word so long that it has to be broken to stay within its column."""


@dataclass(frozen=True)
class Row:
    """One hazard with its texts in the language of the document."""

    hazard: HazardDisclosed
    was_found_first: bool
    """At the initial inspection whose day stands above the table."""
    location: Words | None
    category: Words | None
    observation: Words
    required: Words | None
    required_in_bangla: Words | None
    """In an English document: those who must act read it there."""
    timeline: Words | None
    """The recommended one, as written."""
    plan: Words | None
    withdrawn_reason: Words | None
    lacks_date: bool
    is_imported: bool
    """Whether the status was read from a document made elsewhere."""
    earlier_dates: tuple[date, ...]
    shape: str
    """The status as the bar draws it: solid, hatched, empty; a cross for withdrawn."""
    history: tuple[StatusDisclosed, ...]
    """Given only where there is more to it than the day it was found and the day of its status."""
    log: tuple[tuple[date | None, Words], ...]


@dataclass(frozen=True)
class Group:
    """The hazards of one discipline, in the order of their items."""

    discipline: Discipline
    first_found_on: date | None
    """The day of the initial inspection, said once for all hazards found on it."""
    rows: tuple[Row, ...]


def groups_of(edition: Edition, wording: Wording) -> tuple[Group, ...]:
    """Return the hazards by discipline."""
    by_discipline = groupby(edition.hazards, key=lambda hazard: hazard.discipline)
    return tuple(_group(discipline, tuple(hazards), wording) for discipline, hazards in by_discipline)


def lines_of(edition: Edition) -> list[tuple[Discipline, RatePicture, RatePicture, Progress]]:
    """Return for each discipline the bars of its initial and of its new hazards, and its counts."""
    return [
        (discipline, picture_of(progress.initial), picture_of(progress.new), progress)
        for discipline, progress in edition.progress_by_discipline
    ]


def _group(discipline: Discipline, hazards: tuple[HazardDisclosed, ...], wording: Wording) -> Group:
    first = min((hazard.found_on for hazard in hazards if hazard.visit is InspectionKind.INITIAL), default=None)
    return Group(discipline, first, tuple(_row(hazard, wording, first) for hazard in hazards))


def _row(hazard: HazardDisclosed, wording: Wording, first_found_on: date | None) -> Row:
    current = max(hazard.statuses, key=lambda event: (event.effective_on, event.recorded_on), default=None)
    wanted = hazard.recommended_action_bn if wording.language is Language.EN and hazard.recommended_action else None
    observation = wording.of(hazard.observation, hazard.observation_bn) or wording.written(hazard.observation)
    return Row(
        hazard=hazard,
        was_found_first=hazard.visit is InspectionKind.INITIAL and hazard.found_on == first_found_on,
        location=maybe_words(wording.of(hazard.location)),
        category=None if hazard.category else maybe_words(wording.of(hazard.category_as_written)),
        observation=_words(observation),
        required=maybe_words(wording.of(hazard.recommended_action, hazard.recommended_action_bn)),
        required_in_bangla=_words(wording.written(wanted)) if wanted else None,
        timeline=maybe_words(wording.of(hazard.recommended_timeline)),
        plan=maybe_words(wording.of(hazard.final_action_plan, hazard.final_action_plan_bn)),
        withdrawn_reason=maybe_words(wording.of(hazard.withdrawn_reason)),
        lacks_date=hazard.due_on is None and hazard.status in OPEN,
        is_imported=current is not None and current.source is Source.IMPORTED,
        earlier_dates=_earlier_dates(hazard),
        shape=SHAPES[hazard.status],
        history=hazard.statuses if hazard.reopened_count or len(hazard.statuses) > 2 else (),
        log=tuple((entry.dated_on, _words(wording.written(entry.text))) for entry in hazard.log),
    )


def _earlier_dates(hazard: HazardDisclosed) -> tuple[date, ...]:
    """Return the final timelines that held before, each once, without the one that holds now."""
    agreed = sorted(hazard.deadlines, key=lambda deadline: (deadline.holds_from, deadline.recorded_on))
    dates = dict.fromkeys(deadline.due_on for deadline in agreed if deadline.due_on)
    return tuple(due_on for due_on in dates if due_on != hazard.due_on)


def maybe_words(text: Text | None) -> Words | None:
    """Return the text with what its column needs to know of it, or None."""
    return _words(text) if text else None


def _words(text: Text) -> Words:
    return Words(text.words, text.language.value if text.is_foreign else None, _must_break(text.words))


def _must_break(text: str) -> bool:
    return "\n" in text or any(len(word) > LONGEST_USUAL_WORD for word in text.split())
