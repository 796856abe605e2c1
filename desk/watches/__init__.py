"""Watches: searches that are asked of each new story, what they found, and whom they tell."""
