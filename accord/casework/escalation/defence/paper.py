"""The defence file on paper; the same data on the same day always give the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo

from jinja2 import Environment

from accord.casework.escalation.defence.gathering import Defence
from accord.casework.escalation.letters.owed import groups
from accord.casework.escalation.letters.recipients import recipient_kind
from accord.casework.escalation.protocol import sha256_of
from accord.casework.escalation.standing import triggers_of
from accord.gateways.formats import format_date
from accord.gateways.language import Language, translator
from accord.gateways.printing.apart import Paper, paper_of
from accord.gateways.printing.sheets import sheets_in
from accord.gateways.wording import Text, Wording
from accord.paths import reports_folder
from accord.rules.escalation.profile_file import delivered, delivered_text
from accord.rules.public.public_text import public_text
from accord.rules.words.bangla import digits


@dataclass(frozen=True)
class VersionNamed:
    """A version of the protocol as it is known: the delivered one, which nobody had to take."""

    name: str
    holds_from: date
    sha256: str


def paper_of_defence(defence: Defence, *, language: Language, zone: ZoneInfo, is_demonstration: bool) -> Paper:
    """Return the file as it is printed, in one language; what people wrote stands as they wrote it."""
    title = f"{translator(language).gettext('Defence file')} · {defence.factory.number}"
    html = (
        _environment(language)
        .get_template("defence/defence.html")
        .render(
            title=title,
            file=defence,
            is_demonstration=is_demonstration,
            said=lambda words, words_bn=None: _said(words, words_bn, language, is_whole=defence.is_whole),
            evidence=lambda proposal: groups(proposal.evidence, defence.names, language),
            triggers=lambda grounds: sorted(triggers_of(grounds) or ()),
            at=lambda instant: _instant(instant, language, zone),
            kind=recipient_kind,
            delivered=_delivered(defence),
            who=lambda person_id: defence.people.get(person_id, "–"),
        )
    )
    return paper_of(
        [html],
        folder=reports_folder(),
        language=language.value,
        title=title,
        made_at=datetime.combine(defence.today, time(), tzinfo=UTC),
        most_pages=None,
    )


def _delivered(defence: Defence) -> VersionNamed | None:
    by_version: tuple[Iterable[int | None], ...] = (
        (each.version_id for each in defence.changes),
        (each.version_id for each in defence.proposals),
        (each.version_id for each in defence.drafts),
        (each.version_id for each in defence.requests),
    )
    if defence.versions and all(chain(*by_version)):
        return None
    profile = delivered()
    return VersionNamed(profile.name, profile.holds_from, sha256_of(delivered_text()))


def _said(words: str | None, words_bn: str | None, language: Language, *, is_whole: bool) -> Text:
    # The factory may hand its file on: what points to a complaint or to somebody's telephone is not in it.
    shown, shown_bn = (each if each is None or is_whole else public_text(each) for each in (words, words_bn))
    return Wording(language).of(shown or "", shown_bn) or Text("", language, is_foreign=False)


def _instant(instant: datetime, language: Language, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    hour = f"{local:%H:%M}"
    return f"{format_date(local.date(), language)}, {digits(hour) if language is Language.BN else hour}"


@cache
def _environment(language: Language) -> Environment:
    return sheets_in(language)
