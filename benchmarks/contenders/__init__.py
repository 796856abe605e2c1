"""What a user would pick instead: each the first thing that its documentation suggests."""
