"""Addresses, files and pages become Articles."""
