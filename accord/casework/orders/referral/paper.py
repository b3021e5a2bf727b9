"""A referral on paper: the covering letter and the dossier, in English and then in Bangla, as one PDF."""

from datetime import datetime
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup

from accord.casework.orders.referral.dossier import Dossier, Said
from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.gateways.printing.door import print_document
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.wording import Text, Wording
from accord.paths import reports_folder
from accord.rules.words.bangla import digits

WHOLE = "referral/referral.html"
ONE_LANGUAGE = "referral/letter.html"


def referral_html(dossier: Dossier, *, zone: ZoneInfo) -> str:
    """Return the page that is printed: both languages, each marked as what it is."""
    # Each part was escaped when it was rendered.
    parts = {language.value: Markup(_part(dossier, language, zone)) for language in Language}  # noqa: S704
    return _environment(Language.EN).get_template(WHOLE).render(title=referral_title(dossier), parts=parts)


def referral_title(dossier: Dossier) -> str:
    """Return the title of the document, as a reader's window or shelf shows it."""
    return f"Referral to the Review Panel · {dossier.building.name.words} · order {dossier.order.id}"


def print_referral(dossier: Dossier, *, zone: ZoneInfo) -> bytes:
    """Return the PDF; the same dossier always gives the same bytes. Raises PrintRefused."""
    html = referral_html(dossier, zone=zone)
    return print_document(
        html,
        folder=reports_folder(),
        language=Language.EN.value,
        title=referral_title(dossier),
        identifier=sha256(html.encode(errors="surrogatepass")).hexdigest()[:32].encode(),
        made_at=dossier.referred_at,
    )


def _part(dossier: Dossier, language: Language, zone: ZoneInfo) -> str:
    template = _environment(language).get_template(ONE_LANGUAGE)
    return template.render(
        dossier=dossier,
        order=dossier.order,
        building=dossier.building,
        at=lambda instant: _instant(instant, language, zone),
        waiting=[each for each in dossier.order.recipients if each.needs_answer and each.acknowledged_on is None],
    )


def _instant(instant: datetime, language: Language, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    hour = f"{local:%H:%M}"
    return f"{format_date(local.date(), language)}, {digits(hour) if language is Language.BN else hour}"


@cache
def _environment(language: Language) -> Environment:
    environment = sheets_in(language)
    environment.filters["text"] = lambda said: _text(said, language)
    return environment


def _text(said: Said | str, language: Language) -> Text:
    told = said if isinstance(said, Said) else Said(said)
    return Wording(language).of(told.words, told.words_bn) or Text("", language, is_foreign=False)
