"""A child's weight, length and head circumference: read, checked, compared with the WHO standards."""
