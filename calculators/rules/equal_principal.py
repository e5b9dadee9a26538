"""等额本金: the same principal part in every instalment, interest on what is still owed. (Not 利随本清.)"""

from __future__ import annotations

from typing import Any

from calculators.figure import fen, named, plain
from calculators.rules.instalments import Instalment, InterestOf, PartOf, run_down


def principal_part(principal: Any, count: Any, key: str) -> Any:
    """principal / count rounded to the fen; the last instalment takes the remainder."""
    return named(fen(principal / count), key, "每期归还本金", "元", "本金÷期数，四舍五入到分，最后一期归还余下本金")


def fixed_part(part: Any) -> PartOf:
    """The same principal part whatever the interest."""
    return lambda k, balance, interest: part


def posted_equal_principal(
    principal: Any, count: Any, interest_of: InterestOf, first: int = 1, prefix: str = ""
) -> tuple[Instalment, ...]:
    """Instalments `first` … count, posted to the fen.

    1,000,000 yuan at 4.35 % over 6 months: the first 170,291.67, the last 167,270.82, interest 12,687.50 in all.
    """
    last = int(plain(count))
    left = count - (first - 1) if first > 1 else count
    part = principal_part(principal, left, f"{prefix}part_{first}")
    return run_down(principal, range(first, last + 1), last, interest_of, fixed_part(part), prefix=prefix)


def formula_interest(principal: Any, periodic_rate: Any, count: Any) -> Any:
    """公式值: principal · i · (n + 1) / 2, rounded once to the fen."""
    return fen(principal * periodic_rate * (count + 1) / 2)
