"""The letters about the stage of a factory: all of them for the programme, one's own for everybody else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort
from werkzeug import Response

from accord.casework.desk.things import thing_of_factory
from accord.casework.notices.on_paper import letterhead_of, paper_of_letter
from accord.casework.notices.outbox import notice_with_text
from accord.casework.notices.papers import kept_paper
from accord.casework.notices.register import lines_of, of_protocol
from accord.gateways.files import FileStore
from accord.records.factory import Factory
from accord.rules.desk.access import Thing
from accord.rules.notices import NOT_ON_ITS_WAY
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.escalating.section import Section
from accord.web.desk.telling.letter_register_page import Row, row_of
from accord.web.desk.things import require
from accord.web.on_paper import as_pdf, printed
from accord.web.signed_in import who
from accord.web.site import is_demonstration, site

bp = Blueprint("stage_letters", __name__)

MOST_SHOWN = 50
"""Ours: the latest; all of them stand in the register and in the defence file."""


@dataclass(frozen=True)
class Letters:
    """What the page shows of them."""

    factory: Factory
    rows: Sequence[Row]
    is_of_programme: bool
    """Whether the visitor may read the register, with the attempts of each letter."""
    more: int
    """How many older ones there are."""
    has_defence: bool
    """Whether the visitor may have everything on record in one file."""


@bp.get("/desk/factories/<factory:number>/stage/letters/<int:notice_id>.pdf")
@serves(Action.READ_OWN_LETTER)
def paper(number: int, notice_id: int) -> Response:
    """Hand out a letter as it was drawn, to whom it is once it is on its way, and to the programme."""
    notice = notice_with_text(db(), notice_id)
    if notice is None or notice.factory is None or number not in _numbers(notice.factory):
        abort(404)
    require(Thing(frozenset({notice.factory.id}), addressed=notice.organisation))
    if notice.state in NOT_ON_ITS_WAY and not may(Action.READ_LETTERS):
        abort(404)
    name = f"{notice.reference}.pdf"
    kept = kept_paper(notice, FileStore(site().settings.documents, is_private=True))
    if kept is not None:
        return as_pdf(kept, name=name)
    head = letterhead_of(site().settings, is_demonstration=is_demonstration())
    return printed(paper_of_letter(notice, head), name=name)


def letters_section(factory: Factory) -> Section | None:
    """Return the letters about the stage of the factory that the visitor may read."""
    ids = of_protocol(db(), factory, _own())
    has_defence = may_defend(factory)
    if not ids and not has_defence:
        return None
    rows = [row_of(each) for each in lines_of(db(), ids[:MOST_SHOWN])]
    shown = Letters(factory, rows, may(Action.READ_LETTERS), max(0, len(ids) - MOST_SHOWN), has_defence)
    return Section("desk/stages/letters.html", shown)


def may_defend(factory: Factory) -> bool:
    """Return whether the visitor may have the file of all steps: the programme, and the factory its own."""
    return may(Action.READ_DEFENCE, thing_of_factory(factory))


def _own() -> Collection[str] | None:
    """Return the organisations for which the visitor reads letters; None: all of them."""
    if may(Action.READ_LETTERS):
        return None
    return frozenset().union(*(held.organisations for held in who().holdings))


def _numbers(factory: Factory) -> set[int]:
    """Return the numbers under which letters about a factory are found: its own, and the one that stands for it."""
    return {each.number for each in (factory, factory.merged_into) if each is not None}
