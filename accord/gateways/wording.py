"""Texts that people wrote, each with the language it is in: what has no translation stays as it was written."""

from dataclasses import dataclass, field

from accord.gateways.language import Language
from accord.rules.words.bangla import is_bangla


@dataclass(frozen=True)
class Text:
    """A text and its language; `is_foreign` where that is not the language of the page or document."""

    words: str
    language: Language
    is_foreign: bool


@dataclass
class Wording:
    """Chooses between the two languages of a text and remembers whether any Bangla was missing."""

    language: Language
    has_untranslated: bool = field(default=False, init=False)

    def of(self, english: str | None, bangla: str | None = None) -> Text | None:
        """Return the text in the wanted language, else in the other one; None where there is neither."""
        chosen = (bangla or english) if self.language is Language.BN else (english or bangla)
        return self.written(chosen) if chosen else None

    def written(self, text: str) -> Text:
        """Return a text that exists in one language only. English columns of real workbooks often hold Bangla."""
        spoken = Language.BN if is_bangla(text) else Language.EN
        is_foreign = spoken is not self.language and any(letter.isalpha() for letter in text)
        if is_foreign and self.language is Language.BN:
            self.has_untranslated = True
        return Text(text, spoken if is_foreign else self.language, is_foreign)
