"""Parts of fontTools that WeasyPrint imports and hardly ever calls: loaded when it does, thirteen megabytes later.

They subset fonts where HarfBuzz is too old to, and make variable fonts static; the fonts of our documents are neither.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")


class _StandIn(ModuleType):
    """Stands for a module; each name in it is a function that loads the real one and calls that."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        # What is written like this, the import system asks for.
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *arguments, **named: getattr(import_module(self.__name__), name)(*arguments, **named)


@contextmanager
def loaded_when_called() -> Iterator[None]:
    """Let what is imported inside take stand-ins for the modules; afterwards nothing else finds them."""
    stand_ins = {name: _StandIn(name) for name in SELDOM if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]
