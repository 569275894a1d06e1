"""Briefings into graded reports: who vouches for each, whose interest it serves, how far it can be trusted."""
