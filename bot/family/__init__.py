"""Parents in chat: their children's dates, and what they ask about them."""
