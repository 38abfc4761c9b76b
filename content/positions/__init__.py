"""Which county a position lies in: the outlines of China's counties, and what is near a point."""
