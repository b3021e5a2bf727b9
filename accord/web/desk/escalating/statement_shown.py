"""A statement of ineligibility exactly as the public will read it, in both languages side by side.

The factory's page and the list of ineligible factories are drawn by their own templates, with the decision as if it
had been published; nothing is published by it. Of a decision that was signed, what the public reads of it today.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import current_app, render_template, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from accord.casework import disclosed_stages
from accord.gateways.language import Language
from accord.gateways.snapshot.programme import FactoryLine
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.snapshot.rows import Past
from accord.gateways.wording import Wording
from accord.records.escalation import StageDraft
from accord.records.factory import Factory
from accord.rules.escalation.words import LAST_STAGE
from accord.rules.moments import Moment
from accord.rules.public.disclosed_ineligibility import TerminationDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.public_lists import ineligibility
from accord.web.language import language, speaking
from accord.web.public.lists import ListPage, entry_of
from accord.web.public.lists_beside import Beside
from accord.web.public.stage_view import card_of, stages_of
from accord.web.site import site

_ID = re.compile(r'\b(id|aria-labelledby)="([\w-]+)"')
NOTHING = Past((), (), (), (), ())
"""Of a factory that is in no public list yet."""
TABLE, END = '<table class="stacks listing">', "</table>"


@dataclass(frozen=True)
class Shown:
    """The statement in one language, as it will stand in public."""

    language: Language
    on_page: Markup
    """On the page of the factory."""
    in_list: Markup | None
    """In the list of ineligible factories; None: the factory is in no public list yet."""


def statement_shown(written: StageDraft, *, decided_on: date, signatories: int) -> Sequence[Shown]:
    """Return the statement of an unsigned draft in both languages, that of the page first, as if decided on the day.

    `signatories`: so many would have to end their business with the factory.
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
    before = line.past if line else NOTHING
    duties = (TerminationDisclosed(decided_on, None),) * signatories
    past = replace(before, stages=(*before.stages, told), terminations=(*before.terminations, *duties))
    return [_shown(past, (told,), line, told.effective_on, each) for each in _languages()]


def statement_in_public(session: Session, factory: Factory, *, moment: Moment) -> Sequence[Shown]:
    """Return what the public reads today of the decisions on a factory, in both languages, that of the page first.

    Worked out of the record by the same allow-list as the public snapshot: a duty stands there once, and is confirmed
    or not, and what was taken back or ended says so.
    """
    line = _line(factory.number)
    past = replace(
        line.past if line else NOTHING,
        stages=disclosed_stages.stages_of(session, factory),
        terminations=disclosed_stages.terminations_of(session, factory, moment=moment),
        export_papers=disclosed_stages.export_papers_of(session, factory),
    )
    as_of = moment.today
    listed = line if ineligibility(past.stages, as_of=as_of) else None
    return [_shown(past, past.stages, listed, as_of, each) for each in _languages()]


def _languages() -> Sequence[Language]:
    return sorted(Language, key=lambda each: each is not language())


def _shown(
    past: Past, stages: tuple[StageDisclosed, ...], line: FactoryLine | None, as_of: date, spoken: Language
) -> Shown:
    published: Any = SimpleNamespace(past=replace(past, stages=stages))  # the page reads nothing else of it here
    with speaking(spoken):
        page = SimpleNamespace(
            stages=stages_of(published, Wording(spoken), as_of=as_of),
            stage_card=card_of(published, Wording(spoken), as_of=as_of),
            coverages=(),
        )
        drawn = render_template("desk/stages/as_on_page.html", page=page)
        listed = _listed(replace(line, past=past), as_of, spoken) if line else None
    return Shown(spoken, _with_own_ids(drawn, spoken), listed)


def _listed(line: FactoryLine, as_of: date, spoken: Language) -> Markup:
    """Return the table of the list with this factory alone, cut from the page that everybody reads."""
    entry = entry_of(line, Wording(spoken), as_of=as_of)
    # As if it were asked for by anybody: the page knows its own address, and nothing of who is signed in here.
    with current_app.test_request_context(url_for("lists.ineligible")), speaking(spoken):
        page = ListPage(as_of, None, (entry,), "", beside=Beside())
        drawn = render_template("public/ineligible.html", page=page)
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
