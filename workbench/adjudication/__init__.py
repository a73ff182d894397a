"""The final label of paragraphs on which annotators differ."""
