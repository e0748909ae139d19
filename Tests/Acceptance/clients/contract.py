"""The schema of the protocol as a judge of messages.

`jsonschema` gives the words when something is wrong. A follower sees tens of thousands of messages, so that the plain
question "is it right?" is answered by functions made from the same schema; selftest.py holds one against the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA_FILE = Path(__file__).resolve().parents[3] / "docs" / "protocol.schema.json"

Judge = Callable[[Any], bool]


class ContractBroken(Exception):
    """A message is not as the protocol says."""


class Contract:
    """Judges messages by a schema."""

    def __init__(self, schema_file: Path = SCHEMA_FILE) -> None:
        schema = json.loads(schema_file.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        self._validator = Draft202012Validator(schema)
        self._judge = _Compiler(schema).judge(schema)

    def admits(self, message: Any) -> bool:
        """Whether the message is as the schema says."""
        return self._judge(message)

    def faults(self, message: Any) -> list[str]:
        """What is wrong with the message, a line each; empty when nothing is."""
        errors = sorted(self._validator.iter_errors(message), key=lambda error: error.json_path)
        return [_in_words(error) for error in errors]

    def check(self, message: Any, source: str) -> None:
        """Raises `ContractBroken`, naming the source, when the message is not as the schema says."""
        if not self.admits(message):
            shown = json.dumps(message, ensure_ascii=False)[:400]
            raise ContractBroken(f"{source}: " + "; ".join(self.faults(message)) + f" in {shown}")


def _in_words(error: Any) -> str:
    about = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"{error.json_path}: {error.message[:200]}" + (f" ({about})" if about else "")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))


_TYPES: dict[str, Judge] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": _is_integer,
}

_LIMITS: dict[str, Callable[[Any], Judge]] = {
    "minimum": lambda least: lambda value: not _is_number(value) or value >= least,
    "maximum": lambda most: lambda value: not _is_number(value) or value <= most,
    "minLength": lambda least: lambda value: not isinstance(value, str) or len(value) >= least,
    "maxLength": lambda most: lambda value: not isinstance(value, str) or len(value) <= most,
    "minItems": lambda least: lambda value: not isinstance(value, list) or len(value) >= least,
    "maxItems": lambda most: lambda value: not isinstance(value, list) or len(value) <= most,
    "minProperties": lambda least: lambda value: not isinstance(value, dict) or len(value) >= least,
    "maxProperties": lambda most: lambda value: not isinstance(value, dict) or len(value) <= most,
    "required": lambda names: lambda value: not isinstance(value, dict) or all(name in value for name in names),
}

_SILENT = {"$schema", "$comment", "$defs", "title", "description", "then", "else", "additionalProperties"}


class _Compiler:
    """Makes functions of the keywords that the schema uses; refuses a keyword that it does not know."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._by_reference: dict[str, Judge] = {}

    def judge(self, schema: Any) -> Judge:
        """The function that says whether a value is as `schema` says."""
        if isinstance(schema, bool):
            return lambda value: schema
        judges = [self._keyword(name, schema) for name in schema if name not in _SILENT]
        if "additionalProperties" in schema and "properties" not in schema:
            judges.append(self._members({}, schema["additionalProperties"]))
        if len(judges) == 1:
            return judges[0]
        return lambda value: all(judge(value) for judge in judges)

    def _keyword(self, name: str, schema: Any) -> Judge:
        given = schema[name]
        if name in _LIMITS:
            return _LIMITS[name](given)
        match name:
            case "type":
                kinds = [_TYPES[kind] for kind in ([given] if isinstance(given, str) else given)]
                return kinds[0] if len(kinds) == 1 else lambda value: any(kind(value) for kind in kinds)
            case "const" | "enum":
                return _one_of([given] if name == "const" else given)
            case "properties":
                return self._members(given, schema.get("additionalProperties", True))
            case "propertyNames":
                named = self.judge(given)
                return lambda value: not isinstance(value, dict) or all(named(key) for key in value)
            case "items":
                item = self.judge(given)
                return lambda value: not isinstance(value, list) or all(item(each) for each in value)
            case "allOf":
                every = [self.judge(each) for each in given]
                return lambda value: all(judge(value) for judge in every)
            case "anyOf":
                some = [self.judge(each) for each in given]
                return lambda value: any(judge(value) for judge in some)
            case "oneOf":
                choices = [self.judge(each) for each in given]
                return lambda value: sum(choice(value) for choice in choices) == 1
            case "pattern":
                pattern = re.compile(given)
                return lambda value: not isinstance(value, str) or pattern.search(value) is not None
            case "not":
                denied = self.judge(given)
                return lambda value: not denied(value)
            case "if":
                return self._conditional(schema)
            case "$ref":
                return self._referenced(given)
        raise ValueError(f"the schema uses '{name}', which contract.py does not know: teach it there")

    def _members(self, properties: Any, additional: Any) -> Judge:
        known = {name: self.judge(each) for name, each in properties.items()}
        other = self.judge(additional)
        return lambda value: not isinstance(value, dict) or all(known.get(key, other)(each) for key, each in value.items())

    def _conditional(self, schema: Any) -> Judge:
        condition = self.judge(schema["if"])
        then, otherwise = self.judge(schema.get("then", True)), self.judge(schema.get("else", True))
        return lambda value: then(value) if condition(value) else otherwise(value)

    def _referenced(self, reference: str) -> Judge:
        if reference not in self._by_reference:
            target = self._root
            for step in reference.removeprefix("#/").split("/"):
                target = target[step]
            self._by_reference[reference] = self.judge(target)
        return self._by_reference[reference]


def _one_of(choices: list[Any]) -> Judge:
    def chosen(value: Any) -> bool:
        return any(isinstance(value, bool) == isinstance(choice, bool) and value == choice for choice in choices)

    return chosen
