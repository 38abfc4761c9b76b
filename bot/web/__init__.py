"""The web page and the chat API behind it."""
