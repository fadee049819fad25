-- what became of a span, said more closely, and whose site it stands on; both to facet by
ALTER TABLE damage ADD COLUMN "change" TEXT;

ALTER TABLE damage ADD COLUMN site INTEGER REFERENCES site (id);

UPDATE damage SET site = (SELECT a.site FROM article AS a WHERE a.id = damage.article);

CREATE INDEX damage_kind ON damage (kind, severity);

CREATE INDEX damage_site ON damage (site, severity);

ALTER TABLE verdict ADD COLUMN quotes INTEGER;

ALTER TABLE verdict ADD COLUMN quotes_kept INTEGER;

ALTER TABLE verdict ADD COLUMN facts_changed INTEGER;

DROP VIEW damage_report;

CREATE VIEW damage_report AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS outlet,
    d.severity,
    d.kind,
    d."change",
    d.text,
    d.original,
    t.content AS paragraph,
    coalesce(o.title, o.url, o."key") AS original_title,
    v.machine_paraphrase,
    a.published,
    d.block,
    d."start",
    d."end",
    d.article,
    d.reference_article
FROM damage AS d
JOIN article AS a ON a.id = d.article
JOIN verdict AS v ON v.article = d.article
JOIN block AS b ON b.article = d.article AND b.position = d.block
JOIN text AS t ON t.id = b.text
LEFT JOIN article AS o ON o.id = d.reference_article;

CREATE VIEW damaged_articles AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS outlet,
    v.machine_paraphrase,
    round(v.substitutions_per_100, 1) AS replaced_per_100,
    v.facts_changed,
    v.quotes,
    v.quotes_kept,
    v.findings,
    round(v.per_1000_words, 1) AS per_1000_words,
    v.origin_name AS origin,
    coalesce(o.title, o.url, o."key") AS original_title,
    a.published,
    v.article,
    v.origin_article
FROM verdict AS v
JOIN article AS a ON a.id = v.article
LEFT JOIN article AS o ON o.id = v.origin_article
WHERE v.findings > 0;
