DROP VIEW origins;

ALTER TABLE verdict DROP COLUMN coverage;
ALTER TABLE verdict ADD COLUMN likely TEXT REFERENCES source (id);
ALTER TABLE verdict ADD COLUMN taken_from INTEGER REFERENCES article (id);

UPDATE verdict SET
    likely = coalesce(origin_source, (SELECT id FROM source WHERE id = json_extract(runner_up, '$.source'))),
    taken_from = origin_article;

CREATE TABLE story (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    origin_source TEXT REFERENCES source (id),
    origin_name TEXT,
    root INTEGER REFERENCES article (id),
    "first" INTEGER REFERENCES article (id),
    articles INTEGER NOT NULL,
    sites INTEGER NOT NULL,
    since TEXT,
    until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE story_article (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('origin', 'copy', 'credited', 'unordered')),
    parent INTEGER REFERENCES article (id),
    beside INTEGER REFERENCES article (id),
    relation TEXT,
    share REAL,
    depth INTEGER NOT NULL
) STRICT;

CREATE TABLE _story_due (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE
) STRICT;

INSERT INTO _story_due SELECT article FROM verdict;

CREATE INDEX verdict_likely ON verdict (likely);
CREATE INDEX verdict_taken_from ON verdict (taken_from);
CREATE INDEX story_articles ON story (articles, until);
CREATE INDEX story_first ON story ("first");
CREATE INDEX story_origin_source ON story (origin_source);
CREATE INDEX story_root ON story (root);
CREATE INDEX story_until ON story (until);
CREATE INDEX story_article_beside ON story_article (beside);
CREATE INDEX story_article_parent ON story_article (parent);
CREATE INDEX story_article_story ON story_article (story, position);
CREATE INDEX article_published ON article (published, source);

CREATE VIEW origins AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    v.origin_name AS origin,
    v.relation,
    v.confidence,
    coalesce(o.title, o.url, o."key") AS origin_title,
    a.published,
    a.url,
    v.status,
    v.likely AS likely_source,
    iif(
        v.likely IS NULL, NULL, (SELECT count(*) FROM article AS h WHERE h.source = v.likely AND h.id <> a.id)
    ) AS held_of_likely_source,
    iif(
        v.likely IS NULL OR date(substr(a.published, 1, 10)) IS NULL,
        NULL,
        (
            SELECT count(*) FROM article AS h WHERE h.source = v.likely AND h.id <> a.id
            AND h.published >= date(substr(a.published, 1, 10), '-3 days')
            AND h.published < date(substr(a.published, 1, 10), '+4 days')
        )
    ) AS held_within_three_days,
    v.article,
    v.origin_article
FROM verdict AS v
JOIN article AS a ON a.id = v.article
LEFT JOIN article AS o ON o.id = v.origin_article;

CREATE VIEW stories AS
SELECT
    s.title,
    s.articles,
    s.sites,
    s.origin_name AS origin,
    s.root IS NOT NULL AS origin_is_held,
    s.since,
    s.until,
    coalesce(f.site_name, f.publisher, f.domain) AS first_site,
    s.id AS story
FROM story AS s
LEFT JOIN article AS f ON f.id = s."first";

CREATE VIEW story_tree AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    a.published,
    t.place,
    coalesce(p.title, p.url, p."key") AS made_from,
    coalesce(p.site_name, p.publisher, p.domain) AS made_from_site,
    coalesce(b.title, b.url, b."key") AS most_like,
    t.relation,
    t.share,
    v.substitutions_per_100,
    v.machine_paraphrase,
    (SELECT count(*) FROM damage AS d WHERE d.article = a.id AND d.kind = 'quote_altered') AS quotes_altered,
    (
        SELECT count(*) FROM damage AS d WHERE d.article = a.id AND d.original IS NOT NULL
        AND d.kind IN ('number_changed', 'name_changed', 'polarity', 'meaning_changed', 'attribution_changed')
    ) AS facts_changed,
    s."first" IS a.id AS is_first,
    s.title AS story_title,
    t.position,
    t.depth,
    t.story,
    t.article,
    t.parent
FROM story_article AS t
JOIN story AS s ON s.id = t.story
JOIN article AS a ON a.id = t.article
LEFT JOIN verdict AS v ON v.article = t.article
LEFT JOIN article AS p ON p.id = t.parent
LEFT JOIN article AS b ON b.id = t.beside;

CREATE VIEW coverage AS
SELECT
    k.name AS source,
    date(d.day, 'weekday 0', '-6 days') AS week,
    sum(d.own) AS articles_of_its_own,
    sum(d.crediting) AS articles_that_credit_it,
    k.kind,
    d.source AS source_id
FROM (
    SELECT source, date(substr(published, 1, 10)) AS day, 1 AS own, 0 AS crediting
    FROM article
    WHERE source IS NOT NULL
    UNION ALL
    SELECT n.source, date(substr(a.published, 1, 10)), 0, 1
    FROM (
        SELECT DISTINCT source, article FROM credit
        WHERE source IS NOT NULL
        AND type IN ('dateline', 'byline', 'agency_line', 'contributor_line', 'feed_disclaimer', 'contribution')
    ) AS n
    JOIN article AS a ON a.id = n.article AND a.source IS NOT n.source
) AS d
JOIN source AS k ON k.id = d.source
GROUP BY d.source, 2;
