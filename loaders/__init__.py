"""From files to a network: reading ledgers as people write them."""
