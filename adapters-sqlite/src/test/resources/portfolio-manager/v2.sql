-- What was entered while the file was at v2.

INSERT INTO milestone
  (id, project_id, description, is_complete, completed_date, sort_order, created_at, updated_at, target_date)
VALUES
  (7, 1, 'Lektorat beauftragt', 0, NULL, 2, '2026-01-12 07:00:00', '2026-01-12 07:00:00', '2026-03-31'),
  -- wild: target date in the past, before the project's start.
  (8, 5, 'Saatgut bestellt', 0, NULL, 0, '2026-01-12 07:01:00', '2026-01-12 07:01:00', '2020-02-29');

-- A row changed: sessions have no updated_at that would show it.
UPDATE session SET status = 'completed', completed_at = '2026-01-13T09:15:00.500000' WHERE id = 3;

-- The session with the highest id is gone.
DELETE FROM session WHERE id = 12;
