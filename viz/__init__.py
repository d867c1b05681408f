"""Reports and maps for people."""
