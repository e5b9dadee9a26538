"""Ways to show an Answer: HTML, text and the canonical record. They know no particular calculator."""
