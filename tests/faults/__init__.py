"""Faults and attacks by number. ``make faults`` prints the table."""
