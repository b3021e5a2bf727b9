"""The two languages and their words: gettext catalogues, read from .po files when first asked for.

The .po files themselves are shipped, so that a reviewer's change needs no compiler and no build.
"""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


class Language(StrEnum):
    """A language that everything public is written in."""

    EN = "en"
    BN = "bn"


@cache
def translator(language: str) -> NullTranslations:
    """Return the words of a language, an object with `gettext` and `ngettext`; an untranslated one stays English.

    Raises ValueError for a language that is not one of ours.
    """
    spoken = Language(language)
    if spoken is Language.EN:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged_catalog(spoken))
    compiled.seek(0)
    return Translations(compiled)


def merged_catalog(language: Language) -> Catalog:
    """Return all messages of a language; one msgid with two different translations in two files is refused."""
    merged = Catalog(locale=language.value)
    for source in _sources(language):
        with source.open("rb") as file:
            catalog = read_po(file, locale=language.value, abort_invalid=True)
        for message in catalog:
            if not message.id:
                continue
            known = merged.get(message.id, message.context)
            if known and known.string != message.string:
                raise ValueError(f"{source.name}: {message.id!r} is already translated as {known.string!r}.")
            if message.string and not message.fuzzy:
                merged[message.id] = message
    return merged


def _sources(language: Language) -> list[Traversable]:
    folder = files("accord").joinpath("translations", language.value, "LC_MESSAGES")
    return sorted((entry for entry in folder.iterdir() if entry.name.endswith(".po")), key=lambda entry: entry.name)
