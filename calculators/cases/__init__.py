"""Worked cases from outside: adapters from the vocabulary of the vector files to our rules, and their runner."""
