"""A CAP edition on paper: the page in English or Bangla, and the PDF that is published."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache
from hashlib import sha256

from jinja2 import Environment

from accord.casework.cap_view import groups_of, lines_of, maybe_words
from accord.gateways.formats import format_ordinal
from accord.gateways.language import Language, translator
from accord.gateways.printing.door import print_document
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.printing.terms import Attached
from accord.gateways.wording import Wording
from accord.paths import reports_folder
from accord.rules.figures.rate_picture import picture_of
from accord.rules.labels import label
from accord.rules.public.disclosure import Edition
from accord.rules.vocabulary import InspectionKind


def cap_html(edition: Edition, language: str) -> str:
    """Return the page that is printed: one HTML document, its stylesheet named relative to the report folder."""
    wording = Wording(Language(language))
    # The groups come first: only then is it known whether a text had to stay untranslated.
    groups = groups_of(edition, wording)
    return (
        _environment(Language(language))
        .get_template("cap/cap.html")
        .render(
            edition=edition,
            factory=edition.factory,
            title=cap_title(edition, language),
            initial=picture_of(edition.progress.initial, edition.status),
            new=picture_of(edition.progress.new, edition.status),
            withdrawn=(edition.progress.initial + edition.progress.new).withdrawn,
            address=maybe_words(wording.of(edition.factory.address, edition.factory.address_bn)),
            summary=maybe_words(wording.of(edition.factory.summary, edition.factory.summary_bn)),
            lines=lines_of(edition),
            groups=groups,
            has_untranslated=wording.has_untranslated,
        )
    )


def cap_title(edition: Edition, language: str) -> str:
    """Return the title of the document, as a reader's window or shelf shows it."""
    words = translator(language).gettext("Corrective action plan")
    name = edition.factory.name_bn if language == Language.BN and edition.factory.name_bn else edition.factory.name
    return f"{words} · {name} ({edition.factory.number})"


def print_cap(edition: Edition, *, language: str, attachments: Sequence[Attached] = ()) -> bytes:
    """Return the PDF of the edition; the same edition and attachments always give the same bytes."""
    html = cap_html(edition, language)
    content = sha256(html.encode(errors="surrogatepass"))
    for attached in attachments:
        content.update(attached.content)
    return print_document(
        html,
        folder=reports_folder(),
        language=language,
        title=cap_title(edition, language),
        identifier=content.hexdigest()[:32].encode(),
        # The day it was published, never the clock: printing again next year must give the same file.
        made_at=datetime.combine(edition.published_on, time(), tzinfo=UTC),
        attachments=attachments,
    )


@cache
def _environment(language: Language) -> Environment:
    environment = sheets_in(language)
    environment.filters |= {
        "visit": lambda visit: _visit(visit.kind, visit.ordinal, language),
        "found_at": lambda hazard: _visit(hazard.visit, hazard.visit_ordinal, language),
    }
    return environment


def _visit(kind: InspectionKind, ordinal: int | None, language: Language) -> str:
    word = translator(language).gettext(label(kind))
    return f"{format_ordinal(ordinal, language)} {word}" if ordinal else word


def _heading(words: str) -> str:
    # Not `capitalize`, which would make "dea" of "DEA".
    return words[:1].upper() + words[1:]
