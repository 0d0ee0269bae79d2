"""What changes mean: one file for each subject, each with a function from a change to sentences."""
