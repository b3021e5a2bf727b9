"""The description of the API (OpenAPI 3.1), made from the table of its endpoints."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response

from accord import __version__
from accord.web.access import Action, serves
from accord.web.api.asked import Parameter, Schema, Words
from accord.web.api.endpoints import ENDPOINTS, ROOT, Endpoint, as_json
from accord.web.api.schemas import Schemas
from accord.web.licence import LICENCE, LICENCE_ADDRESS
from accord.web.sharing import open_to_other_sites
from accord.web.site import address_of

ABOUT = (
    "Safety hazards found in garment factories and their remediation, as they are published. Every answer is of one "
    "day (`as_of`), and can be recomputed from the snapshot at /data. Answers change when something is published, and "
    "at midnight in the time zone of the programme; ask again with `If-None-Match`. A parameter that is unknown, empty "
    "or given twice is refused with 422: `?as-of=2018-07-01` passed over in silence would answer with the figures of "
    "today. Fields may be added."
)
PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "instance": {"type": "string"},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "description": "The parameter that cannot be understood."},
    },
    "required": ["type", "title", "status", "instance"],
}
NUMBER: Schema = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "Number of the factory.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}
UNREADABLE = {
    HTTPStatus.NOT_FOUND: "There is no such factory, or nothing is published yet.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A parameter cannot be understood; the answer names it.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The published data cannot be read right now.",
}

bp = Blueprint("api_description", __name__)


@bp.get("/api/openapi.json")
@serves(Action.READ_PUBLISHED)
@open_to_other_sites
def show() -> Response:
    """Return the description."""
    return as_json(description() | {"servers": [{"url": address_of("/")}]})


@cache
def description() -> dict[str, Any]:
    """Return the description, without the address of the server."""
    schemas = Schemas()
    schemas.by_name["Problem"] = PROBLEM
    paths = {_path(endpoint): {"get": _operation(endpoint, schemas)} for endpoint in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Accord",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": LICENCE, "url": LICENCE_ADDRESS},
        },
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.by_name.items()))},
    }


def _path(endpoint: Endpoint) -> str:
    return ROOT + re.sub(r"<\w+:(\w+)>", r"{\1}", endpoint.path)


def _operation(endpoint: Endpoint, schemas: Schemas) -> dict[str, Any]:
    in_path = [NUMBER] if "<" in endpoint.path else []
    return {
        "operationId": endpoint.name,
        "summary": endpoint.says,
        "parameters": [*in_path, *(_parameter(parameter) for parameter in endpoint.parameters)],
        "responses": {"200": _answered("The answer.", "application/json", schemas.of(endpoint.answer))}
        | {
            str(status.value): _answered(says, "application/problem+json", {"$ref": "#/components/schemas/Problem"})
            for status, says in UNREADABLE.items()
            if endpoint.is_missed or status is not HTTPStatus.NOT_FOUND
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.says,
        "schema": parameter.kind.schema(),
    }
    return said | ({"style": "form", "explode": False} if isinstance(parameter.kind, Words) else {})


def _answered(says: str, media_type: str, schema: Schema) -> dict[str, Any]:
    return {"description": says, "content": {media_type: {"schema": schema}}}
