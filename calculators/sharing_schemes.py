"""How other places share the loss of a pledged loan: strict reading of data/sharing/<key>.toml.

Shares are in percent of the loss in the files and fractions here; money is yuan. A share that was not published is
never filled in: such a file names no party and lists what is missing under `unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable

from calculators.citation import Citation
from calculators.errors import DataError
from calculators.figure import Figure, leaf
from calculators.parameters import PERCENT, read_source
from calculators.strict import Table, data_files, load_toml

KINDS = ("pool", "second_pool", "guarantor", "insurer", "valuer", "bank")


@dataclass(frozen=True)
class Share:
    """One party's published share of the loss, a fraction. `derived`: the remainder of the others, not printed itself."""

    party: str
    label: str
    share: Decimal
    derived: bool = False


@dataclass(frozen=True)
class SharingScheme:
    """A published way to share losses. `shares` is empty when none were published; caps are said in words only."""

    key: str
    name: str
    short: str
    place: str
    base: str
    cite: Citation
    shares: tuple[Share, ...]
    residual: str
    caps: tuple[str, ...] = ()
    pool: str = ""
    unknown: tuple[str, ...] = ()
    note: str = ""

    def figures(self) -> Mapping[str, Figure]:
        """The shares as cited leaves, by party."""
        return {
            s.party: leaf(s.share, f"share_{s.party}", f"{s.label}分担比例", "%", "parameter", self.cite) for s in self.shares
        }

    def numbers(self) -> Mapping[str, Decimal]:
        """The same without their source."""
        return {s.party: s.share for s in self.shares}

    def labels(self) -> Mapping[str, str]:
        """What the publication calls each party."""
        return {s.party: s.label for s in self.shares}


def _share(table: Table) -> Share:
    share = table.decimal("share")
    if not 0 < share <= PERCENT:
        raise table.fail("share", f"{share} is outside 0 to 100; shares are in percent, so 54 means 54 %")
    found = Share(table.choice("party", KINDS), table.text("label"), share / PERCENT, table.take("derived", bool, False))
    table.done()
    return found


def _check(scheme: SharingScheme, table: Table) -> None:
    table.file_is_named("key", scheme.key)
    parties = [share.party for share in scheme.shares]
    if len(set(parties)) != len(parties):
        raise table.fail("party", f"a party is named twice in {', '.join(parties)}; name each once")
    if not parties and not scheme.unknown:
        raise table.fail("unknown", "no party and nothing unknown; list what was not published")
    whole = sum((share.share for share in scheme.shares), Decimal(0)) * PERCENT
    if parties and whole != PERCENT:
        raise table.fail("party", f"shares add up to {whole.normalize():f} %, not 100 %; check the digits")
    if parties and scheme.residual not in parties:
        raise table.fail("residual", f"{scheme.residual!r} is not among {', '.join(parties)}; name one of them")


def read_sharing(file: Traversable) -> SharingScheme:
    """One scheme of one file. Raises DataError naming file, key, what was found and the remedy."""
    table = load_toml(file)
    cite = read_source(table)
    scheme = SharingScheme(
        key=table.text("key"),
        name=table.text("name"),
        short=table.text("short"),
        place=table.text("place"),
        base=table.text("base", "本金损失"),
        cite=cite,
        shares=tuple(_share(entry) for entry in table.tables("party", required=False)),
        residual=table.choice("residual", KINDS, "bank"),
        caps=table.texts("caps"),
        pool=table.text("pool", ""),
        unknown=table.texts("unknown"),
        note=table.text("note", ""),
    )
    table.done()
    _check(scheme, table)
    return scheme


def load(folder: Traversable | None = None) -> Mapping[str, SharingScheme]:
    """Every scheme by key, those with published shares first. Raises DataError for anything doubtful."""
    found: dict[str, SharingScheme] = {}
    for file in data_files("sharing", folder):
        scheme = read_sharing(file)
        names = {entry.short: entry.key for entry in found.values()}
        if scheme.short in names:
            raise DataError(f"{file.name}[short]", f"{scheme.short!r} is taken by {names[scheme.short]}; rename it")
        found[scheme.key] = scheme
    return dict(sorted(found.items(), key=lambda entry: not entry[1].shares))
