"""What pages of the protocol share: a refusal in whole words, and what a hazard is called in a list."""

from datetime import date

from wtforms.validators import DataRequired

from accord.casework.escalation.refused import NotAhead
from accord.casework.refusals import Refused, Told
from accord.records.hazard import Hazard
from accord.web.desk.forms import REQUIRED, DeskForm
from accord.web.filters import day, plain, word
from accord.web.language import gettext, language

WRITTEN = DataRequired(str(REQUIRED.message))
"""For a text that may not stay empty: blanks alone say nothing."""
MOST_LETTERS = 90
"""Of an observation, where it is one of many to choose from."""


def refuse(form: DeskForm, refusal: Refused, *, at: str | None = None) -> None:
    """Show why the deed was refused, its reason in the language of the page too."""
    form.refuse(in_words(refusal), at=at)


def in_words(refusal: Refused) -> Refused:
    """Return the refusal with its reason and its days in the language of the page."""
    if isinstance(refusal, NotAhead):
        return NotAhead(why=gettext(str(refusal.values["why"])))
    if isinstance(refusal, Told):
        days = {name: day(value) for name, value in refusal.values.items() if isinstance(value, date)}
        return type(refusal)(**refusal.values | days)
    return refusal


def called(hazard: Hazard) -> str:
    """Return the discipline and item of a hazard with the beginning of its observation."""
    said = (hazard.observation_bn if language() == "bn" else None) or hazard.observation or ""
    short = said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS].rstrip()} …"
    item = gettext("Item %(item)s", item=plain(hazard.item))
    return f"{word(hazard.discipline)} · {item} · {short}"
