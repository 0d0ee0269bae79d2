"""What a user may ask of what is installed in the cluster: controllers that we know, and charts of the user's own."""
