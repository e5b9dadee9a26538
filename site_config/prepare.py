"""Everything a site builder needs to find on disk before it starts: checked marks, generated pages, assets, runtime.

Both builders see the same files; what is unchanged is skipped.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from site_config.embeds import check_pages
from site_config.pages import write_pages
from site_config.runtime import build_runtime

PROJECT = Path(__file__).resolve().parent.parent


def copy_assets(source: Path, target: Path) -> None:
    """Copy scripts and styles whose bytes differ; remove what is no copy. Type declarations stay at home."""
    target.mkdir(parents=True, exist_ok=True)
    names = {f.name for f in source.iterdir() if f.suffix in (".js", ".css")}
    for old in target.iterdir():
        if old.name not in names:
            old.unlink()
    for name in sorted(names):
        if not (target / name).exists() or (target / name).read_bytes() != (source / name).read_bytes():
            shutil.copyfile(source / name, target / name)


def prepare(project: Path = PROJECT) -> None:
    """Check every mark, then write pages, assets and runtime under docs/. Raises EmbedError naming the page."""
    docs = project / "docs"
    write_pages(docs / "reference")
    check_pages(docs)
    copy_assets(project / "site_config" / "assets", docs / "assets" / "app")
    build_runtime(project, docs / "assets" / "runtime")
