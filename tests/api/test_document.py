"""The OpenAPI document says what the API does."""

import json

from django.core.management import call_command

from api.schema import PROBLEMS


def test_the_document_is_valid_without_a_warning(db, tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))


def test_json_when_asked_for_json_else_yaml(client, db):
    as_json = client.get("/api/schema/", headers={"accept": "application/json"})
    assert as_json["Content-Type"].startswith("application/json")
    assert json.loads(as_json.content)["openapi"].startswith("3.1")
    assert client.get("/api/schema/").content.startswith(b"openapi: 3.1")


def test_every_operation_names_its_problems(client, db):
    document = json.loads(client.get("/api/schema/", headers={"accept": "application/json"}).content)
    operations = [
        operation for path in document["paths"].values() for method, operation in path.items() if method != "parameters"
    ]
    assert len(operations) > 50
    for operation in operations:
        for code in PROBLEMS:
            assert "application/problem+json" in operation["responses"][code]["content"], operation["operationId"]
        if "requestBody" in operation:
            assert {"413", "415"} <= operation["responses"].keys(), operation["operationId"]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
