"""Where in a factory a hazard is: a building, one of its floors, a zone of it; said in both languages."""

from dataclasses import dataclass

from accord.rules.words.bangla import digits


@dataclass(frozen=True)
class Place:
    """A building, a floor of it or a zone of that, by their ids and names."""

    building_id: int
    building: str
    building_bn: str | None = None
    floor_id: int | None = None
    level: int | None = None
    floor: str | None = None
    zone_id: int | None = None
    zone: str | None = None

    @property
    def key(self) -> str:
        """Its ids as one word, for the field of a form: "12-3-4"."""
        return key_of(self.building_id, self.floor_id, self.zone_id) or ""

    @property
    def english(self) -> str:
        """The place in English: "Main building, level 3, Cutting"."""
        return ", ".join(part for part in (self.building, self._floor_in_english(), self.zone) if part)

    @property
    def bangla(self) -> str:
        """The place in Bangla, with the names that have one."""
        return ", ".join(
            part for part in (self.building_bn or self.building, self._floor_in_bangla(), self.zone) if part
        )

    def _floor_in_english(self) -> str | None:
        if self.level is None or self.floor:
            return self.floor
        return f"level {self.level}" if self.level else "ground floor"

    def _floor_in_bangla(self) -> str | None:
        if self.level is None or self.floor:
            return self.floor
        return f"লেভেল {digits(str(self.level))}" if self.level else "নিচতলা"


def key_of(building_id: int | None, floor_id: int | None, zone_id: int | None) -> str | None:
    """Return the word for a place by its ids, or None for no building."""
    ids = (building_id, floor_id, zone_id)
    return "-".join(str(each) for each in ids if each is not None) or None


def words_of_place(place: Place | None, location: str | None) -> tuple[str, str]:
    """Return where a hazard is, in English and Bangla; what was typed stands behind the place in both."""
    typed = location or ""
    english = ", ".join(part for part in (place.english if place else "", typed) if part)
    bangla = ", ".join(part for part in (place.bangla if place else "", typed) if part)
    return english, bangla
