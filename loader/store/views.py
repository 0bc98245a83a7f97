"""Views that answer the usual questions, and the one that search reads."""

# What the search table reads, by the number that `search_index` gives each row (of a person: `people.rowid`).
SEARCH_CONTENT = """
CREATE VIEW search_content AS
    SELECT s.id, a.title, a.text FROM search_index s JOIN articles a ON a.id = s.row_id WHERE s.kind = 'article'
    UNION ALL
    SELECT s.id, q.speaker AS title, q.text FROM search_index s JOIN quotes q ON q.id = s.row_id WHERE s.kind = 'quote'
    UNION ALL
    SELECT s.id, e.title, e.place AS text FROM search_index s JOIN events e ON e.id = s.row_id WHERE s.kind = 'event'
    UNION ALL
    SELECT rowid AS id, name AS title, aliases AS text FROM people
"""

# The one search index as the full-text table of each table: (kind, what its two columns are, number of the row there).
FOUND_IN = {
    "articles": ("article", "headline", "text", "row_id"),
    "quotes": ("quote", "speaker", "text", "row_id"),
    "events": ("event", "summary", "place", "row_id"),
    "people": ("person", "name", "aliases", "id"),
}


def _found_in(table: str, kind: str, title: str, text: str, rowid: str) -> str:
    """A view `TABLE_fts` that can be searched like a table of FTS5; Datasette knows it by the words in its comment."""
    return f"""
CREATE VIEW {table}_fts AS /* as a VIRTUAL TABLE USING FTS5 (content="{table}") would be */
    SELECT s.{rowid} AS rowid, f.title AS {title}, f.text AS {text}, f.search_index_fts AS {table}_fts, f.rank
    FROM search_index_fts f CROSS JOIN search_index s ON s.id = f.rowid WHERE s.kind = '{kind}'
"""


# Whom each thing that search finds is about: people surely named in an article, the speaker of a quote, parties.
SEARCH_PEOPLE = """
CREATE VIEW search_people AS
    SELECT 'article' AS kind, article_id AS row_id, person_id FROM article_people
        WHERE person_id IS NOT NULL AND mentions > 0
    UNION ALL SELECT 'quote', id, person_id FROM quotes WHERE person_id IS NOT NULL
    UNION ALL SELECT 'event', event_id, person_id FROM event_participants WHERE person_id IS NOT NULL
    UNION ALL SELECT 'person', rowid, id FROM people
"""

# What kinds of events each of them tells of, and in which countries; the country of a person.
SEARCH_EVENTS = """
CREATE VIEW search_events AS
    SELECT 'article' AS kind, m.article_id AS row_id, e.type, e.country
        FROM event_mentions m JOIN events e ON e.id = m.event_id
    UNION ALL SELECT 'event', id, type, country FROM events
    UNION ALL SELECT 'person', rowid, NULL, country FROM people WHERE country IS NOT NULL
"""

