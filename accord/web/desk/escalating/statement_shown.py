"""A statement of ineligibility exactly as the public will read it, in both languages side by side.

The factory's page and the list of ineligible factories are drawn by their own templates, with the decision as if it
had been published; nothing is published by it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

from flask import current_app, render_template, url_for
from markupsafe import Markup

from accord.gateways.language import Language
from accord.gateways.snapshot.programme import FactoryLine
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.wording import Wording
from accord.records.escalation import StageDraft
from accord.rules.escalation.words import LAST_STAGE
from accord.rules.public.disclosed_ineligibility import Counted, TerminationDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.web.language import language, speaking
from accord.web.public.lists import ListPage, entry_of
from accord.web.public.stage_view import card_of
from accord.web.site import site

_ID = re.compile(r'\b(id|aria-labelledby)="([\w-]+)"')
TABLE, END = '<table class="stacks listing">', "</table>"


@dataclass(frozen=True)
class Shown:
    """The statement in one language, as it will stand in public."""

    language: Language
    on_page: Markup
    """On the page of the factory."""
    in_list: Markup | None
    """In the list of ineligible factories; None: the factory is in no public list yet."""


def statement_shown(written: StageDraft, *, decided_on: date, owed: int) -> Sequence[Shown]:
    """Return the statement of a draft in both languages, that of the page first, as if it were decided on the day.

    `owed`: how many signatories would have to confirm that they have ended their business.
    """
    told = StageDisclosed(
        LAST_STAGE,
        decided_on,
        effective_on=written.effective_on,
        reason=written.reason,
        reason_bn=written.reason_bn,
        conditions=written.conditions,
        conditions_bn=written.conditions_bn,
    )
    line = _line(written.factory.number)
    return [_shown(told, line, owed, each) for each in sorted(Language, key=lambda each: each is not language())]


def _shown(told: StageDisclosed, line: FactoryLine | None, owed: int, spoken: Language) -> Shown:
    with speaking(spoken):
        # As on the day from which it holds, when nothing has followed yet.
        past = SimpleNamespace(stages=(told,), counted=lambda _held, *, as_of: Counted(_days(told, as_of), owed, owed))
        card = card_of(SimpleNamespace(past=past), Wording(spoken), as_of=told.effective_on)  # type: ignore[arg-type]  # the past alone
        on_page = render_template("desk/stages/as_on_page.html", card=card)
        in_list = _listed(line, told, owed, spoken) if line else None
        return Shown(spoken, _with_own_ids(on_page, spoken), in_list)


def _days(told: StageDisclosed, as_of: date) -> int:
    return (as_of - told.decided_on).days


def _listed(line: FactoryLine, told: StageDisclosed, owed: int, spoken: Language) -> Markup:
    """Return the table of the list with this factory alone, cut from the page that everybody reads."""
    duties = (TerminationDisclosed(told.decided_on, None),) * owed
    past = replace(line.past, stages=(*line.past.stages, told), terminations=(*line.past.terminations, *duties))
    entry = entry_of(replace(line, past=past), Wording(spoken), as_of=told.effective_on)
    # As if it were asked for by anybody: the page knows its own address, and nothing of who is signed in here.
    with current_app.test_request_context(url_for("lists.ineligible")), speaking(spoken):
        drawn = render_template("public/ineligible.html", page=ListPage(told.effective_on, None, (entry,), ""))
    table = drawn.partition(TABLE)[2].partition(END)[0]
    return _with_own_ids(f"{TABLE}{table}{END}", spoken)


def _with_own_ids(drawn: str, spoken: Language) -> Markup:
    """Return what our own templates drew; both languages stand on one page, where no two things have the same id."""
    return Markup(_ID.sub(rf'\1="\2-{spoken.value}"', drawn))  # noqa: S704  drawn by our own templates


def _line(number: int) -> FactoryLine | None:
    try:
        return site().snapshot.register(as_of=site().today).by_number.get(number)
    except NothingPublished:
        return None
