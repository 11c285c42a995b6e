"""What `bench compare` and `bench anchors` share: edited texts with the truth about each word, and their peers."""
