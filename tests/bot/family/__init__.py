"""Parents in chat."""
