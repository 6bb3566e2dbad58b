-- For a file at v4: values that only another tool, a fault or a hand puts there.

INSERT INTO project (id, name, slug, description, plan_content, owner, started_date, end_date, created_at, updated_at)
VALUES
  -- Latin-1 bytes in a UTF-8 file; a NUL in text; a blob; an empty blob; a date without hyphens, which DATE makes an
  -- integer; a date that is none.
  (20, CAST(X'4772F6DF65' AS TEXT), 'odd', CAST(X'610062' AS TEXT), X'00FF', X'', '20251103', 'next week',
   '2026-04-06 07:00:00', '2026-04-06 07:00:00');

INSERT INTO weekly_review (id, week_key, hours_invested, sessions_completed, created_at, updated_at) VALUES
  (20, 'odd 1', 0.1 + 0.2, 9223372036854775807, '2026-04-06 07:00:00', '2026-04-06 07:00:00'),
  (21, 'odd 2', 9e999, 2.5, '2026-04-06 07:00:00', '2026-04-06 07:00:00'),
  (22, 'odd 3', -9e999, 'many', '2026-04-06 07:00:00', '2026-04-06 07:00:00'),
  (23, 'odd 4', 1e300, NULL, '2026-04-06 07:00:00', '2026-04-06 07:00:00');

PRAGMA ignore_check_constraints = ON;
INSERT INTO project (id, name, slug, status, priority, created_at, updated_at) VALUES
  (21, 'Beyond the checks', 'beyond', 'paused', 9, '2026-04-06 07:01:00', '2026-04-06 07:01:00');
PRAGMA ignore_check_constraints = OFF;
