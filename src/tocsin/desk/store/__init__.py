"""The rows: the only room that speaks SQL. SQLite on one machine, PostgreSQL for teams; both through the same code."""
