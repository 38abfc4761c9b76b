"""Registered institutions: who may do what, how they come in by Excel, codes that bind people."""
