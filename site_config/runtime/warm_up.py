"""Runs inside Pyodide while the snapshot is made: load everything, calculate everything once, leave no litter.

A restored snapshot has no files, so whatever is not imported and loaded here can never be. The snapshot maker asks
every request twice and once more after restoring: the replies must be the same, byte for byte.
"""

import gc
import json
import linecache
import re
import sys
import zipimport

from calculators.browser import answer
from calculators.examples import all_examples


def requests():
    """One calculation and one record for every Example, one refused input per calculator, and the other verbs."""
    asked = []
    for (name, _), example in all_examples().items():
        common = {"calculator": name, "values": dict(example.inputs), "on": example.inputs["on"]}
        asked += [{"verb": "calculate", **common}, {"verb": "record", **common}]
    for name in sorted({name for name, _ in all_examples()}):
        asked.append({"verb": "calculate", "calculator": name, "values": {}})
    asked += [{"verb": "version"}, {"verb": "ping"}, {"verb": "cases", "text": "{}"}, {"verb": "none"}]
    return json.dumps([json.dumps({"id": number, **request}, ensure_ascii=False) for number, request in enumerate(asked)])


def reply_to(request):
    """One reply; what it took is freed before the next, so that the heap stays small."""
    reply = answer(request)
    gc.collect()
    return reply


def tidy():
    """Free what only the start needed; then nothing alive is ever walked by the garbage collector again."""
    linecache.clearcache()
    re.purge()
    zipimport._zip_directory_cache.clear()
    sys.path_importer_cache.clear()
    gc.collect()
    gc.freeze()


def loaded():
    """The names of all loaded modules: calculating must not add one."""
    return json.dumps(sorted(sys.modules))
