"""From the bytes of an environment file to settings, or to every mistake in the words of the person who wrote it."""
