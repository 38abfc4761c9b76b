"""Numbers, ages, dates, choices and plain yes or no, by rule: these are never learnt."""
