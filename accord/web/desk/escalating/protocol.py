"""The escalation protocol at the desk: read, another version looked over, previewed, and taken."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response

from accord.casework.disclosed_protocol import disclosed_protocol
from accord.casework.escalation.kept_versions import running
from accord.casework.escalation.mistakes import MistakeInProfile
from accord.casework.escalation.protocol import (
    FromThePast,
    last_taken,
    looked_over,
    sha256_of,
    take,
    text_in_force,
    versions,
)
from accord.casework.refusals import N_, Refused, Told
from accord.casework.snapshot import show_protocol
from accord.records.base import reading
from accord.rules.escalation.profile_file import line_of
from accord.web.access import Action, serves
from accord.web.database import db, looking
from accord.web.desk.escalating.marked_lines import marked_lines
from accord.web.desk.escalating.protocol_form import ProtocolForm, TakeForm
from accord.web.desk.escalating.protocol_preview import preview_of
from accord.web.desk.forms import typed
from accord.web.desk.hazard_entries import name_of
from accord.web.filters import day
from accord.web.language import gettext, language
from accord.web.protocol_page import protocol_page
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("protocol_desk", __name__, url_prefix="/desk/protocol")


class AnotherText(Told):
    """What was sent to be taken is not what was previewed."""

    sentence = N_("This is not the text that was previewed: look at the preview again.")


@bp.get("")
@serves(Action.READ_PROPOSALS)
def show() -> str:
    """Show the version in force, and ask for another one."""
    return _shown(None, ProtocolForm(text=text_in_force(db(), site().today)))


@bp.get("/<int:number>")
@serves(Action.READ_PROPOSALS)
def version(number: int) -> str:
    """Show one version, with who took it and why."""
    return _shown(number, None)


@bp.post("")
@serves(Action.TAKE_PROTOCOL)
def look_over() -> str | tuple[str, int]:
    """Look a text over: its mistake with the line, or what it would propose today. Nothing is changed."""
    return _look_over(past=False)


@bp.post("/past")
@serves(Action.TAKE_PROTOCOL)
def look_back() -> str | tuple[str, int]:
    """Show where a text would have led in the past. Nothing is changed."""
    return _look_over(past=True)


@bp.post("/edit")
@serves(Action.TAKE_PROTOCOL)
def edit() -> str:
    """Give a previewed text back to be mended."""
    return _shown(None, ProtocolForm())


@bp.post("/take")
@serves(Action.TAKE_PROTOCOL)
def take_it() -> Response | str | tuple[str, int]:
    """Take the text that was previewed, and no other."""
    form = TakeForm()
    text = form.whole_text
    if form.validate():
        try:
            if sha256_of(text) != typed(form.sha256):
                raise AnotherText
            taken = take(
                db(),
                text,
                reason=typed(form.reason),
                who=who(),
                actor=who().actor,
                moment=site().moment,
                seen=form.seen_version,
            )
        except MistakeInProfile as mistake:
            db().rollback()
            return _refused(text, mistake, line=mistake.line)
        except Refused as refusal:
            db().rollback()
            form.refuse(refusal)
        else:
            db().commit()
            with reading(site().private.engine) as session:
                show_protocol(session, site().settings.snapshot, moment=site().moment)
            flash(
                gettext(
                    "Taken: it holds from %(day)s on. What runs already keeps its version.", day=day(taken.holds_from)
                )
            )
            return redirect(url_for("protocol_desk.show"), 303)
    return _previewed(text, form, past=False)


def _look_over(*, past: bool) -> str | tuple[str, int]:
    form = ProtocolForm()
    text = form.filled() if form.validate() else None
    if text is None:
        return _shown(None, form), 422
    return _previewed(text, TakeForm(formdata=None), past=past)


def _previewed(text: str, form: TakeForm, *, past: bool) -> str | tuple[str, int]:
    try:
        profile = looked_over(looking(), text, moment=site().moment)
    except MistakeInProfile as mistake:
        return _refused(text, mistake, line=mistake.line)
    except FromThePast as refusal:
        return _refused(text, refusal, line=line_of(text, "holds_from"))
    except Refused as refusal:
        return _refused(text, refusal, line=None)
    form.text.data, form.sha256.data = text, sha256_of(text)
    form.seen.data = str(last_taken(looking()))
    preview = preview_of(looking(), text, profile, site().settings.snapshot, past=past, moment=site().moment)
    page = render_template("desk/stages/protocol_preview.html", preview=preview, form=form)
    return (page, 422) if form.errors else page


def _refused(text: str, refusal: Refused, *, line: int | None) -> tuple[str, int]:
    form = ProtocolForm(formdata=None, text=text)
    form.refuse(refusal, at="text")
    return _shown(None, form, lines=marked_lines(text, line), line=line), 422


def _shown(number: int | None, form: ProtocolForm | None, **marked: object) -> str:
    session = looking()
    page = protocol_page(disclosed_protocol(session, moment=site().moment), number, language(), today=site().today)
    if page is None:
        abort(404)
    shown = next((each for each in versions(session) if each.id == page.shown.version.version), None)
    return render_template(
        "desk/stages/protocol.html",
        page=page,
        form=form,
        taken=shown,
        taken_by=name_of(shown.actor) if shown else None,
        running=running(session),
        **{"lines": (), "line": None, **marked},
    )
