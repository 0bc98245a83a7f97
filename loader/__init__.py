"""News corpus: a pile of news articles becomes one SQLite file of people, quotes and events, with the evidence."""
