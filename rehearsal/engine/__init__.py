"""What every simulated provider has in common: values, schemas, planning, applying, the inventory and the wire."""
