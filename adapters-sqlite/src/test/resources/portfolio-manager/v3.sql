-- What was entered while the file was at v3.

INSERT INTO project (id, name, slug, status, priority, started_date, created_at, updated_at, end_date) VALUES
  -- wild: ends before it starts. Id 8 stays free: the upgrade leaves the id counter of projects alone.
  (9, 'Umzug', 'umzug', 'active', 2, '2026-02-10', '2026-02-02 07:00:00', '2026-02-02 07:00:00', '2026-02-01');

INSERT INTO milestone
  (id, project_id, description, status, completed_date, target_date, sort_order, created_at, updated_at)
VALUES
  (9, 9, 'Kisten gepackt', 'doing', NULL, '2026-02-20', 0, '2026-02-02 07:05:00', '2026-02-02 07:05:00'),
  -- wild: done without a date; cancelled with one.
  (10, 9, 'Wagen gemietet', 'done', NULL, '2026-02-21', 1, '2026-02-02 07:06:00', '2026-02-02 07:06:00'),
  (11, 9, 'Klavier verkauft', 'cancelled', '2026-02-03', NULL, 2, '2026-02-02 07:07:00', '2026-02-03 07:00:00'),
  -- wild: the same description twice in one project; the same sort order.
  (12, 9, 'Kisten gepackt', 'planned', NULL, NULL, 0, '2026-02-02 07:08:00', '2026-02-02 07:08:00');

INSERT INTO session
  (id, project_id, milestone_id, scheduled_date, week_key, duration_minutes, status, description, notes, created_at,
   completed_at)
VALUES
  -- wild: id 12 again, but another session than the one deleted at v2.
  (12, 9, 9, '2026-02-11', '2026.7', 15, 'done', 'Keller', '', '2026-02-02 07:10:00', '2026-02-11T18:00:00.000250'),
  -- wild: milestone of another project (milestone 2 is of project 1).
  (13, 9, 2, '2026-02-12', '2026.7', 480, 'doing', 'Küche', '', '2026-02-02 07:11:00', NULL),
  -- wild: done without completed_at.
  (14, 9, 10, '2026-02-13', '2026.7', 90, 'done', 'Anruf Vermietung', '', '2026-02-02 07:12:00', NULL),
  (15, 4, NULL, '2026-02-14', '2026.7', 90, 'backlog', '🚀', '', '2026-02-02 07:13:00', NULL),
  -- wild: cancelled, but with completed_at.
  (16, 3, 5, '2026-02-15', '2026.7', 30, 'cancelled', '听力', '', '2026-02-02 07:14:00', '2026-02-15T08:00:00');
