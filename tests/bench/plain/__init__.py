"""The rules once more, written straight down in Decimal: what the bench of calculations measures against.

Each function takes the answers as plain values and gives (figures, rows): the figures of the result by key, and the
numbers, dates and codes of its tables, row by row, totals last. Only the questions of the bench's example are answered.
"""
