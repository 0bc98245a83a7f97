"""Say who is who across articles."""
