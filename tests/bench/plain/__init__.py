"""The rules once more, written straight down in Decimal: what the bench of calculations measures against.

Each function takes the answers as plain values and gives (figures, rows): the figures of the result by key, and its
tables, row by row with every cell as shown, totals last. What the rule asks along the way of the bench's example is
answered, other ways (another kind of loan, say) are not; notes and sentences are left out, ours are made when read.
"""
