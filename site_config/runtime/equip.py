"""Runs in the browser when exports.zip stands on sys.path: packages that are loaded already look there for more modules.

A package looks for its modules where it was found itself. `email`, say, came with the memory snapshot, and the module
of it that a workbook needs comes in the archive.
"""

import sys

ARCHIVE = __file__.rpartition("/")[0]

for name, module in list(sys.modules.items()):
    where = getattr(module, "__path__", None)
    if isinstance(where, list):
        where.append(f"{ARCHIVE}/{name.replace('.', '/')}")
