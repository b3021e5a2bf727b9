"""What the words of a CAP sheet mean: statuses, visit types, disciplines, ratings, and words of danger."""

import re
import unicodedata
from dataclasses import dataclass

from accord.rules.vocabulary import Discipline, InspectionKind, OrderKind, Origin, Rating, Severity, Status
from accord.rules.words.complaint_words import tells_of_complaint

_GAPS = re.compile(r"[\s\u00a0\u200b\ufeff_\-‐‑–—]+")

_STATUSES: dict[str, tuple[Status, str | None]] = {
    "corrected": (Status.CORRECTED, None),
    "pending verification": (Status.PENDING_VERIFICATION, None),
    "in progress": (Status.IN_PROGRESS, None),
    "not corrected": (Status.IN_PROGRESS, None),
    "not applicable": (Status.WITHDRAWN, "not applicable"),
    "n/a": (Status.WITHDRAWN, "not applicable"),
    "withdrawn": (Status.WITHDRAWN, None),
    "withdrawn by accord": (Status.WITHDRAWN, "withdrawn by Accord"),
}

_DISCIPLINES = {
    Discipline.STRUCTURAL: re.compile(r"\bstructur(?:al|e)\b|কাঠামো", re.IGNORECASE),
    Discipline.FIRE: re.compile(r"\bfire\b|অগ্নি", re.IGNORECASE),
    Discipline.ELECTRICAL: re.compile(r"\belectric(?:al)?\b|বৈদ্যুতিক", re.IGNORECASE),
    Discipline.BOILER: re.compile(r"\bboilers?\b|বয়লার", re.IGNORECASE),
}
_TITLE = re.compile(r"\b(safety|inspection|report|cap|corrective|remediation)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(\d{1,2})\s*(?:st|nd|rd|th)?\b", re.IGNORECASE)