VIEWS = {
    "search_content": SEARCH_CONTENT,
    **{f"{table}_fts": _found_in(table, *found) for table, found in FOUND_IN.items()},
    "search_people": SEARCH_PEOPLE,
    "search_events": SEARCH_EVENTS,
    # One row a quote, with names instead of ids.
    "quotes_view": """
CREATE VIEW quotes_view AS
    SELECT q.id, q.text, coalesce(p.name, q.speaker) AS speaker, q.speaker_kind, q.kind, q.cue, a.title AS article,
        a.publisher, a.agency, a.published, a.published_edtf, a.url, a.path, q.confidence, q.person_id, q.article_id,
        q.start_char, q.end_char, q.sort_key
    FROM quotes q JOIN articles a ON a.id = q.article_id LEFT JOIN people p ON p.id = q.person_id
""",
    # One row an utterance: the parts of a split quote joined in order.
    "utterances": """
CREATE VIEW utterances AS
    SELECT first.id, (
            SELECT group_concat(text, ' ... ') FROM (
                SELECT part.text FROM quotes part
                WHERE part.article_id = first.article_id AND (part.id = first.id OR part.part_of = first.id)
                ORDER BY part.start_char)
        ) AS text, (SELECT 1 + count(*) FROM quotes part
            WHERE part.article_id = first.article_id AND part.part_of = first.id) AS parts,
        coalesce(p.name, first.speaker) AS speaker, first.speaker_kind, first.kind, first.cue, a.title AS article,
        a.publisher, first.published, first.confidence, first.person_id, first.article_id, first.start_char,
        first.sort_key
    FROM quotes first JOIN articles a ON a.id = first.article_id LEFT JOIN people p ON p.id = first.person_id
    WHERE first.part_of IS NULL
""",
    "events_view": """
CREATE VIEW events_view AS
    SELECT e.id, e.summary, e.type, e.mode, e.status, e.date_edtf, e.date_start, e.date_end, e.date_precision,
        e.date_basis, e.place, e.country, e.latitude, e.longitude, e.articles, e.stories,
        (SELECT group_concat(name, '; ') FROM (
            SELECT name FROM event_participants ep WHERE ep.event_id = e.id ORDER BY ep.id)) AS participants,
        e.sort_key
    FROM events e
""",
    # Two people at one event, each pair once.
    "who_met_whom": """
CREATE VIEW who_met_whom AS
    SELECT a.id || '-' || b.id AS id, a.name AS person_a, b.name AS person_b, a.person_id AS person_a_id,
        b.person_id AS person_b_id, e.id AS event_id, e.type, e.mode, e.status, e.date_edtf, e.date_start, e.place,
        e.summary, e.articles
    FROM event_participants a
    JOIN event_participants b ON b.event_id = a.event_id AND b.person_id > a.person_id
    JOIN events e ON e.id = a.event_id
    WHERE e.type IN ('CONSULT', 'AGREE', 'COOPERATE')
""",
    # How often each person is named, month by month (undated articles under NULL).
    "people_by_month": """
CREATE VIEW people_by_month AS
    SELECT p.id AS person_id, p.name, a.month, count(*) AS mentions, count(DISTINCT a.id) AS articles
    FROM mentions m JOIN people p ON p.id = m.person_id JOIN articles a ON a.id = m.article_id
    WHERE m.shown GROUP BY p.id, a.month
""",
    # Two people surely named in one article, and in how many, each pair once.
    "named_together": """
CREATE VIEW named_together AS
    SELECT one.name AS person_a, other.name AS person_b, count(DISTINCT a.article_id) AS articles,
        a.person_id AS person_a_id, b.person_id AS person_b_id
    FROM article_people a JOIN article_people b ON b.article_id = a.article_id AND b.person_id > a.person_id
    JOIN people one ON one.id = a.person_id JOIN people other ON other.id = b.person_id
    WHERE a.mentions > 0 AND b.mentions > 0 GROUP BY a.person_id, b.person_id
""",
    # Each role of each person as worded, with the days of the articles that state it first and last.
    "roles_over_time": """
CREATE VIEW roles_over_time AS
    SELECT p.name, r.role, r.organisation, r.country, min(r.as_of) AS first_stated, max(r.as_of) AS last_stated,
        count(DISTINCT r.article_id) AS articles, r.person_id
    FROM person_roles r JOIN people p ON p.id = r.person_id
    GROUP BY r.person_id, lower(r.role), r.organisation, r.country
""",
    # PLOVER's fields under PLOVER's names (https://github.com/openeventdata/PLOVER).
    "plover_events": """
CREATE VIEW plover_events AS
    SELECT e.id, e.date_start AS date, e.date_end AS enddate, e.type AS event, e.mode,
        (SELECT group_concat(name, '; ') FROM event_participants p
         WHERE p.event_id = e.id AND p.role IN ('actor', 'both', 'host')) AS actor,
        (SELECT group_concat(name, '; ') FROM event_participants p
         WHERE p.event_id = e.id AND p.role IN ('recipient', 'both')) AS recipient,
        e.place AS event_loc, e.country AS event_country, e.latitude, e.longitude, e.cameo, e.summary AS text_info
    FROM events e
""",
    # GDELT's table of events: its columns that this database can fill, under its names.
    "gdelt_events": """
CREATE VIEW gdelt_events AS
    SELECT e.id AS GlobalEventID, replace(e.date_start, '-', '') AS SQLDATE, e.year AS Year,
        a.name AS Actor1Name, a.country AS Actor1CountryCode, b.name AS Actor2Name, b.country AS Actor2CountryCode,
        e.cameo AS EventCode, substr(e.cameo, 1, 2) AS EventRootCode,
        CASE WHEN e.type IN ('AGREE', 'CONSULT', 'SUPPORT') THEN 1 WHEN e.type IN ('COOPERATE', 'AID', 'YIELD') THEN 2
            WHEN e.type IN ('REQUEST', 'ACCUSE', 'REJECT', 'THREATEN') THEN 3 WHEN e.type != 'OTHER' THEN 4
            END AS QuadClass,
        (SELECT count(*) FROM event_mentions m WHERE m.event_id = e.id) AS NumMentions, e.articles AS NumArticles,
        e.stories AS NumSources, e.place AS ActionGeo_FullName, e.country AS ActionGeo_CountryCode,
        e.latitude AS ActionGeo_Lat, e.longitude AS ActionGeo_Long
    FROM events e
    LEFT JOIN event_participants a ON a.id = (SELECT min(id) FROM event_participants p
        WHERE p.event_id = e.id AND p.role IN ('actor', 'both', 'host', 'mediator'))
    LEFT JOIN event_participants b ON b.id = (SELECT min(id) FROM event_participants p
        WHERE p.event_id = e.id AND p.role IN ('recipient', 'both') AND p.id IS NOT a.id)
""",
    # GDELT's table of mentions: which report names which event, and where.
    "gdelt_mentions": """
CREATE VIEW gdelt_mentions AS
    SELECT m.id, m.event_id AS GlobalEventID, a.published AS MentionTimeDate, a.publisher AS MentionSourceName,
        coalesce(a.url, a.path) AS MentionIdentifier, m.sentence_start, m.start_char AS ActionCharOffset,
        m.confidence AS Confidence
    FROM event_mentions m JOIN articles a ON a.id = m.article_id
""",
}
