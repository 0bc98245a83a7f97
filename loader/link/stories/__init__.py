"""Say which articles are copies of one report, and what outlets repeat in all of theirs."""
