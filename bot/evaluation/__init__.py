"""Measuring the assistant on questions that nobody tuned it on."""
