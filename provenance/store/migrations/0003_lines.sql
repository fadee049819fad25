INSERT INTO site (name)
SELECT DISTINCT coalesce(domain, site_domain, lower(trim(publisher)), lower(trim(site_name))) AS home FROM article
WHERE home IS NOT NULL ORDER BY home;

UPDATE article SET site = (
    SELECT id FROM site
    WHERE name = coalesce(article.domain, article.site_domain, lower(trim(article.publisher)), lower(trim(article.site_name)))
);

UPDATE text SET line = line_key(content);

INSERT OR IGNORE INTO _line
SELECT t.line, site_hash(s.name), rank(a.digest), a.id FROM article AS a
JOIN block AS b ON b.article = a.id JOIN text AS t ON t.id = b.text LEFT JOIN site AS s ON s.id = a.site
WHERE t.line IS NOT NULL;

INSERT OR IGNORE INTO _line_due SELECT DISTINCT line, site FROM _line;