# The first that matches decides. "Special" stays special even where the sub type says more (an earthquake):
# were it used for complaint visits alone, the word itself would tell of a complaint.
_KINDS = (
    (re.compile(r"follow\s*up"), InspectionKind.FOLLOW_UP),
    (re.compile(r"special"), InspectionKind.SPECIAL),
    (re.compile(r"commissioning|\bt ?& ?cv?\b"), InspectionKind.COMMISSIONING),
    (re.compile(r"\bdea\b|detailed engineering"), InspectionKind.DEA_VERIFICATION),
    (re.compile(r"closure"), InspectionKind.CLOSURE_VERIFICATION),
    (re.compile(r"committee"), InspectionKind.SAFETY_COMMITTEE),
    (re.compile(r"incident|accident"), InspectionKind.POST_INCIDENT),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    # Bangla letters with a dot below are one sign in some files and two in others: NFC makes them two everywhere.
    return re.compile(unicodedata.normalize("NFC", pattern), re.IGNORECASE)


_MAYBE_DANGER = _compiled(
    r"imminent|evacuat|vacat|load|shut|clear|empt|leave|crush|collaps|আসন্ন|খালি|ছেড়ে|সরিয়ে|ধসে|ধ্বসে|চূর্ণ|ভার কমা|বন্ধ"
)
_SEVERE = _compiled(r"\bsevere (?:and|&) imminent\b|গুরুতর (?:ও|এবং) আসন্ন")
_HOUSE = r"(?:the |this |whole |entire |all )*(?:factory )?(?:buildings?|floors?|premises|factory)\b"
_DANGERS = (
    (_compiled(r"\bevacuat(?:e|es|ed|ing|ion)\b"), OrderKind.EVACUATION, "evacuate"),
    (
        # As engineers say it to each other: "Clear the building", "people must leave this floor".
        _compiled(
            rf"\b(?:clear(?:ed)?|empty|emptied|leave|vacated?) (?:out )?{_HOUSE}(?! of\b)"
            r"|(?:ভবন|কারখানা|তলা|ফ্লোর)\S*\s+(?:\S+\s+)?(?:খালি কর|ছেড়ে)"
            r"|(?:লোক|শ্রমিক|মানুষ)\S*\s+(?:\S+\s+)?সরিয়ে"
        ),
        OrderKind.EVACUATION,
        "clear the building",
    ),
    (_compiled(r"\bload reductions?\b|ভার কমা"), OrderKind.LOAD_REDUCTION, "load reduction"),
    (_compiled(r"\bshut ?down\b|বয়লার\S*\s+(?:\S+\s+)?বন্ধ কর"), OrderKind.BOILER_SHUTDOWN, "shut down"),
)
_FAILING = (
    (
        # Of the building itself: cartons at the bottom of a stack are crushed too.
        _compiled(
            r"\b(?:columns?|beams?|slabs?|concrete|walls?|piers?|piles?|footings?|foundations?|masonry|c ?\d+)\b[^.;]*"
            r"\bcrush(?:ed(?! (?:stone|brick|aggregate))|ing(?! (?:strength|test)))\b|চূর্ণ"
        ),
        "crushed",
    ),
    (
        _compiled(
            r"\bcollapsed\b|\b(?:may|might|could|will|about to|likely to|(?:risk|danger|verge) of) collaps(?:e|ing)\b"
            r"|ধ্?বসে|ধসে"
        ),
        "collapse",
    ),
)
"""Of a structure only: elsewhere a crushed cable or a collapsed hose is a defect among others."""
_SEVERE_ORDERS = {
    Discipline.STRUCTURAL: OrderKind.EVACUATION,
    Discipline.BOILER: OrderKind.BOILER_SHUTDOWN,
}


class UnknownStatus(ValueError):
    """The words are none of the statuses that a CAP knows."""


@dataclass(frozen=True)
class Visit:
    """What a visit type says of a hazard: initial or new, and on which kind of visit it was found."""

    origin: Origin
    kind: InspectionKind
    ordinal: int | None = None


@dataclass(frozen=True)
class Danger:
    """An order that the words of a hazard call for; `kind` None where the engineer has to choose it."""

    kind: OrderKind | None
    because: str


def plain(words: str) -> str:
    """Return the words in lower case with single spaces: no line break, no-break space, hyphen or underscore."""
    return _GAPS.sub(" ", words).strip().lower()


def status_of(words: str) -> tuple[Status, str | None]:
    """Return the status that the words name and, if withdrawn, the reason where they give one.

    "Not corrected" is in progress; "not applicable" and "n/a" are withdrawn for that reason. Raises UnknownStatus.
    """
    known = _STATUSES.get(plain(words).rstrip(" ."))
    if known is None:
        raise UnknownStatus(words)
    return known


def visit_of(visit_type: str, sub_type: str = "") -> Visit:
    """Return what visit type and sub type say; only an "Initial Inspection" makes an initial hazard.

    A visit that followed a complaint is special, and nothing of the word is kept. Source: DOMAIN.md section 3.
    """
    origin = Origin.INITIAL if plain(visit_type) in {"initial inspection", "initial"} else Origin.NEW
    if tells_of_complaint(visit_type) or tells_of_complaint(sub_type):
        return Visit(origin, InspectionKind.SPECIAL)
    if origin is Origin.INITIAL:
        return Visit(origin, InspectionKind.INITIAL)
    kind = _kind(plain(visit_type)) or _kind(plain(sub_type)) or InspectionKind.SPECIAL
    if kind is not InspectionKind.FOLLOW_UP:
        return Visit(origin, kind)
    number = _ORDINAL.search(sub_type) or _ORDINAL.search(visit_type)
    return Visit(origin, kind, int(number[1]) if number else None)


def _kind(words: str) -> InspectionKind | None:
    return next((kind for pattern, kind in _KINDS if pattern.search(words)), None)


def disciplines_in(words: str) -> tuple[Discipline, ...]:
    """Return every discipline that the words name, in the order of `Discipline`."""
    # A sheet may be called "Fire_90004": an underscore must not hide the word.
    spaced = plain(words)
    return tuple(discipline for discipline, pattern in _DISCIPLINES.items() if pattern.search(spaced))


def title_discipline(words: str) -> Discipline | None:
    """Return the discipline of a title such as "FIRE SAFETY", or None: "Fire Service Road" is no title."""
    found = disciplines_in(words)
    if len(found) != 1 or len(words) > 120:
        return None
    return found[0] if _TITLE.search(words) or plain(words) == found[0].value else None


def rating_of(words: str) -> Rating | None:
    """Return the structural rating that the words name, or None."""
    found = [rating for rating in Rating if re.search(rf"\b{rating.value}\b", plain(words))]
    return found[0] if len(found) == 1 else None


def yes_or_no(words: str) -> bool | None:
    """Return True for yes, False for no, None for anything else."""
    return {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(plain(words))


def danger_in(
    discipline: Discipline, observation: str, recommended_action: str | None, *, severity: Severity | None = None
) -> Danger | None:
    """Return the order that a hazard's own words call for, or None; what the factory or a comment says does not count.

    "Severe and imminent" means evacuation for a structure and shutdown for a boiler; in fire and electrical
    safety the engineer chooses. It counts as a word of the observation or as the `severity`, where the sheet has one.
    The words may be English or Bangla. Source: CONTRACT 2.1, "Danger"; DOMAIN.md section 6.
    """
    if severity is Severity.SEVERE_AND_IMMINENT:
        return _severe(discipline)
    words = unicodedata.normalize("NFC", f"{observation} {recommended_action or ''}")
    if not _MAYBE_DANGER.search(words):
        return None
    words = plain(words)
    if _SEVERE.search(words):
        return _severe(discipline)
    found = next(((kind, because) for pattern, kind, because in _DANGERS if pattern.search(words)), None)
    if found is None:
        return _failing(discipline, words)
    kind, because = found
    # "Shut down the transformer" is a danger to look at, but no boiler.
    is_other_machine = kind is OrderKind.BOILER_SHUTDOWN and discipline is not Discipline.BOILER
    return Danger(None if is_other_machine else kind, because)


def _severe(discipline: Discipline) -> Danger:
    return Danger(_SEVERE_ORDERS.get(discipline), "severe and imminent")


def _failing(discipline: Discipline, words: str) -> Danger | None:
    if discipline is not Discipline.STRUCTURAL:
        return None
    because = next((because for pattern, because in _FAILING if pattern.search(words)), None)
    return Danger(OrderKind.EVACUATION, because) if because else None
