"""When something is due and when it may be done. Pure, but for ``runtime``, which ticks."""
