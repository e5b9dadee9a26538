"""Where a policy value comes from, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TRUST_WORDS = {"A": "官方原文", "B": "公开转述", "C": "转载汇总，未见原文", "-": "编写者常识，未见原文"}


@dataclass(frozen=True)
class Citation:
    """The document behind a value. `checked` is the day somebody read it there; without it the value is 待核实.

    `trust`: A official text, B quoted by press or policy services, C reprint, "-" from memory. `url` is given only
    where a link may be shown.
    """

    document: str
    clause: str
    trust: str
    number: str = ""
    url: str = ""
    checked: date | None = None
    note: str = ""

    @property
    def unverified(self) -> bool:
        """True when nobody has read the value in its document yet: shown as 待核实, and so is what is built on it."""
        return self.checked is None
