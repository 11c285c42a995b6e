"""Works, chapters and their documents; who may do what with them; the log of every change."""
