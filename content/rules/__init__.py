"""Money and relief as rules: who gets what, in three values."""
