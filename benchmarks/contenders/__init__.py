"""Alternatives to wiredesk: each is what its documentation suggests first."""
