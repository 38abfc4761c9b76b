"""Duties in time: occurrences and reminders as rows, who is told of them and what became of it."""
