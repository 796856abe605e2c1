"""Where stories come from: a source yields open files with the name of where they came from."""
