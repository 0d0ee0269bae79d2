"""What every section of an environment file is made of: the model, its rules, and the problems that they find."""
