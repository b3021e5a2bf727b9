"""Measures that orders ask for again and again, worded once in both languages. Source: DOMAIN.md section 6."""

from collections.abc import Mapping
from dataclasses import dataclass

from accord.casework.refusals import N_
from accord.gateways.language import Language, translator

LIGHT_USE_KPA = 1.0
"""What DOMAIN.md calls light use."""


@dataclass(frozen=True)
class ReadyMeasure:
    """A measure that can be set as it is, or be worded further."""

    words: str
    """In English; also the msgid of its Bangla."""
    limit_kpa: float | None = None

    @property
    def words_bn(self) -> str:
        """The measure in Bangla."""
        return translator(Language.BN).gettext(self.words)


READY: Mapping[str, ReadyMeasure] = {
    "remove_storage": ReadyMeasure(N_("Remove all stored goods from this place, and store nothing here again.")),
    "empty_roof_tanks": ReadyMeasure(N_("Empty the water tanks on the roof, and keep them empty.")),
    "clear_floor": ReadyMeasure(N_("Clear this floor: no machines, no goods, and nobody works here.")),
    "light_use": ReadyMeasure(
        N_("Use this place lightly: at most 1 kPa, about 100 kg on each square metre."), LIGHT_USE_KPA
    ),
    "prop": ReadyMeasure(N_("Prop beams and columns as the engineer has shown, and leave the props where they are.")),
}
"""In the order in which they are offered."""
