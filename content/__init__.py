"""What we know: reviewed content, read strictly, answered with its sources. Pure."""
