"""Letters on paper: with a part to be signed, and a code that leads to the page of the letter.

The code confirms nothing by being read: behind it stands a page with a button, as behind the link of an e-mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup

from accord.casework.notices.gate_words import Both, both
from accord.casework.notices.organisations import ALONE, SPEAK_BANGLA_FIRST
from accord.casework.notices.sending import is_late
from accord.casework.notices.wording import CASE_HANDLER, SITE, Site
from accord.casework.refusals import N_
from accord.config import Settings
from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.gateways.printing.apart import Paper, paper_of
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.qr import qr_svg
from accord.paths import reports_folder
from accord.records.notice import Notice
from accord.rules.labels import label
from accord.rules.notices import OF_PROTOCOL, Letter
from accord.rules.orders.words import RecipientKind

SIZES = ("large", "middle", "small", "smallest")
"""Of the sheet for the workers: the first one in which it takes one page."""

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
class Block:
    """A paragraph, or a table with its head first."""

    text: str
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Part:
    """What the letter says in one language."""

    language: str
    subject: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Sheet:
    """A letter, worked out so that its template decides nothing."""

    number: str
    """As it stands in the register; where it has none, as the outbox knows it."""
    order: int | None
    written_on: Both
    name: str | None
    """None: there is only one of the kind."""
    name_bn: str | None
    """Where it is a factory, or a committee of one, and there is one on record."""
    kind: Both
    parts: Sequence[Part]
    is_over: bool
    is_signed_for: bool
    """Whether whoever gets it signs that they have it."""
    code: Markup | None


def letterhead_of(settings: Settings, *, is_demonstration: bool) -> Letterhead:
    """Return what every letter must know of an installation with these settings."""
    return Letterhead(Site(settings.base_url, settings.secret_key), settings.zone, settings.hotline, is_demonstration)


def paper_of_letters(notices: Sequence[Notice], head: Letterhead) -> Paper:
    """Return the letters as they are printed, each on a page of its own where it fits; else in small print, on more.

    The same letters always give the same bytes.
    """
    first = notices[0]
    template = _environment().get_template("letters/letters.html")
    shown = {
        "letters": [_sheet(each, head) for each in notices],
        "title": _title(notices),
        "hotline": head.hotline,
        "host": head.site.public_url and head.site.host,
        "is_demonstration": head.is_demonstration,
        "over": both(OVER),
        "scan": both(SCAN),
    }
    return paper_of(
        [template.render(size=size, **shown) for size in ("large", "small", "smallest")],
        folder=reports_folder(),
        language=first_language(first),
        title=_title(notices),
        made_at=first.recorded_at.astimezone(UTC).replace(microsecond=0),
        most_pages=len(notices),
        may_last_be_longer=True,
    )


def paper_to_workers(notice: Notice, head: Letterhead) -> Paper:
    """Return the sheet for the workers as it is printed: Bangla first and large, on one page, as large as it fits."""
    sheet = _sheet(notice, head)
    template = _environment().get_template("letters/workers.html")
    pages = None if head.hotline else head.site.public_url
    shown = {
        "letter": sheet,
        "title": _title([notice]),
        "head": head,
        "case_handler": both(CASE_HANDLER),
        "pages": both(SITE),
        "address": pages and pages.partition("://")[2],
        # Drawn by a library from an address of ours.
        "code": Markup(qr_svg(f"{pages}/?lang=bn", means=both(SITE).bn)) if pages else None,  # noqa: S704
    }
    return paper_of(
        [template.render(size=size, **shown) for size in SIZES],
        folder=reports_folder(),
        language=Language.BN,
        title=_title([notice]),
        made_at=notice.recorded_at.astimezone(UTC).replace(microsecond=0),
        most_pages=1,
    )


def paper_of_letter(notice: Notice, head: Letterhead) -> Paper:
    """Return one letter as it is printed."""
    return (paper_to_workers if notice.text.letter is Letter.TO_WORKERS else _alone)(notice, head)


def _alone(notice: Notice, head: Letterhead) -> Paper:
    return paper_of_letters([notice], head)


def _title(notices: Sequence[Notice]) -> str:
    first = notices[0]
    if len(notices) > 1:
        return f"{both(N_('Letters')).bn} · {first.cause}"
    return f"{first.text.subject_bn} · {first.reference or first.id}"


def _sheet(notice: Notice, head: Letterhead) -> Sheet:
    text = notice.text
    said = {
        Language.EN: Part("en", text.subject, blocks_of(text.body)),
        Language.BN: Part("bn", text.subject_bn, blocks_of(text.body_bn)),
    }
    first = first_language(notice)
    link = head.site.answer_link(notice.public_key) if notice.needs_answer else None
    kind = notice.organisation.partition(" ")[0]
    written_on = notice.recorded_at.astimezone(head.zone).date()
    return Sheet(
        number=notice.reference or str(notice.id),
        order=notice.order_id,
        written_on=Both(*(format_date(written_on, each) for each in (Language.BN, Language.EN))),
        name=None if notice.organisation in ALONE else notice.organisation_name,
        name_bn=_name_bn(notice),
        kind=both(label(KINDS.get(kind) or RecipientKind(kind))),
        parts=[said[first], *(part for language, part in said.items() if language is not first)],
        is_over=is_late(notice),
        is_signed_for=notice.needs_answer or text.letter not in OF_PROTOCOL,
        # Drawn by a library from an address of ours.
        code=Markup(qr_svg(link, means=both(SCAN).bn)) if link else None,  # noqa: S704
    )


def _name_bn(notice: Notice) -> str | None:
    kind, _, number = notice.organisation.partition(" ")
    is_it = kind in KINDS and notice.factory is not None and number == str(notice.factory.id)
    return notice.factory.name_bn if is_it and notice.factory else None


def first_language(notice: Notice) -> Language:
    """Return the language that comes first in a letter on paper, by whom it is for."""
    return Language.BN if notice.organisation.partition(" ")[0] in SPEAK_BANGLA_FIRST else Language.EN


def blocks_of(body: str) -> Sequence[Block]:
    """Return the paragraphs of a letter; lines that begin with a bar are the rows of a table."""
    return [_block(each) for each in (part.strip() for part in body.split("\n\n")) if each]


def _block(text: str) -> Block:
    if not all(line.startswith("| ") for line in text.splitlines()):
        return Block(text)
    return Block("", [[cell.strip() for cell in line[2:].split(" | ")] for line in text.splitlines()])


@cache
def _environment() -> Environment:
    environment = sheets_in(Language.BN)
    environment.globals |= {"both": both, "N_": N_}
    return environment
