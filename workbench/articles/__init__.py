"""Articles, their paragraphs and stored pre-scores, and the import that brings them in."""
