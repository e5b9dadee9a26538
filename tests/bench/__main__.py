"""`python -m tests.bench [--rounds 5] [--theme]`: start-up against stock Pyodide, bytes, recalculation. Exit code 1 over budget.

All ways take turns in one run, so that a busy minute of the machine touches all of them; compare ratios, not times.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Playwright, sync_playwright

from calculators.browser import answer
from calculators.examples import example
from site_config.runtime import read_manifest
from site_config.runtime.manifest import File
from site_config.serve import Site
from tests.bench import bench_site
from tests.bench.link import Line
from tests.bench.visits import Visit, measure, recalculation_times

WAYS = ("stock", "fallback", "snapshot")
LOOPBACK = Line("loopback")
SLOW = Line("20 Mbit/s, 40 ms", bits=20e6, round_trip=0.04)
# (line, way, first or second visit) -> the highest share of stock's time that we allow ourselves
BUDGETS = {
    ("loopback", "snapshot", "cold"): 0.30,
    ("loopback", "snapshot", "warm"): 0.35,
    ("loopback", "fallback", "cold"): 0.45,
    (SLOW.name, "snapshot", "cold"): 0.70,
}
RECALCULATIONS = 60

type Table = dict[str, list[Visit]]


def take_turns(site: Site, line: Line, rounds: int, second: bool) -> Table:
    """Every way once per round."""
    table: Table = {way: [] for way in WAYS}
    for turn in range(rounds):
        for way in WAYS:
            visit = measure(site, way, line, second)
            table[way].append(visit)
            print(f"[bench] {line.name}, round {turn + 1}/{rounds}, {way}: {visit.cold:.0f} ms, {visit.warm:.0f} ms", flush=True)
    return table


def medians(table: Table, kind: str) -> dict[str, float]:
    """The median of each way, `kind` being cold or warm."""
    return {way: median(getattr(visit, kind) for visit in visits) for way, visits in table.items()}


def report(line: Line, table: Table, kinds: tuple[str, ...]) -> list[str]:
    """Print one line per way; returns the budgets that were missed."""
    missed = []
    print(f"\n{line.name}: median of {len(table['stock'])}, navigation to first live result")
    for way in WAYS:
        cells = []
        for kind in kinds:
            found = medians(table, kind)
            ratio = found[way] / found["stock"]
            budget = BUDGETS.get((line.name, way, kind))
            cells.append(f"{kind} {found[way]:6.0f} ms = {ratio:4.2f} of stock" + (f" (budget {budget:.2f})" if budget else ""))
            if budget and ratio > budget:
                missed.append(f"{line.name}, {way}, {kind}: {ratio:.2f} of stock, budget {budget:.2f}")
        print(f"  {way:9} {'; '.join(cells)}; {table[way][0].bytes / 1e6:.2f} MB")
    return missed


def report_bytes(ours: dict[str, File], stock: dict[str, File]) -> None:
    """Bytes of every file: raw, and on the wire with brotli and gzip."""
    for title, files in (("ours", ours), ("stock", stock)):
        print(f"\nbytes per file, {title}:      raw       brotli         gzip")
        for name, entry in sorted(files.items()):
            print(f"  {name:20} {entry.bytes:12,} {entry.br:12,} {entry.gz:12,}")


def report_recalculation(playwright: Playwright, site: Site) -> None:
    """Milliseconds of one calculation in the browser and in CPython on this machine."""
    inputs = dict(example("interest_subsidy", "quarterly_interest").inputs)
    request = {"verb": "calculate", "calculator": "interest_subsidy", "values": inputs}
    browser = median(recalculation_times(playwright, site, request, RECALCULATIONS)[10:])
    times = []
    for turn in range(RECALCULATIONS):
        text = json.dumps({**request, "id": turn, "values": {**inputs, "principal": str(1_000_000 + turn)}})
        start = time.perf_counter()
        assert json.loads(answer(text))["ok"]
        times.append(1000 * (time.perf_counter() - start))
    here = median(times[10:])
    print(f"\nrecalculation: browser {browser:.1f} ms, CPython {here:.1f} ms, ratio {browser / here:.1f}")


def run(rounds: int, themed: bool) -> list[str]:
    """Build, measure, report; returns the budgets that were missed."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        stock = bench_site.build(Path(folder), themed)
        site = Site(Path(folder))
        manifest = read_manifest(Path(folder) / "assets" / "runtime")
        assert manifest is not None, "the site was built without its runtime"
        near = take_turns(site, LOOPBACK, rounds, second=True)
        far = take_turns(site, SLOW, max(1, rounds // 2), second=False)
        missed = report(LOOPBACK, near, ("cold", "warm")) + report(SLOW, far, ("cold",))
        report_bytes(manifest.files, stock)
        report_recalculation(playwright, site)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure start-up against stock Pyodide.")
    parser.add_argument("--rounds", type=int, default=5, help="visits per way (default 5)")
    parser.add_argument("--theme", action="store_true", help="measure the real page with its theme, not one with the panel alone")
    options = parser.parse_args()
    missed = run(options.rounds, options.theme)
    for text in missed:
        print(f"OVER BUDGET: {text}", file=sys.stderr)
    print("" if missed else "\nevery budget holds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
