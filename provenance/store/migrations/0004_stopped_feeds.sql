ALTER TABLE feed ADD COLUMN stopped TEXT;

DROP VIEW feeds;

CREATE VIEW feeds AS
SELECT
    coalesce(f.title, f.url) AS title,
    coalesce(s.name, f.source) AS source,
    f.kind,
    count(i.url) AS items,
    count(i.url) FILTER (WHERE i.state = 'stored') AS stored,
    count(i.url) FILTER (WHERE i.state = 'due') AS due,
    count(i.url) FILTER (WHERE i.state IN ('failed', 'given_up')) AS failed,
    f.answered AS last_answer,
    f.stopped,
    f.failure,
    f.url,
    f.id AS feed
FROM feed AS f
LEFT JOIN source AS s ON s.id = f.source
LEFT JOIN item AS i ON i.feed = f.id
GROUP BY f.id;
