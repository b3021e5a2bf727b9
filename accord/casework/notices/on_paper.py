"""Letters on paper, for whoever has no address: each with a part to be signed, and a code that leads to its page.

The code confirms nothing by being read: behind it stands a page with a button, as behind the link of an e-mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.notices.gate_words import Both, both
from accord.casework.notices.organisations import ALONE, SPEAK_BANGLA_FIRST
from accord.casework.notices.sending import is_late
from accord.casework.notices.wording import Site
from accord.casework.refusals import N_
from accord.config import Settings
from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.gateways.printing.apart import Paper, paper_of
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.qr import qr_svg
from accord.paths import reports_folder
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.labels import label
from accord.rules.notices import TO_TELL_BY_HAND, Sending
from accord.rules.orders.words import RecipientKind

MOST_LETTERS = 60
"""Ours: of one order at a time; what is told is recorded, and then the next ones are printed."""
NOT_HANDED_OVER = frozenset({Sending.SENT, Sending.HELD})

KINDS = {
    "factory": RecipientKind.FACTORY,
    "committee": RecipientKind.SAFETY_COMMITTEE,
}
"""By the first word of an organisation, where it is another one than the word of the kind."""

OVER = N_("Its order has ended: this letter is kept on record and is not handed over any more.")
SCAN = N_("Or confirm it by telephone: read the code, write your name and press the button.")


@dataclass(frozen=True)
class Letterhead:
    """What every letter must know of the installation."""

    site: Site
    zone: ZoneInfo
    hotline: str | None
    is_demonstration: bool


@dataclass(frozen=True)
class Part:
    """What the letter says in one language."""

    language: str
    subject: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """A letter, worked out so that its template decides nothing."""

    number: int
    order: int | None
    written_on: Both
    name: str | None
    """None: there is only one of the kind."""
    kind: Both
    parts: Sequence[Part]
    is_over: bool
    code: Markup | None


def letterhead_of(settings: Settings, *, is_demonstration: bool) -> Letterhead:
    """Return what every letter must know of an installation with these settings."""
    return Letterhead(Site(settings.base_url, settings.secret_key), settings.zone, settings.hotline, is_demonstration)


def paper_of_letters(notices: Sequence[Notice], head: Letterhead) -> Paper:
    """Return the letters as they are printed, each on pages of its own; the same letters always give the same bytes."""
    first = notices[0]
    html = (
        _environment()
        .get_template("letters/letters.html")
        .render(
            letters=[_sheet(each, head) for each in notices],
            title=_title(notices),
            hotline=head.hotline,
            host=head.site.base_url and head.site.host,
            is_demonstration=head.is_demonstration,
            over=both(OVER),
            scan=both(SCAN),
        )
    )
    return paper_of(
        [html],
        folder=reports_folder(),
        language=_first_language(first),
        title=_title(notices),
        made_at=first.recorded_at.astimezone(UTC).replace(microsecond=0),
        most_pages=None,
    )


def undelivered(session: Session, order: SafetyOrder) -> Sequence[Notice]:
    """Return the letters of an order that nobody has received yet, those first whom nothing else reaches.

    What is held is not among them, nor what would be a false alarm by now.
    """
    query = (
        select(Notice)
        .where(Notice.order_id == order.id, Notice.state.not_in(NOT_HANDED_OVER))
        .options(joinedload(Notice.text), joinedload(Notice.order))
        .order_by(Notice.id)
    )
    waiting = [each for each in session.scalars(query) if not is_late(each)]
    return sorted(waiting, key=lambda each: (each.state not in TO_TELL_BY_HAND, each.id))


def _title(notices: Sequence[Notice]) -> str:
    first = notices[0]
    if len(notices) > 1:
        return f"{both(N_('Letters')).bn} · {first.cause}"
    return f"{first.text.subject_bn} · {first.id}"


def _sheet(notice: Notice, head: Letterhead) -> Sheet:
    text = notice.text
    said = {
        Language.EN: Part("en", text.subject, _paragraphs(text.body)),
        Language.BN: Part("bn", text.subject_bn, _paragraphs(text.body_bn)),
    }
    first = _first_language(notice)
    link = head.site.answer_link(notice.public_key) if notice.needs_answer else None
    kind = notice.organisation.partition(" ")[0]
    written_on = notice.recorded_at.astimezone(head.zone).date()
    return Sheet(
        number=notice.id,
        order=notice.order_id,
        written_on=Both(*(format_date(written_on, each) for each in (Language.BN, Language.EN))),
        name=None if notice.organisation in ALONE else notice.organisation_name,
        kind=both(label(KINDS.get(kind) or RecipientKind(kind))),
        parts=[said[first], *(part for language, part in said.items() if language is not first)],
        is_over=is_late(notice),
        # Drawn by a library from an address of ours.
        code=Markup(qr_svg(link, means=both(SCAN).bn)) if link else None,  # noqa: S704
    )


def _first_language(notice: Notice) -> Language:
    return Language.BN if notice.organisation.partition(" ")[0] in SPEAK_BANGLA_FIRST else Language.EN


def _paragraphs(body: str) -> Sequence[str]:
    return [each for each in (part.strip() for part in body.split("\n\n")) if each]


@cache
def _environment() -> Environment:
    environment = sheets_in(Language.BN)
    environment.globals |= {"both": both, "N_": N_}
    return environment
