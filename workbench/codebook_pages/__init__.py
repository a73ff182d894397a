"""Pages on which a lead writes the codebook of a project."""
