"""Build time and browser shell. Holds no rule and no policy number."""
