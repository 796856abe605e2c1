"""The wire comes in: sources yield bytes, formats parse them into articles, publish hands them to the workers."""
