"""Models learned for studies: kept with what they were learned from, and which one is in use."""
