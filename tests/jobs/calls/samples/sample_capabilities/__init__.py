"""Capabilities that exist for the tests of calls."""
