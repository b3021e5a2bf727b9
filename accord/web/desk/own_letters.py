"""What reaches somebody by itself: how often what waits is told, in which language, and one's own calendar."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types that are known of it

from accord.casework.desk import calendar_links
from accord.casework.desk.own_letters import choose_letters, language_of
from accord.casework.refusals import N_
from accord.gateways.language import Language
from accord.records.person import Person
from accord.rules.desk.digests import UNSAID, Rhythm
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import own_address_of, site

bp = Blueprint("own_letters", __name__, url_prefix="/desk/account")


class LettersForm(DeskForm):
    """How often, and in which language."""

    digest = RadioField(
        N_("What waits for you and is not urgent"),
        [REQUIRED],
        choices=[
            SelectChoice(Rhythm.DAILY.value, N_("every day, if anything waits")),
            SelectChoice(Rhythm.WEEKLY.value, N_("once a week, if anything waits")),
            SelectChoice(Rhythm.NEVER.value, N_("never")),
        ],
    )
    language = RadioField(
        N_("Language that comes first in letters"),
        [REQUIRED],
        choices=[SelectChoice(Language.BN.value, "বাংলা"), SelectChoice(Language.EN.value, "English")],
    )


@bp.get("/letters")
@serves(Action.MIND_OWN_ACCOUNT)
def show() -> str:
    """Show what reaches one by itself."""
    person = _oneself()
    form = LettersForm(digest=(person.digest or UNSAID).value, language=language_of(person).value)
    return _page(person, form)


@bp.post("/letters")
@serves(Action.MIND_OWN_ACCOUNT)
def choose() -> Response | tuple[str, int]:
    """Take how often and in which language."""
    person, form = _oneself(), LettersForm()
    if not form.validate():
        return _page(person, form), 422
    choose_letters(
        db(),
        person,
        digest=Rhythm(form.digest.data),
        language=Language(form.language.data),
        actor=who().actor,
        moment=site().moment,
    )
    db().commit()
    flash(gettext("Your letters come as you chose."))
    return redirect(url_for("own_letters.show"), 303)


@bp.post("/calendar")
@serves(Action.MIND_OWN_ACCOUNT)
def make_address() -> str:
    """Make a new address for one's calendar, and show it this one time."""
    token = calendar_links.make_link(db(), _oneself(), actor=who().actor, moment=site().moment)
    db().commit()
    address = own_address_of(url_for("calendar.read", token=token, lang=None))
    return render_template("desk/account/calendar.html", address=address)


@bp.post("/calendar/end")
@serves(Action.MIND_OWN_ACCOUNT)
def end_address() -> Response:
    """Let no address read one's days."""
    if calendar_links.end_link(db(), _oneself(), actor=who().actor, moment=site().moment):
        db().commit()
        flash(gettext("The address reads nothing any more."))
    return redirect(url_for("own_letters.show"), 303)


def _oneself() -> Person:
    return db().get_one(Person, who().id)


def _page(person: Person, form: LettersForm) -> str:
    link = calendar_links.own_link(db(), person.id)
    return render_template("desk/account/letters.html", form=form, link=link)
