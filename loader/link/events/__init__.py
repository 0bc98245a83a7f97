"""Say which reports tell of one event."""
