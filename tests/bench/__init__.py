"""Speed and memory, measured: ``make bench``. Nothing here asserts a time."""
