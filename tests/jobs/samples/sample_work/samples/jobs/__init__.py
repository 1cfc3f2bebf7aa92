"""Job kinds that prove what the engine promises."""
