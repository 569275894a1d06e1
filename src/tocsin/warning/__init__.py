"""Graded reports and problems into forecasts: what is seen, how probable the answer is, and whether it came true."""
