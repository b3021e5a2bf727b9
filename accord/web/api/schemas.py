"""JSON schemas of what the API answers, made from the classes of the answers and of the allow-list."""

import types
from collections.abc import Hashable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

Schema = dict[str, Any]


@dataclass(frozen=True)
class Says:
    """What a field means."""

    sentence: str


@dataclass(frozen=True)
class Like:
    """The value is plain words and numbers in the form of a class; the fields of `or_null` may be null besides."""

    kind: type
    or_null: tuple[str, ...] = ()


class Schemas:
    """Schemas by the names of their classes, each made when it is first referred to."""

    def __init__(self) -> None:
        self.by_name: dict[str, Schema] = {}

    def ref(self, kind: type, *, or_null: tuple[str, ...] = ()) -> Schema:
        """Return a reference to the schema of a class."""
        name = f"{kind.__name__}OnDay" if or_null else kind.__name__.removesuffix("Said")
        if name not in self.by_name:
            self.by_name[name] = {}  # its place, before its fields are described
            self.by_name[name] |= self._object(kind, or_null)
        return {"$ref": f"#/components/schemas/{name}"}

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type as an annotation says it."""
        if get_origin(hint) is Annotated:
            return self._annotated(*get_args(hint))
        if get_origin(hint) in (Union, types.UnionType):
            inner = next(kind for kind in get_args(hint) if kind is not type(None))
            return _or_null(self.of(inner))
        if get_origin(hint) is tuple:
            return {"type": "array", "items": self.of(get_args(hint)[0])}
        if is_dataclass(hint):
            return self.ref(cast(type, hint))
        return _plain(hint)

    def _annotated(self, hint: Any, *notes: Any) -> Schema:
        like = next((note for note in notes if isinstance(note, Like)), None)
        schema = self.ref(like.kind, or_null=like.or_null) if like else self.of(hint)
        says = next((note for note in notes if isinstance(note, Says)), None)
        return schema | {"description": says.sentence} if says else schema

    def _object(self, kind: type, or_null: tuple[str, ...]) -> Schema:
        hints = _hints(cast(Hashable, kind))
        names = [field.name for field in fields(cast(Any, kind))]
        properties = {name: self.of(hints[name]) for name in names}
        for name in or_null:
            properties[name] = _or_null(properties[name])
        about = (kind.__doc__ or "").partition("\n")[0]
        return {"type": "object", "description": about, "properties": properties, "required": names}


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(cast(type, kind), include_extras=True)


def _plain(kind: type) -> Schema:
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [word.value for word in kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    return {"type": {bool: "boolean", int: "integer", float: "number", str: "string"}[kind]}


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    words = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | {"type": [schema["type"], "null"]} | words
