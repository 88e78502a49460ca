"""What rooms answer, turned into the plain values that a page template names."""
