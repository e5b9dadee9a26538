"""How long a visitor waits: `python -m tests.bench` measures stock Pyodide, our fallback and our snapshot side by side."""
