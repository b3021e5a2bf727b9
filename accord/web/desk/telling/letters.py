"""All letters and notices in both languages, with invented words: for whoever knows the language and the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template
from werkzeug import Response

from accord.casework.notices.gate_print import Installed, paper_of_gate_notice
from accord.casework.notices.samples import OF_NO_ORDER, Sample, gate_sample, samples_of
from accord.casework.orders.letters import Audience
from accord.casework.refusals import N_
from accord.rules.notices import Letter
from accord.rules.orders.gate import ISSUED_BY
from accord.rules.vocabulary import OrderKind, OrderStep
from accord.web.access import Action, serves
from accord.web.language import gettext
from accord.web.on_paper import printed
from accord.web.parameters import one_of
from accord.web.site import site

bp = Blueprint("letters", __name__, url_prefix="/desk/notices/letters")

AUDIENCES: Mapping[str, str] = {
    "factory": N_("factory and safety committee"),
    "inside": N_("other occupants and the landlord"),
    "signatory": N_("signatory"),
    "labour": N_("labour signatories"),
    "state": N_("Inspector General (DIFE)"),
    "programme": N_("those who work for the programme"),
    "panel": N_("the Review Panel"),
}


@dataclass(frozen=True)
class Line:
    """A letter in the list, by what its subject says."""

    letter: Letter
    subject: str
    subject_bn: str


@dataclass(frozen=True)
class Shown:
    """What a letter says to whom."""

    to: Sequence[str]
    sample: Sample


@bp.get("")
@serves(Action.NOTIFY)
def list() -> str:
    """List every letter that there is, and every notice for the gate."""
    kind = _kind()
    lines = []
    for letter in Letter:
        written = samples_of(letter, kind, moment=site().moment)[0].written
        lines.append(Line(letter, written.subject, written.subject_bn))
    steps = [step for step in OrderStep if step in ISSUED_BY]
    return render_template("desk/notices/letters.html", lines=lines, steps=steps, kind=kind, kinds=tuple(OrderKind))


@bp.get("/<letter>")
@serves(Action.NOTIFY)
def show(letter: str) -> str:
    """Show what a letter says to each audience, both languages side by side."""
    if letter not in set(Letter):
        abort(404)
    kind = _kind()
    samples = samples_of(Letter(letter), kind, moment=site().moment)
    return render_template(
        "desk/notices/letter.html",
        shown=[Shown([_named(each) for each in sample.audiences], sample) for sample in samples],
        letter=letter,
        is_of_an_order=Letter(letter) not in OF_NO_ORDER,
        kind=kind,
        kinds=tuple(OrderKind),
    )


@bp.get("/gate/<kind>/<step>.pdf")
@serves(Action.NOTIFY)
def gate(kind: str, step: str) -> Response:
    """Hand out the notice for the gate of an invented order."""
    if kind not in set(OrderKind) or step not in set(OrderStep):
        abort(404)
    notice = gate_sample(OrderKind(kind), OrderStep(step), moment=site().moment)
    if notice is None:
        abort(404)
    settings = site().settings
    # Marked as invented, whatever this installation holds.
    installed = Installed(settings.base_url, settings.hotline, is_demonstration=True)
    return printed(paper_of_gate_notice(notice, installed), name=f"gate-notice-{kind}-{step}.pdf")


def _kind() -> OrderKind:
    return one_of("kind", OrderKind) or OrderKind.EVACUATION


def _named(audience: Audience) -> str:
    return gettext(AUDIENCES[audience.value])
