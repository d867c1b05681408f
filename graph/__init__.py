"""What a network is: its schema, values, identities, and how it is stored."""
