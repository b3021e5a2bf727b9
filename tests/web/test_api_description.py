"""The description of the API and its answers say the same: asked by a program that tries to prove otherwise."""

from collections import Counter
from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.engine import events, from_schema

from accord.web.api.description import description
from accord.web.api.endpoints import ENDPOINTS, ROOT
from accord.web.parameters import FIRST_DAY
from tests.builders import a_factory, a_site, an_edition, hazards, publish, settings_in
from tests.public_builders_api import an_order, publish_orders

LATER = datetime(2030, 1, 1, 6, 0, tzinfo=UTC)
"""After every day that the answers speak of: no schema of a day can say "not later than today"; its sentence does."""
CONFIG = {
    "seed": 20130424,
    "generation": {"max-examples": 25, "deterministic": True, "database": "none"},
    # The transport within one process does not unpack.
    "headers": {"Accept-Encoding": "identity"},
}
"""A few examples, and the same ones each time: what they find is found by everybody."""


@pytest.fixture
def served(tmp_path):
    installation = settings_in(tmp_path)
    publish(installation, an_edition(hazards(20)), an_edition(hazards(5), factory=a_factory(number=1)))
    publish_orders(installation, an_order(factories=(1, 90002)))
    app = a_site(installation, now=lambda: LATER)
    yield app
    app.extensions["accord"].snapshot.engine.dispose()


def test_no_answer_to_any_question_is_other_than_described(served):
    schemathesis.openapi.format("date", st.dates(FIRST_DAY, LATER.date()).map(lambda day: day.isoformat()))
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", served, config=config)

    found, answered, errors = [], Counter(), []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            found += failures(event.recorder)
            answered.update(
                (event.recorder.label, interaction.response.status_code)
                for interaction in event.recorder.interactions.values()
                if interaction.response
            )
        elif isinstance(event, events.NonFatalError | events.FatalError):
            errors.append(event)

    assert found == []
    assert errors == []
    for path in description()["paths"]:
        # Both what may be asked and what may not was tried at every address.
        assert answered[f"GET {path}", 200] >= 3
        assert answered[f"GET {path}", 422] >= 3


def failures(recorder):
    return [
        (check.name, str(check.failure_info.failure), recorder.interactions[case].request.uri)
        for case, checks in recorder.checks.items()
        for check in checks
        if check.failure_info
    ]


def test_a_description_that_lies_is_found_out(served):
    document = served.test_client().get("/api/openapi.json").json
    document["components"]["schemas"]["Pagination"]["properties"]["count"] = {"type": "string"}
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = served

    with pytest.raises(FailureGroup) as failed:
        schema[f"{ROOT}/factories"]["GET"].Case(headers=CONFIG["headers"]).call_and_validate()

    assert ["2 is not of type" in str(failure) for failure in failed.value.exceptions] == [True]


def test_every_endpoint_is_described_with_all_its_parameters():
    paths = description()["paths"]

    assert len(paths) == len(ENDPOINTS)
    for endpoint, operation in zip(ENDPOINTS, (path["get"] for path in paths.values()), strict=True):
        asked = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"]
        assert asked == [parameter.name for parameter in endpoint.parameters]
        assert all(parameter["description"] for parameter in operation["parameters"])
