"""The pages of gold paragraphs: marking them, their training and accuracy. For leads alone."""
