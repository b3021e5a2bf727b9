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
from accord.gateways.wording import Text, Wording
from accord.records.escalation import StageDraft
from accord.rules.escalation.words import LAST_STAGE
from accord.rules.public.disclosure import StageDisclosed
from accord.web.language import language, speaking
from accord.web.public.factory_story import stages_of
from accord.web.public.lists import ListPage, entry_of
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
    conditions: Text | None


def statement_shown(written: StageDraft, *, decided_on: date) -> Sequence[Shown]:
    """Return the statement of a draft in both languages, that of the page first, as if it were decided on the day."""
    told = StageDisclosed(
        LAST_STAGE,
        decided_on,
        effective_on=written.effective_on,
        reason=written.reason,
        reason_bn=written.reason_bn,
    )
    line = _line(written.factory.number)
    return [_shown(written, told, line, each) for each in sorted(Language, key=lambda each: each is not language())]


def _shown(written: StageDraft, told: StageDisclosed, line: FactoryLine | None, spoken: Language) -> Shown:
    with speaking(spoken):
        past = SimpleNamespace(past=SimpleNamespace(stages=(told,)))
        stages = stages_of(past, Wording(spoken), as_of=written.effective_on)  # type: ignore[arg-type]  # the past alone
        page = SimpleNamespace(stages=stages, coverages=())
        return Shown(
            spoken,
            _with_own_ids(render_template("desk/stages/as_on_page.html", page=page), spoken),
            _listed(line, told, spoken) if line else None,
            Wording(spoken).of(written.conditions, written.conditions_bn),
        )


def _listed(line: FactoryLine, told: StageDisclosed, spoken: Language) -> Markup:
    """Return the table of the list with this factory alone, cut from the page that everybody reads."""
    after = replace(line, past=replace(line.past, stages=(*line.past.stages, told)))
    entry = entry_of(after, Wording(spoken), as_of=told.effective_on)
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
