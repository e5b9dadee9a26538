"""Patent pledge financing: the rules. Standard library only; the same code runs here and in the visitor's browser."""

__version__ = "1.0.0"
