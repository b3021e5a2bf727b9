"""A notice for the gates on paper: one page A4, whatever the length of what people wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from accord.casework.notices.gate_words import Both, both, words_of
from accord.casework.refusals import N_
from accord.gateways.formats import format_date, format_plain
from accord.gateways.language import Language, translator
from accord.gateways.printing.apart import Paper, paper_of
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.qr import qr_svg
from accord.gateways.wording import Wording
from accord.paths import reports_folder
from accord.rules.orders.gate import GateNotice, Said

SIZES = (108, 100, 93, 86, 80)
"""Per cent of the size at which what is forbidden is read from two metres, if somewhat; the last one from 1.6."""
CUTS = (600, 300, 160)
"""Characters that are left of a long text where the smallest size is not enough."""
MOST_NAMES = 12
SCAN = N_("Published for everybody: look it up with a telephone")
SOON = N_("Once it is decided, it is published for everybody here")
REST = N_("The whole text stands where this code leads, and at the Accord.")
REST_AT_US = N_("The Accord has the whole text.")
NUMBERED = N_("Order number %(order)s · notice %(version)s")
ORDER_KEY = N_("Order %(key)s, as it is published")
TITLE = N_("Notice for the gate")


@dataclass(frozen=True)
class Installed:
    """What the notice must know of the installation."""

    base_url: str | None
    hotline: str | None
    is_demonstration: bool


@dataclass(frozen=True)
class Line:
    """A text of people, in Bangla where there is one, and its English where that is another text."""

    words: str
    lang: str
    is_untranslated: bool
    english: str | None


@dataclass(frozen=True)
class Sheet:
    """All that the page shows, worked out so that its template decides nothing."""

    size: int
    is_cut: bool
    building: Line
    places: tuple[Line, ...]
    factories: tuple[Line, ...]
    more_factories: int
    reasons: tuple[Line, ...]
    since: Both
    issued_on: Both
    number: Both
    """Of the order and of the notice; of a published one the key of the order."""


def paper_of_gate_notice(notice: GateNotice, installed: Installed) -> Paper:
    """Return the notice as it is printed: the same words always give the same bytes.

    It shrinks by steps until it fits the page; what is still too long is cut, and the page says where the rest is.
    """
    return paper_of(
        [_html(notice, installed, sheet) for sheet in _sheets(notice)],
        folder=reports_folder(),
        language=Language.BN,
        title=title_of(notice),
        made_at=datetime.combine(notice.issued_on, time(), tzinfo=UTC),
        most_pages=1,
    )


def title_of(notice: GateNotice) -> str:
    """Return the title of the document, as a reader's window or shelf shows it."""
    name = notice.building.bn or notice.building.en
    number = f"{notice.order}-{notice.version}" if notice.version else notice.key
    return f"{translator(Language.BN).gettext(TITLE)} · {name} · {number}"


def _sheets(notice: GateNotice) -> Iterator[Sheet]:
    for size in SIZES:
        yield _sheet(notice, size, None)
    for cut in CUTS:
        yield _sheet(notice, SIZES[-1], cut)


def _sheet(notice: GateNotice, size: int, cut: int | None) -> Sheet:
    # Names are given a quarter of what the reasons have.
    names = cut and max(cut // 4, 40)
    most = MOST_NAMES if cut is None else max(cut // 100, 2)
    return Sheet(
        size=size,
        is_cut=cut is not None,
        building=_line(notice.building, names),
        places=tuple(_line(each, names) for each in notice.places[:most]),
        factories=tuple(_line(each, names) for each in notice.factories[:most]),
        more_factories=len(notice.factories[most:]),
        reasons=tuple(_line(each, cut) for each in notice.reasons),
        since=_day(notice.since),
        issued_on=_day(notice.issued_on),
        number=_number(notice),
    )


def _number(notice: GateNotice) -> Both:
    if notice.order is None or notice.version is None:
        return both(ORDER_KEY, key=Both(notice.key, notice.key))
    version = Both(*(format_plain(notice.version, each) for each in (Language.BN, Language.EN)))
    return both(NUMBERED, order=Both(str(notice.order), str(notice.order)), version=version)


def _line(said: Said, most: int | None) -> Line:
    text = Wording(Language.BN).of(said.en, said.bn)
    assert text is not None  # noqa: S101  an order has a building and a reason
    english = said.en if said.bn and said.bn != said.en else None
    return Line(
        words=_cut(text.words, most),
        lang=text.language.value,
        is_untranslated=text.is_foreign,
        english=_cut(english, most) if english else None,
    )


def _cut(text: str, most: int | None) -> str:
    return text if most is None or len(text) <= most else text[:most].rstrip() + " …"


def _day(day: date) -> Both:
    return Both(*(format_date(day, each) for each in (Language.BN, Language.EN)))


def _html(notice: GateNotice, installed: Installed, sheet: Sheet) -> str:
    scan = SCAN if notice.is_determined else SOON
    # What was taken back before anybody decided it is never published: there is nothing to look up.
    base = None if notice.has_ended and not notice.is_determined else installed.base_url
    page = base and f"{base.rstrip('/')}/orders"
    return (
        _environment()
        .get_template("orders/gate.html")
        .render(
            notice=notice,
            words=words_of(notice),
            sheet=sheet,
            title=title_of(notice),
            hotline=installed.hotline,
            is_demonstration=installed.is_demonstration,
            address=page and page.partition("://")[2],
            # Drawn by a library from an address of ours.
            code=Markup(qr_svg(f"{page}?lang=bn#order-{notice.key}", means=both(scan).bn)) if page else None,  # noqa: S704
            scan=both(scan),
            rest=both(REST if page and notice.is_determined else REST_AT_US),
        )
    )


@cache
def _environment() -> Environment:
    environment = sheets_in(Language.BN)
    environment.globals |= {"both": both, "N_": N_}
    return environment
