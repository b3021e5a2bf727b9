"""The templates of what is printed (`reports/`), with the words and numbers of one language."""

from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from accord.gateways.formats import format_date, format_decimal, format_number, format_percent, format_plain
from accord.gateways.language import Language, translator
from accord.gateways.printing.breaks import breakable
from accord.paths import reports_folder
from accord.rules.labels import label
from accord.rules.words.bangla import digits


def sheets_in(language: Language) -> Environment:
    """Return the templates with the filters that every printed sheet needs; one may be given more."""
    environment = Environment(
        loader=FileSystemLoader(reports_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translations = translator(language)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]

    def in_language(write: Callable[..., str | None]) -> Callable[..., str | None]:
        return lambda value: write(value, language)

    environment.filters |= {
        "breakable": breakable,
        "day": in_language(format_date),
        "number": in_language(format_number),
        "plain": in_language(format_plain),
        "decimal": in_language(format_decimal),
        "percent": in_language(format_percent),
        "digits": lambda text: digits(text) if language is Language.BN else text,
        "word": lambda member: translations.gettext(label(member)),
        "heading": lambda member: _heading(translations.gettext(label(member))),
    }
    environment.globals["language"] = language.value
    return environment


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]
