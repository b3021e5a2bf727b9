"""The letters of the protocol with invented words, for whoever knows the language and the field."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from accord.casework.escalation.letters.owed import Group, Line
from accord.casework.escalation.letters.wording import Named, Says, Signer, Value, write
from accord.casework.orders.letters import Audience, Written
from accord.gateways.formats import format_date, format_plain
from accord.gateways.language import Language
from accord.rules.desk.people import Role
from accord.rules.escalation.words import RequestKind, Trigger
from accord.rules.moments import Moment
from accord.rules.notices import Letter

TO_ALL = (Audience.FACTORY, Audience.SIGNATORY, Audience.LABOUR, Audience.PROGRAMME)
TOLD: Mapping[Letter, Sequence[Audience]] = {
    Letter.STAGE_WARNED: (Audience.FACTORY, Audience.SIGNATORY),
    Letter.STAGE_HEARING: (Audience.FACTORY, Audience.SIGNATORY, Audience.LABOUR),
    Letter.INELIGIBLE: TO_ALL,
    Letter.STAGE_LOWERED: (Audience.FACTORY, Audience.SIGNATORY),
    Letter.REQUALIFIED: TO_ALL,
    Letter.STAGE_RETRACTED: TO_ALL,
}
"""Who is told beside the factory alone."""
FACTORY = Named(99999, "Invented Garments Ltd.", "কাল্পনিক গার্মেন্টস লিমিটেড")


def sample_letters(letter: Letter, *, moment: Moment) -> Sequence[tuple[Audience, Written]]:
    """Return the letter as it would be written of an invented factory, to each audience."""
    says = _says(letter, moment)
    return [
        (audience, write(letter, says, audience=audience, today=moment.today))
        for audience in TOLD.get(letter, (Audience.FACTORY,))
    ]


def _says(letter: Letter, moment: Moment) -> Says:
    today = moment.today
    is_of_stage_three = letter in (Letter.REQUALIFIED, Letter.STAGE_RETRACTED)
    facts: dict[str, Value] = {
        "effective_on": today + timedelta(days=14),
        "next_on": today + timedelta(days=183),
        "answer_until_on": today + timedelta(days=14),
        "meets_on": today + timedelta(days=10),
        "decided_on": today,
        "decided_by": _signers(letter),
        "from_stage": "3" if is_of_stage_three else "1",
        "stage": "0",
        "taken_back_stage": "3",
        "taken_back_on": today - timedelta(days=9),
        "news": "ineligible",
        "kind": RequestKind.EXTENSION.value,
        "asked_on": today - timedelta(days=5),
        "wants_until_on": today + timedelta(days=60),
        "is_granted": True,
        **{f"{kind.value}_days": 14 for kind in RequestKind},
    }
    words = {
        "reason": (
            "Six hazards are more than half a year late.",
            "ছয়টি ত্রুটি ছয় মাসের বেশি সময় ধরে ঠিক করা হয়নি।",
        ),
        "conditions": ("Every hazard corrected and verified.", "প্রতিটি ত্রুটি ঠিক করা ও যাচাই করা।"),
        "place": ("Office of the programme, Dhaka", "কর্মসূচির কার্যালয়, ঢাকা"),
        "asked": ("The fire doors come by ship in two months.", "ফায়ার ডোর জাহাজে আসবে, দুই মাস লাগবে।"),
    }
    return Says(FACTORY, facts, words, {language: _owed(language, moment) for language in Language})


def _signers(letter: Letter) -> Sequence[str] | Sequence[Signer]:
    if letter not in TOLD:
        return ["A. Officer"]
    deputy = Signer("B. Deputy", "খ. রহমান", Role.DEPUTY)
    return [Signer("A. Officer", "ক. হোসেন", Role.CHIEF_SAFETY_OFFICER), deputy]


def _owed(language: Language, moment: Moment) -> Sequence[Group]:
    what = {Language.EN: "Fire 12: The exit is locked.", Language.BN: "অগ্নি ১২: বের হওয়ার দরজা তালা দেওয়া।"}
    since = format_date(moment.today - timedelta(days=220), language)
    line = Line(what[language], since, format_plain(200, language), format_plain(20, language))
    return [Group(Trigger.BEHIND_SCHEDULE, [line])]
