"""Tests of the counties' outlines."""
