"""The summary of a follow-up round in words, in both languages, for the draft of its report."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accord.rules.desk.rounds import Seen
from accord.rules.words.bangla import digits

BEGINS_EN, BEGINS_BN = "On this round", "এই পরিদর্শনে"
"""How the drafted paragraph begins: drafting again replaces it and leaves what a person wrote."""


@dataclass(frozen=True)
class Told:
    """The paragraph in English and in Bangla."""

    english: str
    bangla: str


def told_of_round(sights: Iterable[tuple[Seen, bool]], *, hazards: int, found: int) -> Told:
    """Return what a round saw: of each hazard the last touch, and whether it changed the status.

    `hazards`: how many were to be gone through; `found`: how many new ones were recorded on the visit.
    """
    every = list(sights)
    count = Counter(seen for seen, _ in every)
    changed_back = sum(changed for seen, changed in every if seen in (Seen.NOT_CORRECTED, Seen.PARTLY))
    looked_at = sum(number for seen, number in count.items() if seen is not Seen.NOT_SEEN)
    corrected, partly = count[Seen.CORRECTED], count[Seen.PARTLY]
    not_corrected, unseen = count[Seen.NOT_CORRECTED], hazards - looked_at
    english = (
        f"{BEGINS_EN} {looked_at} of {hazards} hazards were seen: {corrected} corrected, {partly} partly corrected, "
        f"{not_corrected} not corrected. Of these, {changed_back} were not accepted or were reopened. "
        f"Not seen: {unseen}. New hazards recorded: {found}."
    )
    bangla = digits(
        f"{BEGINS_BN} {hazards}টি ত্রুটির মধ্যে {looked_at}টি দেখা হয়েছে: "
        f"{corrected}টি সংশোধিত, {partly}টি আংশিক সংশোধিত, "
        f"{not_corrected}টি সংশোধিত নয়। এর মধ্যে {changed_back}টির দাবি গৃহীত হয়নি বা নতুন করে খোলা হয়েছে। "
        f"দেখা হয়নি: {unseen}টি। নতুন ত্রুটি নথিভুক্ত: {found}টি।"
    )
    return Told(english, bangla)
