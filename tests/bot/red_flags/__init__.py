"""Messages that nobody saw who wrote the lexicon or taught the second opinion."""
