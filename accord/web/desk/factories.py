"""The factories that a visitor sees, one of them with all that is done there, and its publication."""

from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from accord.casework.desk.factory_overview import factories_for, overview
from accord.casework.publication import prepare, print_files, record
from accord.casework.refusals import Refused
from accord.casework.snapshot import show as show_in_public
from accord.gateways.printing.fonts import missing_fonts, missing_fonts_sentence
from accord.gateways.printing.terms import PrintRefused
from accord.records.base import reading
from accord.records.factory import Factory
from accord.rules.figures.rate_picture import picture_of
from accord.rules.public.search import WordsSearched, words_searched_of
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import said
from accord.web.desk.things import factory_or_404
from accord.web.language import gettext
from accord.web.public.search import matching
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("desk_factories", __name__, url_prefix="/desk/factories")

LONGEST_QUERY = 100
MOST_SHOWN = 200
"""More on one page is not read; the search narrows it."""


@dataclass(frozen=True)
class Found:
    """A factory as the search sees it."""

    factory: Factory

    @cached_property
    def words_searched(self) -> WordsSearched:
        """The words by which it can be found."""
        factory = self.factory
        return words_searched_of(
            number=factory.number,
            names=(factory.name, factory.name_bn),
            others=(factory.company_group.name if factory.company_group else None, factory.os_id),
            places=(factory.district, factory.upazila, factory.address, factory.address_bn),
        )


@bp.get("")
@serves(Action.READ_FACTORY)
def list_all() -> str:
    """List the factories, or those that answer the words searched for."""
    q = " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())
    found = [each.factory for each in matching([Found(factory) for factory in factories_for(db(), who())], q)]
    return render_template("desk/factories.html", factories=found[:MOST_SHOWN], count=len(found), q=q)


@bp.get("/<factory:number>")
@serves(Action.READ_FACTORY)
def show(number: int) -> str:
    """Show one factory."""
    factory = factory_or_404(number)
    page = overview(db(), factory, who=who(), moment=site().moment)
    rates = [(discipline, picture_of(each.initial), each) for discipline, each in page.by_discipline]
    whole = picture_of(page.whole.initial, page.whole.status)
    return render_template("desk/factory.html", page=page, rates=rates, whole=whole)


@bp.get("/<factory:number>/publish")
@serves(Action.PUBLISH_FACTORY)
def ask_to_publish(number: int) -> str:
    """Show what would be published, and ask."""
    factory = factory_or_404(number)
    prepared, refusal = None, None
    try:
        prepared = prepare(db(), number, moment=site().moment)
    except Refused as why:
        refusal = said(why)
    return render_template("desk/publish.html", factory=factory, prepared=prepared, refusal=refusal)


@bp.post("/<factory:number>/publish")
@serves(Action.PUBLISH_FACTORY)
def publish(number: int) -> Response:
    """Publish what is approved: print it without holding anybody up, then freeze it."""
    factory_or_404(number)
    moment, engine, actor = site().moment, site().private.engine, who().actor
    # The transaction of this request holds the pen: nobody could write while the files are printed.
    db().rollback()
    if missing := missing_fonts():
        flash(missing_fonts_sentence(missing), "late")
        return redirect(url_for("desk_factories.ask_to_publish", number=number), 303)
    try:
        with reading(engine) as session:
            prepared = prepare(session, number, moment=moment)
        prepared = print_files(prepared)
        with Session(engine) as session:
            publication = record(session, prepared, store=site().files, photos=site().photos, actor=actor)
            session.commit()
        with reading(engine) as session:
            show_in_public(session, number, site().settings.snapshot, moment=moment)
    except (Refused, PrintRefused) as refusal:
        flash(said(refusal) if isinstance(refusal, Refused) else str(refusal), "late")
        return redirect(url_for("desk_factories.ask_to_publish", number=number), 303)
    told = gettext("Published.") if publication.is_new else gettext("Nothing new was to be published.")
    flash(told)
    return redirect(url_for("desk_factories.show", number=number), 303)
