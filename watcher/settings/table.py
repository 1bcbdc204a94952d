"""What every table of a configuration is made of."""

import os
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, SecretStr

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""Plugins are looked for in the metadata of everything that is installed: a tenth of the time of loading settings."""

MASK = "***"

Secret = Annotated[SecretStr, PlainSerializer(lambda _: MASK, return_type=str)]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def exactly_one(*keys: str) -> ConfigDict:
    """Have the schema say that a table needs one of these keys, and takes no two of them."""
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in keys]})


class Table(BaseModel):
    """What holds for every table: kebab-case keys, no others, TOML's own types, never a value in an error."""

    model_config = ConfigDict(
        alias_generator=_kebab,
        defer_build=True,  # a table's own validator is made when a file begins with it, not once more inside others
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        strict=True,
    )
