-- What was entered while the file was at v4.

INSERT INTO milestone
  (id, project_id, description, status, completed_date, target_date, sort_order, created_at, updated_at, notes)
VALUES
  (13, 1, 'Kapitel 4', 'planned', NULL, '2026-05-31', 3, '2026-04-06 06:00:00', '2026-04-06 06:00:00',
   'Quellen prüfen' || char(10) || '- [ ] Archiv 📚');

INSERT INTO session
  (id, project_id, milestone_id, scheduled_date, week_key, duration_minutes, status, description, notes, created_at,
   completed_at)
VALUES
  (17, 1, 13, '2026-04-07', '2026.15', 90, 'planned', 'Kapitel 4 beginnen', '', '2026-04-06 06:05:00', NULL),
  -- wild: a milestone that does not exist (deleted by a tool that had foreign keys off).
  (18, 1, 4711, '2026-04-08', '2026.15', 90, 'planned', '', '', '2026-04-06 06:06:00', NULL);

INSERT INTO project_score (id, project_id, week_key, score, status, created_at) VALUES
  (9, 1, '2026.15', 38, 'red', '2026-04-06 06:10:00');

-- wild: rows whose project does not exist, for the same reason.
INSERT INTO project_score (id, project_id, week_key, score, status, created_at) VALUES
  (10, 8, '2026.15', 10, 'red', '2026-04-06 06:11:00');

INSERT INTO weekly_review (id, week_key, date_from, date_to, what_moved, created_at, updated_at) VALUES
  -- wild: the key in another form, which the program's parser refuses.
  (7, '2026-W14', '2026-03-30', '2026-04-05', 'Ostern', '2026-04-06 06:15:00', '2026-04-06 06:15:00'),
  (8, '2026.15', '2026-04-06', '2026-04-12', '', '2026-04-06 06:16:00', '2026-04-06 06:16:00');

UPDATE session SET status = 'doing', notes = 'wieder aufgenommen' WHERE id = 10;
