"""The letters about the stage of a factory: all of them for the programme, one's own for everybody else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort
from werkzeug import Response

from accord.casework.notices.on_paper import letterhead_of, paper_of_letter
from accord.casework.notices.outbox import notice_with_text
from accord.casework.notices.papers import kept_paper
from accord.casework.notices.register import lines_of, of_protocol
from accord.gateways.files import FileStore
from accord.records.factory import Factory
from accord.rules.desk.people import Role
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.escalating.section import Section
from accord.web.desk.telling.letter_register_page import Row, row_of
from accord.web.desk.things import factory_or_404
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
@serves(Action.READ_STAGE)
def paper(number: int, notice_id: int) -> Response:
    """Hand out a letter as it was drawn, to whom it is, and to the programme."""
    factory = factory_or_404(number)
    if notice_id not in of_protocol(db(), factory, _own(factory)):
        abort(404)
    notice = notice_with_text(db(), notice_id)
    assert notice is not None  # noqa: S101  it was found a moment ago
    name = f"{notice.reference}.pdf"
    kept = kept_paper(notice, FileStore(site().settings.documents, is_private=True))
    if kept is not None:
        return as_pdf(kept, name=name)
    head = letterhead_of(site().settings, is_demonstration=is_demonstration())
    return printed(paper_of_letter(notice, head), name=name)


def letters_section(factory: Factory) -> Section | None:
    """Return the letters about the stage of the factory that the visitor may read."""
    ids = of_protocol(db(), factory, _own(factory))
    has_defence = may_defend(factory)
    if not ids and not has_defence:
        return None
    rows = [row_of(each) for each in lines_of(db(), ids[:MOST_SHOWN])]
    shown = Letters(factory, rows, may(Action.READ_LETTERS), max(0, len(ids) - MOST_SHOWN), has_defence)
    return Section("desk/stages/letters.html", shown)


def may_defend(factory: Factory) -> bool:
    """Return whether the visitor may have the file of all steps: the programme, and the factory its own."""
    return may(Action.READ_LETTERS) or _is_own(factory)


def _is_own(factory: Factory) -> bool:
    return any(held.role is Role.FACTORY_USER and factory.id in held.factories for held in who().holdings)


def _own(factory: Factory) -> Collection[str] | None:
    """Return the organisations for which the visitor reads letters about the factory; None: all of them."""
    if may(Action.READ_LETTERS):
        return None
    own = {f"signatory {held.signatory}" for held in who().holdings if held.signatory is not None}
    if _is_own(factory):
        own.add(f"factory {factory.id}")
    if any(held.role is Role.LABOUR_SIGNATORY for held in who().holdings):
        own.add("labour_signatories")
    return own
