"""When a duty falls due, and when who may be told of it. Pure: no clock, no I/O."""
