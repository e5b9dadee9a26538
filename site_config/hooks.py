"""MkDocs hook: make the generated files before MkDocs looks for pages.

The work itself is in ``site_config.prepare``; Zensical does not know hooks, so
its build runs ``python -m site_config prepare`` first and both see the same files.
"""

import logging
import os
import sys
from pathlib import Path

import jieba
from mkdocs.config.defaults import MkDocsConfig

ALREADY_PREPARED = "PLEDGE_PREPARED"

# MkDocs loads this file by path, so the project folder may not be importable yet.
PROJECT = str(Path(__file__).resolve().parent.parent)
if PROJECT not in sys.path:
    sys.path.insert(0, PROJECT)


def on_startup(command: str, dirty: bool) -> None:
    """Keep the word cache of the Chinese search in the project: in a shared folder another user may own it."""
    cache = Path(PROJECT) / ".cache"
    cache.mkdir(exist_ok=True)
    jieba.dt.tmp_dir = str(cache)
    jieba.setLogLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Run the preparation once per build, unless the caller has just done it."""
    if os.environ.get(ALREADY_PREPARED) != "1":
        from site_config.prepare import prepare

        prepare()
    return config
