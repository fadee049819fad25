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
    v.coverage,
    v.article,
    v.origin_article
FROM verdict AS v
JOIN article AS a ON a.id = v.article
LEFT JOIN article AS o ON o.id = v.origin_article;

CREATE VIEW chains AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    (SELECT group_concat(name, ' > ') FROM (SELECT name FROM hop WHERE article = v.article ORDER BY step)) AS chain,
    (SELECT count(*) FROM hop WHERE article = v.article) AS hops,
    v.origin_name AS origin,
    v.confidence,
    v.article
FROM verdict AS v
JOIN article AS a ON a.id = v.article;

CREATE VIEW copies AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    m.relation,
    coalesce(o.title, o.url, o."key") AS of_title,
    coalesce(o.site_name, o.publisher, o.domain) AS of_site,
    m.share,
    m.containment,
    m.jaccard,
    m.substitutions_per_100,
    m.article,
    m.other AS of_article
FROM "match" AS m
JOIN article AS a ON a.id = m.article
JOIN article AS o ON o.id = m.other
WHERE m.relation NOT IN ('original', 'quote_only', 'unknown');

CREATE VIEW boilerplate AS
SELECT t.content AS line, g.role, g.articles, g.sites
FROM (
    SELECT b.text, b.role, count(DISTINCT b.article) AS articles, count(DISTINCT coalesce(a.site_domain, a.domain)) AS sites
    FROM block AS b
    JOIN article AS a ON a.id = b.article
    WHERE b.role NOT IN ('body', 'headline', 'subheading')
    GROUP BY b.text, b.role
) AS g
JOIN text AS t ON t.id = g.text;

CREATE VIEW damage_report AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    d.kind,
    d.severity,
    d.text,
    d.original,
    coalesce(o.title, o.url, o."key") AS original_title,
    d.block,
    d."start",
    d."end",
    d.article,
    d.reference_article
FROM damage AS d
JOIN article AS a ON a.id = d.article
LEFT JOIN article AS o ON o.id = d.reference_article;

CREATE VIEW outlets AS
SELECT
    coalesce(a.site_name, a.publisher, a.site_domain, a.domain, '(no site named)') AS outlet,
    coalesce(a.site_domain, a.domain) AS domain,
    min(a.site_kind) AS kind,
    count(*) AS articles,
    count(*) FILTER (WHERE v.relation IN ('original', 'version') OR v.origin_source = a.source) AS own,
    count(*) FILTER (WHERE s.kind = 'wire' AND v.origin_source IS NOT a.source) AS from_wires,
    count(*) FILTER (WHERE v.origin_name IS NULL) AS undecided,
    count(*) FILTER (WHERE v.machine_paraphrase = 1) AS damaged
FROM article AS a
LEFT JOIN verdict AS v ON v.article = a.id
LEFT JOIN source AS s ON s.id = v.origin_source
GROUP BY 1, 2;
