"""Entities: mentions of the same person, organisation, place or thing, joined."""
