"""Stub."""
def find_quotes(article, doc, people):
    return ()
