"""Labels that were given elsewhere, brought into a project with where they come from."""
