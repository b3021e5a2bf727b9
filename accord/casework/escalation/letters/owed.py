"""What a factory owes, as a letter lists it: the evidence of a proposal, frozen with it, in the words of one language.

Of a remedy that was refused no more is said than that: neither a day nor a word of who spoke of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.gateways.formats import format_date, format_plain
from accord.gateways.language import Language, translator
from accord.records.escalation import ProposalEvidence
from accord.records.hazard import Hazard, HazardFactory
from accord.records.hearing import MeetingPromise
from accord.rules.escalation.words import HAPPENED, Trigger
from accord.rules.labels import label
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import Discipline

LONGEST_WORDS = 90
"""Ours: of an observation or a promise so much that one knows which is meant; the whole stands in the plan."""


@dataclass(frozen=True)
class Line:
    """A piece of evidence in words."""

    what: str
    owed_on: str
    late_days: str
    programme_days: str


@dataclass(frozen=True)
class Group:
    """All of one trigger; no lines where nothing but the trigger may be said."""

    word: Trigger
    lines: Sequence[Line]

    @property
    def trigger(self) -> str:
        """The trigger as it is kept, for templates of plain text."""
        return self.word.value

    @property
    def has_happened(self) -> bool:
        """Whether its days are those of what happened, and not of what is owed."""
        return self.word in HAPPENED


@dataclass(frozen=True)
class Names:
    """What the subjects of evidence are called, by their words."""

    hazards: Mapping[int, tuple[Discipline, int, Hazard]]
    promises: Mapping[int, str]


def owed_in_words(
    session: Session, evidence: Iterable[ProposalEvidence], *, factory_id: int
) -> Mapping[Language, Sequence[Group]]:
    """Return the evidence by trigger, the longest owed first, in both languages; in two questions."""
    pieces = list(evidence)
    names = names_of(session, pieces, factory_id=factory_id)
    return {language: groups(pieces, names, language) for language in Language}


def groups(evidence: Iterable[ProposalEvidence], names: Names, language: Language) -> Sequence[Group]:
    """Return the evidence by trigger, the longest owed first, in the words of one language."""
    pieces = sorted(evidence, key=lambda each: (each.trigger, each.owed_on, each.id))
    by_trigger: dict[Trigger, list[Line]] = {}
    for each in pieces:
        lines = by_trigger.setdefault(each.trigger, [])
        if each.trigger is not Trigger.REMEDY_REFUSED:
            lines.append(_line(each, names, language))
    return [Group(trigger, lines) for trigger, lines in by_trigger.items()]


def _line(piece: ProposalEvidence, names: Names, language: Language) -> Line:
    return Line(
        what=_called(piece, names, language),
        owed_on=format_date(piece.owed_on, language),
        late_days=format_plain(piece.late_days, language),
        programme_days=format_plain(piece.programme_days, language),
    )


def _called(piece: ProposalEvidence, names: Names, language: Language) -> str:
    said = translator(language)
    kind, _, number = piece.subject.partition(" ")
    if not number:
        return _heading(said.gettext(label(Discipline(kind)))) if kind in set(Discipline) else kind
    plain = format_plain(int(number), language)
    if kind == "hazard" and int(number) in names.hazards:
        discipline, item, hazard = names.hazards[int(number)]
        words = (hazard.observation_bn if language is Language.BN else None) or hazard.observation
        named = f"{_heading(said.gettext(label(discipline)))} {format_plain(item, language)}"
        return f"{named}: {_cut(words)}"
    if kind == "promise" and int(number) in names.promises:
        return _cut(names.promises[int(number)])
    of_kind = _KINDS[language].get(kind)
    return f"{of_kind} {plain}" if of_kind else plain


_KINDS = {
    Language.EN: {"order": "Order", "measure": "Measure", "meeting": "Meeting", "obstruction": "Visit or training"},
    Language.BN: {"order": "নির্দেশ", "measure": "ব্যবস্থা", "meeting": "সভা", "obstruction": "পরিদর্শন বা প্রশিক্ষণ"},
}


def names_of(session: Session, pieces: Iterable[ProposalEvidence], *, factory_id: int) -> Names:
    """Return what the subjects of all this evidence are called, in two questions."""
    asked = {"hazard": set[int](), "promise": set[int]()}
    for each in pieces:
        kind, _, number = each.subject.partition(" ")
        if kind in asked and number:
            asked[kind].add(int(number))
    hazards = session.execute(
        select(HazardFactory.hazard_id, HazardFactory.discipline, HazardFactory.item, Hazard)
        .join(Hazard, Hazard.id == HazardFactory.hazard_id)
        .where(HazardFactory.factory_id == factory_id, HazardFactory.hazard_id.in_(asked["hazard"]))
        .order_by(HazardFactory.removed_at.is_(None))
    )
    promises = select(MeetingPromise.id, MeetingPromise.words).where(MeetingPromise.id.in_(asked["promise"]))
    return Names(
        {hazard_id: (discipline, item, hazard) for hazard_id, discipline, item, hazard in hazards},
        dict(session.execute(promises).all()),
    )


def _cut(words: str) -> str:
    """Return the beginning of the words on one line, without what no letter says; a bar would begin a new column."""
    line = " ".join(public_text(words).replace("|", "/").split())
    if len(line) <= LONGEST_WORDS:
        return line
    # Half a word may be read as another one; without a space there is no whole one.
    whole = line[:LONGEST_WORDS].rpartition(" ")[0] or line[: LONGEST_WORDS - 2]
    return f"{whole.rstrip(' ,;:–-')} …"


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]
