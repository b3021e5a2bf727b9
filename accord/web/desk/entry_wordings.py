"""Standard wordings while a hazard is recorded: looked for, taken, and put where nobody wrote words of their own."""

from accord.casework.desk.wordings import standing_wordings
from accord.casework.refusals import N_
from accord.records.inspection import Inspection
from accord.rules.desk.hazard_draft import cleaned
from accord.rules.vocabulary import Category, Severity
from accord.rules.wording_search import found_wordings
from accord.rules.words.standard_wording import BLANKS, StandardWording
from accord.web.database import looking
from accord.web.desk.entry_form import HazardForm
from accord.web.desk.entry_page import due_in_words
from accord.web.filters import word
from accord.web.language import gettext, language
from accord.web.timelines import timeline as timeline_in_words

KEPT_WORDS = N_(
    "Your own words are kept. To have the standard words put in, empty this field and choose the wording once more."
)
CHOICES = {"severity": Severity, "category": Category}


def put_wording(form: HazardForm, wording: StandardWording, *, before: StandardWording | None) -> None:
    """Put a wording where nothing stands, or what the one before put there; say where somebody's own words are kept."""
    standard = fields_of(before) if before else {}
    for name, words in fields_of(wording).items():
        field = form[name]
        typed = cleaned(field.data)
        if name == "wording" or typed in {None, cleaned(standard.get(name)), cleaned(words)}:
            field.data = words
        elif name in CHOICES:
            said = gettext("Your own choice is kept. The standard wording says:")
            field.description = f"{said} {word(CHOICES[name](words))}"
        else:
            field.description = KEPT_WORDS


def wording_of(inspection: Inspection, key: str) -> StandardWording | None:
    """Return the wording of that key, if it stands and is of the inspection's discipline."""
    if not key:
        return None
    ours = (each for each in standing_wordings(looking()) if each.discipline is inspection.discipline)
    return next((each for each in ours if each.key == key), None)


def found_by(inspection: Inspection, asked: str) -> tuple[StandardWording, ...]:
    """Return the wordings that answer what is typed, of the inspection's discipline."""
    return found_wordings(standing_wordings(looking()), asked, discipline=inspection.discipline)


def told_of(wording: StandardWording, inspection: Inspection) -> dict[str, object]:
    """Return what the script of the page is told of a wording."""
    return {
        "key": wording.key,
        "title": wording.title_bn if language() == "bn" else wording.title,
        "about": f"{word(wording.category)} · {word(wording.severity)} · {timeline_in_words(wording.timeline)}",
        "blanks": BLANKS,
        "due": due_in_words(wording.timeline, found_on=inspection.inspected_on),
        "fields": fields_of(wording),
    }


def fields_of(wording: StandardWording) -> dict[str, str]:
    """Return what a wording puts into which field."""
    return {
        "wording": wording.key,
        "category": wording.category.value,
        "observation": wording.observation,
        "observation_bn": wording.observation_bn,
        "recommended_action": wording.action,
        "recommended_action_bn": wording.action_bn,
        "recommended_timeline": wording.timeline,
        "severity": wording.severity.value,
    }
