"""SQL of readers: views of what readers may see, one checked statement, limits of time and rows, saved queries."""
