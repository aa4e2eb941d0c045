"""Formulas in LaTeX become drawings."""
