"""Builds the site with either builder into a folder of its own, from a copy of what a builder reads.

A copy, because Zensical writes where mkdocs.yml says and nobody wants a test to replace the `site` he is looking at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
READ_BY_BUILDERS = ("mkdocs.yml", "docs", "site_config", "calculators")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "runtime")
COMMANDS = {"mkdocs": ("mkdocs", "build", "--strict"), "zensical": ("zensical", "build")}


class BuildFailed(Exception):
    """A builder ended with an error; the message is what it printed."""


def build(builder: str, work: Path) -> Path:
    """Build with "mkdocs" or "zensical" below `work`; returns the finished site. Needs `site_config prepare` before."""
    for name in READ_BY_BUILDERS:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, work / name, ignore=LEFT_OUT)
        else:
            shutil.copyfile(source, work / name)
    # The charts are drawn by a package of Node.
    (work / "node_modules").symlink_to(PROJECT / "node_modules", target_is_directory=True)
    # The pages are prepared and the runtime is not needed to look at pages.
    environment = os.environ | {"PLEDGE_PREPARED": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", *COMMANDS[builder]]
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise BuildFailed(f"{builder} build ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return work / "site"
