INSERT INTO site (name)
SELECT DISTINCT home(domain, site_domain, publisher, site_name) AS home FROM article
WHERE home IS NOT NULL ORDER BY home;

UPDATE article SET site = (SELECT id FROM site WHERE name = home(domain, site_domain, publisher, site_name));

UPDATE text SET line = line_key(content);

INSERT OR IGNORE INTO _line
SELECT t.line, site_hash(s.name), line_rank(a.digest, a.title, a."key"), a.id FROM article AS a
JOIN block AS b ON b.article = a.id JOIN text AS t ON t.id = b.text LEFT JOIN site AS s ON s.id = a.site
WHERE t.line IS NOT NULL;

INSERT INTO _line_due SELECT DISTINCT line, site, 0 FROM _line;
