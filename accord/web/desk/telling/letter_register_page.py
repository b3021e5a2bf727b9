"""The register of letters as its page and its table show it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from accord.casework.notices.outbox import Shown
from accord.casework.notices.register import LetterLine, LetterPage, LettersAsked
from accord.casework.refusals import N_
from accord.gateways.language import Language
from accord.records.factory import Factory
from accord.records.notice import Notice
from accord.rules.labels import label
from accord.rules.notices import TO_TELL_BY_HAND
from accord.web.access import Action, may
from accord.web.desk.telling.kinds import KINDS
from accord.web.desk.telling.names import kind_of, name_of
from accord.web.desk.telling.notice_page import BADGES, SHOWN, attempt_words
from accord.web.filters import plain
from accord.web.language import gettext, language
from accord.web.site import site

HEADS = (
    "number",
    "day",
    "letter",
    "subject",
    "recipient",
    "what the recipient is",
    "factories",
    "because of",
    "state",
    "sent at",
    "sent to",
    "acknowledged at",
    "acknowledged by",
)


@dataclass(frozen=True)
class Row:
    """A letter in the list."""

    notice: Notice
    number: str
    organisation: str
    kind: str
    letter: str
    subject: str
    factories: Sequence[Factory]
    cause: str
    cause_at: str | None
    """Where what it was written because of is shown; None: the visitor cannot look there."""
    badge: str
    is_red: bool
    sent_at: datetime | None
    sent_to: str | None
    said: str | None
    """What became of the last attempt, where none was taken."""
    received_at: datetime | None
    received_by: str | None


@dataclass(frozen=True)
class Choice:
    """A state in which letters may be."""

    shown: Shown | None
    words: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Option:
    """A choice of a field."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class RegisterPage:
    """The register."""

    rows: Sequence[Row]
    found: int
    choices: Sequence[Choice]
    kinds: Sequence[Option]
    years: Sequence[Option]
    to_tell: int
    asked: LettersAsked
    table: str
    """The address of all of it as a table."""
    page: int
    pages: int
    before: str | None
    after: str | None


def register_page(found: LetterPage, asked: LettersAsked) -> RegisterPage:
    """Return the register for its page."""
    choices = [
        _choice(asked, None, gettext("all"), found.everything),
        *(_choice(asked, each, gettext(words), found.counts[each]) for each, words in SHOWN.items()),
    ]
    return RegisterPage(
        rows=[row_of(each) for each in found.lines],
        found=found.found,
        choices=choices,
        kinds=[Option(each.value, gettext(words), asked.kind is each) for each, words in KINDS.items()],
        years=[Option(str(each), plain(each), asked.year == each) for each in found.years],
        to_tell=found.counts[Shown.TO_TELL],
        asked=asked,
        table=url_for("letter_register.table", **_parameters(asked)),
        page=found.page,
        pages=found.pages,
        before=_page(asked, found.page - 1) if found.page > 1 else None,
        after=_page(asked, found.page + 1) if found.page < found.pages else None,
    )


def row_of(line: LetterLine) -> Row:
    """Return a letter for a list."""
    notice, sent = line.notice, line.sent
    return Row(
        notice=notice,
        number=notice.reference or "–",
        organisation=name_of(notice.organisation, notice.organisation_name),
        kind=kind_of(notice.organisation),
        letter=gettext(KINDS[notice.text.letter]) if notice.text.letter in KINDS else "",
        subject=notice.text.subject_bn if language() is Language.BN else notice.text.subject,
        factories=line.factories,
        cause=_cause(notice),
        cause_at=_cause_at(notice, line.factories),
        badge=BADGES[notice.state],
        is_red=notice.state in TO_TELL_BY_HAND and notice.next_try_at is not None,
        sent_at=sent.at if sent else None,
        sent_to=sent.address if sent else None,
        said=attempt_words(line.last) if line.last and not sent else None,
        received_at=line.received.at if line.received else None,
        received_by=line.received.said_by if line.received else None,
    )


def cells(lines: Iterable[LetterLine]) -> Iterator[Sequence[str]]:
    """Give the letters as rows of a table."""
    zone = site().settings.zone

    def at(instant: datetime | None) -> str:
        return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M") if instant else ""

    for line in lines:
        row = row_of(line)
        yield (
            line.notice.reference or "",
            at(line.notice.recorded_at)[:10],
            row.letter,
            row.subject,
            row.organisation,
            row.kind,
            "; ".join(str(each.number) for each in line.factories),
            line.notice.cause,
            gettext(label(line.notice.state)),
            at(row.sent_at),
            row.sent_to or "",
            at(row.received_at),
            row.received_by or "",
        )


def _choice(asked: LettersAsked, shown: Shown | None, words: str, count: int) -> Choice:
    parameters = _parameters(asked) | {"shown": shown.value if shown else None}
    return Choice(shown, words, count, url_for("letter_register.list", **parameters), asked.shown is shown)


def _page(asked: LettersAsked, page: int) -> str:
    return url_for("letter_register.list", page=page, **_parameters(asked))


def _parameters(asked: LettersAsked) -> dict[str, Any]:
    return {
        "q": asked.words or None,
        "shown": asked.shown.value if asked.shown else None,
        "kind": asked.kind.value if asked.kind else None,
        "year": asked.year,
        "factory": asked.factory,
    }


_CAUSES: Mapping[str, str] = {
    "order": N_("order %(number)s"),
    "stage": N_("decision %(number)s"),
    "meeting": N_("meeting %(number)s"),
    "draft": N_("draft %(number)s"),
    "request": N_("request %(number)s"),
}


def _cause(notice: Notice) -> str:
    kind, _, number = notice.cause.partition(" ")
    shown = plain(int(number)) if number.isdecimal() else number
    return gettext(_CAUSES[kind]) % {"number": shown} if kind in _CAUSES else notice.cause


def _cause_at(notice: Notice, factories: Sequence[Factory]) -> str | None:
    if notice.order_id is not None:
        return url_for("orders_desk.show", order_id=notice.order_id) if may(Action.READ_ORDER) else None
    if factories and may(Action.READ_STAGE):
        return url_for("stages.show", number=factories[0].number)
    return None
