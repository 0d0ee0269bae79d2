"""What a user may ask of the cluster: its own or an existing one, who may enter it, and what EKS runs in it."""
