"""Works in a file that another Galley restores, and copies of the whole database kept by the day."""
