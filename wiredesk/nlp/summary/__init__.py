"""The summary: the sentences that tell a story in at most 60 words."""
