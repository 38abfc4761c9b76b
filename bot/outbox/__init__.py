"""Delivery of what was written to the outbox: claimed, sent, retried, given up, and recorded."""
