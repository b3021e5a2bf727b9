"""Which factory of the register a row speaks of: by number, else by OS ID, else by name and address."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.register.entries import Entry
from accord.casework.register.pairs import standing
from accord.records.factory import Factory
from accord.rules.factories.register import identity_key


@dataclass
class Register:
    """The factories on record and those that a file adds, each found by what lists know it by.

    What lists know a merged factory by leads to the one that stands for it.
    """

    by_number: dict[int, Factory] = field(default_factory=dict)
    by_os_id: dict[str, Factory] = field(default_factory=dict)
    by_key: dict[tuple[str, str], list[Factory]] = field(default_factory=lambda: defaultdict(list))
    merged: dict[Factory, list[Factory]] = field(default_factory=lambda: defaultdict(list))
    """The factories that another one stands for, by that one."""

    def add(self, known: Factory) -> None:
        """Make the factory known by all it is known by now; its number may still be missing."""
        factory = standing(known)
        if factory is not known:
            self.merged[factory].append(known)
        if known.number:
            self.by_number[known.number] = factory
        if known.os_id:
            self.by_os_id[known.os_id] = factory
        if name := known.name or known.name_bn:
            alike = self.by_key[identity_key(name, known.address or known.address_bn)]
            if factory not in alike:
                alike.append(factory)

    def find(self, entry: Entry) -> Factory | None:
        """Return the factory that the row speaks of, or None if the register lacks it.

        A row with a number is that number's factory, or the one that stands for it, and no other. An OS ID that
        differs makes two factories of the same name and address; whether they are one is for a person to say.
        """
        if entry.number:
            return self.by_number.get(entry.number)
        if entry.os_id and entry.os_id in self.by_os_id:
            return self.by_os_id[entry.os_id]
        key = identity_key(entry.name or entry.name_bn or "", entry.address or entry.address_bn)
        alike = self.by_key.get(key, [])
        return next((known for known in alike if not (entry.os_id and known.os_id)), None)


def load_register(session: Session) -> Register:
    """Return the register on record; of factories with the same name and address the lowest number comes first."""
    register = Register()
    for factory in session.scalars(select(Factory).order_by(Factory.number)).all():
        register.add(factory)
    return register
