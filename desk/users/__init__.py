"""The users of a desk, and what they keep of stories: stars, notes, and what they have read."""
