"""What a form that was kept says in words: the labels of its fields and of what was chosen, never their names."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import BooleanField, DateField, HiddenField, SelectFieldBase

from accord.casework.desk.kept_forms import Typed
from accord.gateways.language import Language
from accord.web.desk.forms import DeskForm
from accord.web.filters import day
from accord.web.language import gettext, language

DESK = "accord.web.desk"


@dataclass(frozen=True)
class Said:
    """One thing that was typed or chosen, under its label; None: nothing."""

    label: str
    words: str | None


def words_of(typed: Typed) -> tuple[Said, ...]:
    """Return what a person had typed into the form, in the order of the form, in the language of the answer."""
    groups: dict[str, list[str]] = {}
    for name, _ in typed.fields:
        prefix, _, own = name.rpartition("-")
        groups.setdefault(prefix, []).append(own)
    forms = forms_behind(typed.address)
    chosen = {prefix: _best(forms, names) for prefix, names in groups.items()}
    return tuple(_said(typed.fields, chosen))


def forms_behind(address: str) -> list[type[DeskForm]]:
    """Return the forms that the view of an address may have shown, those of its own module first."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(address.partition("?")[0], method="POST")
    except (HTTPException, RequestRedirect):
        return []
    module = sys.modules[current_app.view_functions[endpoint].__module__]
    found = dict.fromkeys(_forms_in(vars(module), own=module.__name__))
    # Where the form stands in a module beside the view, the view knows it by what it took from there.
    beside = {str(getattr(value, "__module__", "")) for value in vars(module).values()}
    for name in sorted(name for name in beside if name.startswith(f"{DESK}.")):
        found |= dict.fromkeys(_forms_in(vars(sys.modules[name]), own=name))
    return list(found)


def fields_of(form: type[DeskForm]) -> dict[str, Any]:
    """Return the fields of a form as they are declared, by their names."""
    declared = {name: getattr(form, name) for name in dir(form) if not name.startswith("_")}
    return {name: field for name, field in declared.items() if hasattr(field, "_formfield")}


def label_of(field: Any) -> str:
    """Return the label of a field that is declared, in the language of the answer."""
    label = field.args[0] if field.args else field.kwargs.get("label")
    return gettext(label) if label else ""


def _forms_in(names: Mapping[str, Any], *, own: str) -> Iterator[type[DeskForm]]:
    """Yield the forms of a module, those that it declares itself before those that it took from elsewhere."""
    forms = [each for each in names.values() if isinstance(each, type) and issubclass(each, DeskForm)]
    yield from sorted((each for each in forms if each is not DeskForm), key=lambda each: each.__module__ != own)


def _best(forms: Sequence[type[DeskForm]], names: Sequence[str]) -> dict[str, Any]:
    """Return the fields of the form that knows most of the names and has fewest others; the first of several."""
    known, sent = [fields_of(form) for form in forms], set(names)
    return max(known, key=lambda fields: (len(fields.keys() & sent), -len(fields.keys() - sent)), default={})


def _said(sent: Sequence[tuple[str, str]], chosen: Mapping[str, Mapping[str, Any]]) -> Iterator[Said]:
    for name, value in sent:
        prefix, _, own = name.rpartition("-")
        field = chosen[prefix].get(own)
        if field is None:
            # A button or what the page carried along; what somebody wrote is told under whatever name it came.
            if not value.isascii() or " " in value.strip():
                yield Said(gettext("Also in this form"), value)
        elif not issubclass(field.field_class, HiddenField):
            yield Said(label_of(field) or gettext("Also in this form"), _words(field, value))


def _words(field: Any, value: str) -> str | None:
    if not value.strip():
        return None
    if issubclass(field.field_class, BooleanField):
        return gettext("yes")
    if issubclass(field.field_class, DateField):
        return _day(value)
    return _choice(field, value) if issubclass(field.field_class, SelectFieldBase) else value


def _day(value: str) -> str:
    try:
        return day(date.fromisoformat(value.strip()))
    except ValueError:
        return value


def _choice(field: Any, value: str) -> str:
    """Return the words of a choice; one that depends on what was on record then is not told by its number."""
    offered = field.kwargs.get("choices") or ()
    pairs: Iterable[Any] = (
        offered.items() if isinstance(offered, Mapping) else offered if isinstance(offered, Sequence) else ()
    )
    for pair in pairs:
        chosen, label = pair[:2] if isinstance(pair, tuple) else (pair.value, pair.label)
        if str(chosen) == value:
            return gettext(str(label))
    if any(letter.isdigit() for letter in value):
        return gettext("as you had chosen it")
    plain = value.replace("_", " ")
    said = gettext(plain)
    is_foreign = language() is Language.BN and said == plain
    return gettext("as you had chosen it") if is_foreign else said
