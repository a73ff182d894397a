"""Whether what a page shows moves the labels, and whether groups of annotators differ."""
