"""How the pages name organisations, and the numbers that a telephone takes."""

from urllib.parse import quote

from accord.casework.notices.contacts import dialled
from accord.casework.notices.organisations import ALONE
from accord.casework.refusals import N_
from accord.rules.labels import label
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import Discipline
from accord.web.language import gettext

KINDS = {
    "factory": N_("factory"),
    "committee": N_("safety committee"),
    "occupant": N_("occupant of the building"),
    "landlord": N_("landlord"),
    "signatory": N_("signatory"),
    "labour_signatories": N_("labour signatories"),
    "inspector_general": N_("Inspector General (DIFE)"),
    "review_panel": N_("Review Panel, secretariat"),
    "chief_safety_officer": N_("chief safety officer and deputy"),
    "steering_committee": N_("steering committee"),
    "on_call": N_("engineers on call"),
}
"""By the first word of an organisation."""
COUNTRY = "880"


def kind_of(words: str) -> str:
    """Return what an organisation is, in the language of the answer."""
    kind = words.partition(" ")[0]
    return gettext(KINDS[kind]) if kind in KINDS else kind


def name_of(words: str, name: str) -> str:
    """Return the name of an organisation; of those of which there is one, what it is."""
    if words in ALONE:
        return kind_of(words)
    kind, _, discipline = words.partition(" ")
    if kind == RecipientKind.ON_CALL and discipline in set(Discipline):
        return f"{kind_of(words)} · {gettext(label(Discipline(discipline)))}"
    if kind == "committee":
        # It is called as its factory is, which is told as well.
        return gettext("safety committee of %(factory)s", factory=name)
    return name


def tel(telephone: str) -> str:
    """Return the address that a telephone calls."""
    return f"tel:{dialled(telephone)}"


def whatsapp(telephone: str, text: str) -> str:
    """Return the address at which WhatsApp opens with the text ready to be sent; a number at home gets its country."""
    number = dialled(telephone)
    digits = number.removeprefix("+") if number.startswith("+") else number.removeprefix("00")
    at_home = f"{COUNTRY}{digits.removeprefix('0')}" if digits == number and number.startswith("0") else digits
    return f"https://wa.me/{at_home}?text={quote(text)}"
