"""What `bench grammar` is made of: the errors and texts, the three checkers behind one question, and the scoring."""
