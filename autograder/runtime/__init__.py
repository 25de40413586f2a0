"""What runs on both sides of the border between student code and checks. Nothing here may hold a secret."""
