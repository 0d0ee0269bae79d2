"""Time and memory of whole syntheses, measured side by side: `python -m bench`. It runs main.py, as a user does."""
