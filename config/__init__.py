"""What a user may ask for: the environment files, their models and the words in which a mistake is answered."""
