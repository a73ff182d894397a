"""Hold what the workbench guesses against texts that people have labelled, without a database."""
