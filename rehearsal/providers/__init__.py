"""The simulated providers: what each resource type and data source does beyond its schema."""
