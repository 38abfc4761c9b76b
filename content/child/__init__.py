"""A child's calendar: age, vaccinations, check-ups, development. Pure: dates in, dates out."""
