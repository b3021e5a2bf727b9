"""What the print of a CAP shows beyond the fields of its edition, worked out so that the template decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.gateways.wording import Text, Wording
from accord.rules.figures.progress import OPEN, Progress
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.figures.timelines import Timeline, parse_timeline, states_only_a_timeline
from accord.rules.public.disclosure import Edition, HazardDisclosed, LogDisclosed, StatusDisclosed
from accord.rules.vocabulary import Discipline, InspectionKind, Source, Status

LONGEST_USUAL_WORD = 18
"""Letters; a longer one may be wider than its column and must be allowed to break."""

LONGEST_KEPT_WHOLE = 700
"""Letters in a column, about a third of a page; a row with more may break, or it would leave half a page blank."""

LETTERS_A_LINE = 45
"""In the column of a text; a line that was ended by hand takes as much room as a full one."""

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
class Log:
    """The dated comments on a hazard, run on as one paragraph; a comment says its language only if `lang` does not."""

    lang: str | None
    entries: tuple[tuple[date | None, Words], ...]


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
    timeline_meant: Timeline | None
    """What it says, where the words themselves are in another language or a date of a spreadsheet."""
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
    log: Log | None

    @property
    def is_long(self) -> bool:
        """Whether it must be allowed to break across pages."""
        cells = ((self.location, self.category), (self.observation,), (self.required, self.required_in_bangla))
        columns = (*cells, (self.plan,), (self.withdrawn_reason,))
        return any(sum(_room(text.text) for text in texts if text) > LONGEST_KEPT_WHOLE for texts in columns)

    @property
    def has_beneath(self) -> bool:
        """Whether a second row stands beneath, across all columns."""
        return bool(self.history or self.log)


@dataclass(frozen=True)
class Group:
    """The hazards of one discipline, in the order of their items."""

    discipline: Discipline
    first_found_on: date | None
    """The day of the initial inspection, said once for all hazards found on it."""
    rows: tuple[Row, ...]
    has_places: bool
    """Whether any of them has a location, category or severity; else their column is left out."""

    @property
    def columns(self) -> int:
        """How many cells each of their rows has."""
        return 6 if self.has_places else 5


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
    rows = tuple(_row(hazard, wording, first) for hazard in hazards)
    has_places = any(row.location or row.category or row.hazard.category or row.hazard.severity for row in rows)
    return Group(discipline, first, rows, has_places)


def _row(hazard: HazardDisclosed, wording: Wording, first_found_on: date | None) -> Row:
    current = max(hazard.statuses, key=lambda event: (event.effective_on, event.recorded_on), default=None)
    wanted = hazard.recommended_action_bn if wording.language is Language.EN and hazard.recommended_action else None
    observation = wording.of(hazard.observation, hazard.observation_bn) or wording.written(hazard.observation)
    timeline = maybe_words(wording.of(hazard.recommended_timeline))
    return Row(
        hazard=hazard,
        was_found_first=hazard.visit is InspectionKind.INITIAL and hazard.found_on == first_found_on,
        location=maybe_words(wording.of(hazard.location)),
        category=None if hazard.category else maybe_words(wording.of(hazard.category_as_written)),
        observation=_words(observation),
        required=maybe_words(wording.of(hazard.recommended_action, hazard.recommended_action_bn)),
        required_in_bangla=_words(wording.written(wanted)) if wanted else None,
        timeline=timeline,
        timeline_meant=_meant(timeline, wording.language) if timeline else None,
        plan=maybe_words(wording.of(hazard.final_action_plan, hazard.final_action_plan_bn)),
        withdrawn_reason=maybe_words(wording.of(hazard.withdrawn_reason)),
        lacks_date=hazard.due_on is None and hazard.status in OPEN,
        is_imported=current is not None and current.source is Source.IMPORTED,
        earlier_dates=_earlier_dates(hazard),
        shape=SHAPES[hazard.status],
        history=hazard.statuses if hazard.reopened_count or len(hazard.statuses) > 2 else (),
        log=_log(hazard.log, wording),
    )


def _meant(timeline: Words, language: Language) -> Timeline | None:
    """Return what a timeline says where the reader could not tell from its words: foreign ones, or "8/10/2014"."""
    # A condition beside it ("6 weeks after the DEA") must not be lost in a translation of the period alone.
    meant = parse_timeline(timeline.text) if states_only_a_timeline(timeline.text) else None
    is_clear = timeline.lang is None and (meant is None or meant.by is None)
    return None if is_clear or (meant and meant.by and format_date(meant.by, language) == timeline.text) else meant


def _log(entries: Sequence[LogDisclosed], wording: Wording) -> Log | None:
    written = tuple((entry.dated_on, _words(wording.written(entry.text))) for entry in entries)
    languages = {words.lang for _, words in written}
    if len(languages) > 1:
        return Log(None, written)
    # Said once for the paragraph: fewer pieces to set, and what reads aloud changes its voice once.
    shared = ((dated_on, replace(words, lang=None)) for dated_on, words in written)
    return Log(languages.pop(), tuple(shared)) if written else None


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


def _room(text: str) -> int:
    return len(text) + LETTERS_A_LINE * text.count("\n")
