"""Links of a story's entities to the things of a knowledge base of the user's own."""
