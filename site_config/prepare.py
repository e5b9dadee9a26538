"""Everything a site builder needs to find on disk before it starts: checked marks, generated pages, assets, runtime.

Both builders see the same files; what is unchanged is skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from site_config.charts import LIBRARY
from site_config.embeds import check_pages
from site_config.pages import write_pages
from site_config.runtime import build_runtime
from site_config.runtime.compress import BEST, compress_file

PROJECT = Path(__file__).resolve().parent.parent
PACKED = ("", ".br", ".gz")


def copy_assets(source: Path, target: Path, libraries: Mapping[str, Path] | None = None) -> None:
    """Copy scripts and styles whose bytes differ; remove what is no copy. Type declarations stay at home.

    `libraries`: other people's scripts by the name they get here, each with compressed copies beside it: they are large.
    """
    target.mkdir(parents=True, exist_ok=True)
    large = dict(libraries or {})
    wanted = {f.name: f for f in source.iterdir() if f.suffix in (".js", ".css")} | large
    keep = {*wanted, *(f"{name}{ending}" for name in large for ending in PACKED)}
    for old in target.iterdir():
        if old.name not in keep:
            old.unlink()
    for name, original in sorted(wanted.items()):
        copy = target / name
        fresh = copy.exists() and copy.read_bytes() == original.read_bytes()
        if not fresh:
            shutil.copyfile(original, copy)
        if name in large and not (fresh and all((target / f"{name}{ending}").exists() for ending in PACKED)):
            compress_file(copy, PROJECT / ".cache" / "compressed", BEST)


def prepare(project: Path = PROJECT) -> None:
    """Check every mark, then write pages, assets and runtime under docs/. Raises EmbedError naming the page."""
    docs = project / "docs"
    write_pages(docs / "reference")
    check_pages(docs)
    copy_assets(project / "site_config" / "assets", docs / "assets" / "app", {"echarts.js": LIBRARY})
    build_runtime(project, docs / "assets" / "runtime")
