"""Runs inside Pyodide while the snapshot is made: loads everything, answers everything once, leaves no litter.

A restored snapshot has no files, so whatever is not imported and loaded here can never be. The snapshot maker asks
every request twice and once more after restoring: the replies must be the same, byte for byte.
"""

import gc
import json
import linecache
import re
import sys
import zipimport

import calculators.cases.runner  # noqa: F401  (imported late by one verb)
import calculators.views.exports  # noqa: F401  (the same)
from calculators.browser import answer
from calculators.policy import load_everything

load_everything()


def reply_to(request: str) -> str:
    """One reply; what it took is freed before the next, so that the heap stays small."""
    reply = answer(request)
    gc.collect()
    return reply


def tidy() -> None:
    """Free what only the start needed; then nothing alive is ever walked by the garbage collector again."""
    linecache.clearcache()
    re.purge()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    sys.path_importer_cache.clear()
    gc.collect()
    gc.freeze()


def loaded() -> str:
    """The names of all loaded modules: calculating must not add one."""
    return json.dumps(sorted(sys.modules))
