"""The journey 一站式测算: five calculators in a row, every question asked once, one report at the end."""
