"""The letter of recognition on paper: what it says of the factory on its day, in English and in Bangla.

It is printed before it is written down, by whoever writes it, and held against what stands then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from jinja2 import Environment
from markupsafe import Markup
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.disclosure import is_demonstration
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.casework.refusals import N_
from accord.gateways.language import Language, translator
from accord.gateways.printing.apart import Paper, paper_of
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.qr import qr_svg
from accord.gateways.wording import Wording
from accord.paths import reports_folder
from accord.records.factory import Factory
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.public.disclosure import name_shown
from accord.rules.vocabulary import Discipline

SCAN = N_("Whether this letter stands: look it up here")
TITLE = N_("Letter of recognition")


@dataclass(frozen=True)
class LetterSaid:
    """Everything that the letter says."""

    number: str
    recognised_on: date
    factory: int
    name: str
    name_bn: str | None
    address: str | None
    address_bn: str | None
    corrected: tuple[tuple[Discipline, int], ...]
    """Initial hazards verified as corrected, by discipline."""
    new_open: int
    signed_by: str
    is_chief: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Letterhead:
    """What the letter must know of the installation."""

    base_url: str | None
    hotline: str | None


@dataclass(frozen=True)
class Printed:
    """A letter with its PDF in each language."""

    said: LetterSaid
    pdfs: Mapping[Language, bytes]


def letter_said(
    session: Session, factory: Factory, *, number: str, on: date, who: Visitor, moment: Moment
) -> LetterSaid:
    """Return what a letter of this number and day says, by what stands now."""
    of_each = [
        (each, progress(session, Scope(factory=factory.number, discipline=each), moment=moment)) for each in Discipline
    ]
    return LetterSaid(
        number=number,
        recognised_on=on,
        factory=factory.number,
        name=name_shown(factory.name, factory.number),
        name_bn=factory.name_bn,
        address=factory.address,
        address_bn=factory.address_bn,
        corrected=tuple((each, found.initial.corrected) for each, found in of_each if found.initial.applicable),
        new_open=sum(found.new.applicable - found.new.corrected for _, found in of_each),
        signed_by=who.name,
        is_chief=Role.CHIEF_SAFETY_OFFICER in who.roles,
        is_demonstration=is_demonstration(session),
    )


def paper_of_letter(said: LetterSaid, head: Letterhead, language: Language) -> Paper:
    """Return the letter as it is printed; the same words always give the same bytes."""
    wording = Wording(language)
    base = head.base_url and head.base_url.rstrip("/")
    scan = translator(language).gettext(SCAN)
    page = f"{base}/factories/{said.factory}?lang={language.value}"
    title = f"{translator(language).gettext(TITLE)} · {said.factory} · {said.number}"
    html = (
        _environment(language)
        .get_template("recognition/letter.html")
        .render(
            letter=said,
            title=title,
            name=wording.of(said.name, said.name_bn) or wording.written(said.name),
            address=wording.of(said.address, said.address_bn),
            hotline=head.hotline,
            host=base and base.partition("://")[2],
            # Drawn by a library from an address of ours.
            code=Markup(qr_svg(page, means=scan)) if base else None,  # noqa: S704
            scan=scan,
        )
    )
    return paper_of(
        [html],
        folder=reports_folder(),
        language=language,
        title=title,
        made_at=datetime.combine(said.recognised_on, time(), tzinfo=UTC),
        most_pages=None,
    )


@cache
def _environment(language: Language) -> Environment:
    return sheets_in(language)
