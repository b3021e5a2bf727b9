"""The column heads of a CAP table, recognised by what they mean: each year and discipline words them anew."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from accord.gateways.workbook.read import Sheet
from accord.gateways.workbook.sheet_xml import Value
from accord.rules.sheets import cap_layout

MAX_HEAD_LENGTH = 80
"""A longer cell is a sentence that happens to hold the words of a head."""
MIN_HEADS = 3
SEARCHED_ROWS, SEARCHED_COLUMNS = 2_000, 60
"""Heads stand near the top left; to look for them in half a million cells would only serve an attacker."""

ITEM, OBSERVATION, STATUS = "item", "observation", "status"
REQUIRED = {ITEM: "Item No", OBSERVATION: "Observation", STATUS: "Progress Status"}
"""Fields without which a row says nothing, and what their head is called where the sheet has none."""

COMMENTS, CONCLUSION, SUBHEADER = "comments", "conclusion", "subheader"
VISIT_TYPE, SUB_VISIT_TYPE, IGNORED = "visit_type", "sub_visit_type", "ignored"
LOG = "log"

# The first that matches decides, so the narrower ones stand above the wider ones.
_MEANINGS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"(?:item|serial|sl|si|s)(?: (?:no|number|nr))?|finding (?:no|number)|no", ITEM),
        (r".*\bsub\b.*\btype\b.*", SUB_VISIT_TYPE),
        (r".*\bvisit type\b.*", VISIT_TYPE),
        (r".*\bconclusion\b.*", CONCLUSION),
        (r".*\bcomments?\b.*", COMMENTS),
        (r"(?:\w+ ){0,2}status\b.*", STATUS),
        (r".*\bresponsible\b.*", "responsible_person"),
        (r"previous .*", IGNORED),
        (r"(?:final|approved|agreed|factory|revised)(?: proposed)? (?:time ?line|deadline|date)\b.*", "due_on"),
        (r"supposed to complete\b.*|(?:estimated |expected )?date of completion", "due_on"),
        (r"(?:due|target|completion|expected completion) date", "due_on"),
        (r"time ?line dd mm yy(?:yy)?|(?:time ?line|deadline)", "due_on"),
        (r".*\b(?:time ?line|deadline)\b.*", "recommended_timeline"),
        (r"(?:final|factory|factory proposed)\b.*\b(?:action|plan)\b.*", "final_action_plan"),
        (r".*\b(?:action plan|plan of action|recommendations?|recommended action)\b.*", "recommended_action"),
        (r"(?:\w+ ){0,3}observations?\b.*|findings?(?: .*)?", OBSERVATION),
        (r"sub ?header", SUBHEADER),
        (r"question|pictorial evidence|pictures?|photos?|remarks?", IGNORED),
        (r"category", "category_as_written"),
        (r"location", "location"),
    )
)

FIELDS = {
    OBSERVATION: ("observation",),
    STATUS: ("status", "withdrawn_reason"),
    COMMENTS: ("log", "previous_deadlines"),
    CONCLUSION: ("log",),
    VISIT_TYPE: ("origin", "visit", "visit_ordinal"),
    SUB_VISIT_TYPE: (),
    SUBHEADER: ("category_as_written",),
    IGNORED: (),
    "due_on": ("due_on", "previous_deadlines"),
}
"""The fields of `CapRow` that a column states; a meaning that is not here is the name of its one field."""

_OWN_FIELDS = {
    STATUS: ("status",),
    "due_on": ("due_on",),
    "visit": ("visit", "visit_ordinal"),
    "category": ("category", "category_as_written"),
}

OWN = {
    cap_layout.ITEM_NO: ITEM,
    cap_layout.ORIGIN: "origin",
    cap_layout.VISIT: "visit",
    cap_layout.CATEGORY: "category",
    cap_layout.SEVERITY: "severity",
    cap_layout.LOCATION: "location",
    cap_layout.OBSERVATION: OBSERVATION,
    cap_layout.OBSERVATION_BN: "observation_bn",
    cap_layout.RECOMMENDED_ACTION: "recommended_action",
    cap_layout.RECOMMENDED_ACTION_BN: "recommended_action_bn",
    cap_layout.RECOMMENDED_TIMELINE: "recommended_timeline",
    cap_layout.FINAL_ACTION_PLAN: "final_action_plan",
    cap_layout.FINAL_ACTION_PLAN_BN: "final_action_plan_bn",
    cap_layout.RESPONSIBLE_PERSON: "responsible_person",
    cap_layout.FINAL_TIMELINE: "due_on",
    cap_layout.PREVIOUS_TIMELINES: "previous_deadlines",
    cap_layout.STATUS: STATUS,
    cap_layout.STATUS_SINCE: "status_since",
    cap_layout.WITHDRAWN_REASON: "withdrawn_reason",
    cap_layout.FOUND_ON: "found_on",
    cap_layout.LOG: LOG,
}
"""The heads of our own layout, and the field of `CapRow` that each column holds."""
_OWN_HEADS = {meaning: head for head, meaning in OWN.items()}

_ONLY_OURS = frozenset(
    (
        cap_layout.ORIGIN,
        cap_layout.VISIT,
        cap_layout.OBSERVATION_BN,
        cap_layout.RECOMMENDED_ACTION_BN,
        cap_layout.FINAL_ACTION_PLAN_BN,
        cap_layout.PREVIOUS_TIMELINES,
        cap_layout.STATUS_SINCE,
        cap_layout.WITHDRAWN_REASON,
        cap_layout.FOUND_ON,
        cap_layout.LOG,
    )
)

# For messages only: what tells one published layout from the others.
_LAYOUTS = (
    ("F", "subheader"),
    ("E", "conclusion"),
    ("R", "inspection visit type"),
    ("A+", "visit type"),
    ("B", "given in report"),
    ("C", "supposed to complete"),
    ("D", "comments after physical inspection"),
    ("A", "comments from accord"),
)


@dataclass(frozen=True)
class Heads:
    """The row of heads: for each field the column it stands in, and what is printed there."""

    row: int
    columns: Mapping[str, int]
    printed: Mapping[int, str]
    layout: str
    more_comments: tuple[int, ...] = field(default=())
    """Columns of comments after the first one."""

    @property
    def is_ours(self) -> bool:
        """Whether the table has our own layout."""
        return self.layout == "accord"

    @property
    def fields(self) -> frozenset[str]:
        """The fields of `CapRow` that some column of the table states."""
        known = FIELDS | _OWN_FIELDS if self.is_ours else FIELDS
        return frozenset(name for meaning in self.columns for name in known.get(meaning, (meaning,)))

    def name_of(self, meaning: str) -> str:
        """Return the head of a field as printed, or the usual one where the sheet has none."""
        column = self.columns.get(meaning)
        if column is not None:
            return self.printed[column]
        return _OWN_HEADS[meaning] if self.is_ours else REQUIRED.get(meaning, meaning)


def find_heads(sheet: Sheet) -> Heads | None:
    """Return the first row of heads, or None for a sheet without a CAP table."""
    rows = sorted(sheet.rows)[:SEARCHED_ROWS]
    return next((heads for row in rows if (heads := heads_in(row, sheet.rows[row]))), None)


def heads_in(row: int, cells: Mapping[int, Value], *, of_our_export: bool = False) -> Heads | None:
    """Return the row as heads, or None if fewer than three of its cells are heads of different fields.

    `of_our_export`: what stands above the table says so, whatever columns are left of it.
    """
    printed = {
        column: " ".join(text.split())
        for column, text in sorted(cells.items())
        if column <= SEARCHED_COLUMNS and isinstance(text, str) and 0 < len(text) <= MAX_HEAD_LENGTH
    }
    if len(printed) < MIN_HEADS:
        return None
    is_ours = of_our_export or len(_ONLY_OURS.intersection(printed.values())) > 1
    columns: dict[str, int] = {}
    more_comments: list[int] = []
    for column, text in printed.items():
        meaning = OWN.get(text) if is_ours else _meaning(text)
        if meaning == COMMENTS and COMMENTS in columns:
            more_comments.append(column)
        elif meaning:
            columns.setdefault(meaning, column)
    if len(columns) < MIN_HEADS or (ITEM not in columns and OBSERVATION not in columns):
        return None
    return Heads(row, columns, printed, "accord" if is_ours else _layout(printed), tuple(more_comments))


@lru_cache(maxsize=1024)
def _meaning(text: str) -> str | None:
    words = re.sub(r"[\W_]+", " ", text).strip().lower()
    return next((meaning for pattern, meaning in _MEANINGS if pattern.fullmatch(words)), None)


def _layout(printed: Mapping[int, str]) -> str:
    every = " | ".join(re.sub(r"[\W_]+", " ", text).lower() for text in printed.values())
    return next((code for code, words in _LAYOUTS if words in every), "other")
