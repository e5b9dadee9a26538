"""Sets up what the make targets need; standard library only, because nothing is installed yet."""
