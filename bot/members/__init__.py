"""Institutions in chat: who writes, and what they do with their institution's rows."""
