"""Entities: joins the mentions of the same person, organisation, place or thing."""
