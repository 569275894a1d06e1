"""Tocsin reads the news and keeps the ledger of a crisis."""

__version__ = "0.1.0"
