"""The conversation core: one message in, one reply out, whatever the channel."""
