"""One file is the addresses and wire format of one existing client."""
