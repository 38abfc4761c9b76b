"""Rows: contacts, conversations, messages, questions we could not answer."""
