"""Adapters: from a channel's messages to ``Inbound`` and from replies to what it can show."""
