"""What continuous delivery decides: what a change touches, which saved plan may be applied, what waits for a person."""
