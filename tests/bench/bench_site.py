"""The site of the bench: the real one, beside it stock Pyodide with our package as sources, and a page with one panel.

The page has the real panel, style and scripts, but not the theme: its search index and navigation are the same weight
for every way and would only hide what is measured. `--theme` measures the real page instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from site_config.prepare import prepare
from site_config.runtime.archives import package_files, stored_zip
from site_config.runtime.compress import BEST, compress_folder
from site_config.runtime.manifest import File

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
BARE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>计时</title>{preload}{touch}
<link rel="stylesheet" href="../assets/app/panel.css"><script type="module" src="../assets/app/panel.js"></script></head>
<body class="md-typeset">{panel}</body></html>"""
TOUCH = '<script src="touch.js" defer></script>'
STOCK_FILES = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


def build(folder: Path, themed: bool) -> dict[str, File]:
    """Build into `folder`; returns the sizes of the stock files."""
    prepare()
    environment = {**os.environ, "PLEDGE_PREPARED": "1", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, stderr=subprocess.DEVNULL)
    _add_page(folder, themed)
    return _add_stock(folder / "assets" / "stock")


def _add_page(folder: Path, themed: bool) -> None:
    html = (folder / "calculators" / "interest-subsidy" / "index.html").read_text(encoding="utf-8")
    panel = re.search(r"<calculator-panel.*?</calculator-panel>", html, re.DOTALL)
    assert panel, "the interest-subsidy page has no panel"
    shutil.copytree(HERE / "pages", folder / "bench")
    preload = "".join(re.findall(r'<link rel="modulepreload"[^>]*>', html))
    bare = BARE.format(panel=panel.group(0), preload=preload, touch=TOUCH)
    page = html.replace("</head>", f"{TOUCH}</head>", 1) if themed else bare
    (folder / "bench" / "index.html").write_text(page.replace("../../", "../"), encoding="utf-8")


def _add_stock(target: Path) -> dict[str, File]:
    target.mkdir()
    for name in STOCK_FILES:
        shutil.copyfile(PROJECT / "node_modules" / "pyodide" / name, target / name)
    shutil.copyfile(HERE / "stock_worker.js", target / "worker.js")
    sources = package_files(PROJECT / "calculators")
    entries = ((file.relative_to(PROJECT).as_posix(), file.read_bytes()) for file in sources)
    (target / "calculators.zip").write_bytes(stored_zip(entries))
    return compress_folder(target, PROJECT / ".cache" / "runtime", BEST)
