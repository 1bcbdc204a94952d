"""JSON schemas of every kind of file, for editors (`#:schema` comments) and for the documentation.

Draft-07 with plain keywords only, which is what TOML editors understand; the same on every run.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from watcher.settings.keys import FILE, fields_of, secret_keys, table_in, tables_of
from watcher.settings.lexiconshape import LexiconFile
from watcher.settings.models import AgencyFile, RuleFile, WatcherFile
from watcher.settings.table import Table

_FILES: Mapping[str, type[Table]] = {
    "watcher.schema.json": WatcherFile,
    "rules.schema.json": RuleFile,
    "agencies.schema.json": AgencyFile,
    "lexicon.schema.json": LexiconFile,
}


def schemas() -> Mapping[str, dict[str, Any]]:
    """Give the schema of each kind of file under the name that the shipped files refer to."""
    return {name: _schema(table) for name, table in _FILES.items()}


def schema_text(schema: Mapping[str, Any]) -> str:
    """Write a schema as it stands in `config/`."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _TomlSchema(GenerateJsonSchema):
    """TOML has no null, so a key that may be absent is simply not required."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # `_add_defaults` writes them as users do

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def _schema(root: type[Table]) -> dict[str, Any]:
    schema = root.model_json_schema(schema_generator=_TomlSchema, ref_template="#/$defs/{model}")
    definitions = schema.get("$defs", {})
    for table in tables_of(root):
        described = schema if table is root else definitions[table.__name__]
        _add_defaults(table, described)
        _forbid_twins(table, described)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _add_defaults(table: type[Table], schema: dict[str, Any]) -> None:
    defaults = table.model_construct().model_dump(mode="json", by_alias=True, exclude_none=True)
    for key, field in fields_of(table).items():
        if key in defaults and not table_in(field):
            schema["properties"][key]["default"] = defaults[key]


def _forbid_twins(table: type[Table], schema: dict[str, Any]) -> None:
    """A secret stands in its place or in a file."""
    if keys := secret_keys(table):
        schema["not"] = {"anyOf": [{"required": [key, key + FILE]} for key in keys]}
