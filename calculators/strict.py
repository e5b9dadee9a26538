"""Strict reading of TOML data: every key is known, typed and used, or the file is refused with place and remedy."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from calculators.errors import DataError

# Digits only: no exponent, no grouping, no NaN, no full-width digits, so that what is read is what is seen.
PLAIN_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def load_toml(file: Traversable) -> Table:
    """One TOML file as a Table. Raises DataError with the file's name for broken syntax and duplicate keys."""
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(file.name, f"not readable as TOML ({error}); mend the line it names") from error


def toml_files(folder: Traversable) -> Iterator[Traversable]:
    """The .toml files of a folder, by name."""
    return iter(sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name))


def data_files(kind: str, folder: Traversable | None = None) -> Iterator[Traversable]:
    """The files of calculators/data/<kind>, or those of a folder given instead."""
    return toml_files(resources.files("calculators") / "data" / kind if folder is None else folder)


class Table:
    """A TOML table that remembers where it stands and which keys have been taken."""

    def __init__(self, data: dict[str, Any], where: str) -> None:
        self.data = data
        self.where = where
        self.taken: set[str] = set()

    def fail(self, key: str, message: str) -> DataError:
        """The error for one key of this table, for the caller to raise."""
        return DataError(f"{self.where}[{key}]" if key else self.where, message)

    def take(self, key: str, kind: type, default: Any = ...) -> Any:
        """The value of `key`, checked to be of `kind`; `default` when absent, an error when there is no default."""
        self.taken.add(key)
        if key not in self.data:
            if default is ...:
                raise self.fail(key, f"missing key; add {key} = … ({kind.__name__})")
            return default
        value = self.data[key]
        if isinstance(value, float):
            raise self.fail(key, f'float {value} found; write exact decimals as text, like "{value}"')
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)) or isinstance(value, datetime):
            raise self.fail(key, f"expected {kind.__name__}, found {type(value).__name__} {value!r}")
        return value

    def typed(self, key: str) -> Mapping[str, str]:
        """A table of texts just as somebody would type them."""
        entries: Mapping[str, str] = self.take(key, dict)
        for name, value in entries.items():
            if not isinstance(value, str):
                raise self.fail(f"{key}.{name}", f"expected text as typed, found {value!r}; put it in quotes")
        return entries

    def text(self, key: str, default: Any = ...) -> Any:
        """A text that is not empty (unless the default says so)."""
        value = self.take(key, str, default)
        if default is ... and not value.strip():
            raise self.fail(key, "empty text; fill it in")
        return value

    def choice(self, key: str, allowed: Iterable[str], default: Any = ...) -> Any:
        """A text that is one of `allowed`."""
        value = self.take(key, str, default)
        options = tuple(allowed)
        if key in self.data and value not in options:
            raise self.fail(key, f"{value!r} is not one of {', '.join(options)}")
        return value

    def day(self, key: str, default: Any = ...) -> Any:
        """A TOML date without a time."""
        return self.take(key, date, default)

    def decimal(self, key: str, default: Any = ...) -> Any:
        """An exact decimal: text or whole number, never a float."""
        self.taken.add(key)
        value = self.data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if value is None:
            return self.take(key, str, default)
        text = self.take(key, str)
        if PLAIN_DECIMAL.fullmatch(text) is None:
            raise self.fail(key, f'{text!r} is not a plain decimal; write digits like "3.45"')
        return Decimal(text)

    def tables(self, key: str, required: bool = True) -> list[Table]:
        """A list of tables below this one."""
        entries = self.take(key, list, ... if required else [])
        for entry in entries:
            if not isinstance(entry, dict):
                raise self.fail(key, f"expected tables, found {entry!r}")
        return [Table(entry, f"{self.where}[{key}][{i + 1}]") for i, entry in enumerate(entries)]

    def table(self, key: str, required: bool = True) -> Table | None:
        """One table below this one; None when absent and not required."""
        entry = self.take(key, dict, ... if required else None)
        return None if entry is None else Table(entry, f"{self.where}[{key}]")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        entries = self.take(key, list, [])
        for entry in entries:
            if not isinstance(entry, str):
                raise self.fail(key, f"expected texts, found {entry!r}")
        return tuple(entries)

    def file_is_named(self, key: str, value: str) -> None:
        """Refuse a file whose name is not the value of its `key`, so that what is looked for is found."""
        if self.where != f"{value}.toml":
            raise self.fail(key, f"{value!r} stands in {self.where}; name the file {value}.toml")

    def done(self) -> None:
        """Refuse keys that nobody took: a misspelt key must not be ignored in silence."""
        for key in self.data:
            if key not in self.taken:
                near = difflib.get_close_matches(key, self.taken, 1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(sorted(self.taken))}"
                raise self.fail(key, f"unknown key{hint}")
