"""What saved plans would do, for those who review them: `python -m reports review`."""
