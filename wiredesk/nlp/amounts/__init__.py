"""Amounts: money, percentages and counts."""
