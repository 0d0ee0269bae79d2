"""What a user may ask of the network: its own or an existing one, and the addresses in it."""
