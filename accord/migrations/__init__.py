"""The steps by which the private database became what the records describe."""
