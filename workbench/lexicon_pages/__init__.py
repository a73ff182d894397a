"""The pages of lexicons, which need articles and annotations and so live above them."""
