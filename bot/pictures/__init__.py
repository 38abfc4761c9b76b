"""Pictures as PNG: a growth curve, a region at a glance, a code to scan.

Drawn on matplotlib's objects, never through pyplot: nothing here is shared between threads.
"""
