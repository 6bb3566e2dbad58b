-- A portfolio manager file of schema v1: tables, and the data of someone who started in November 2025.
-- Every anomaly is marked "wild:".

PRAGMA journal_mode = WAL;

CREATE TABLE schema_migration (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  applied_at DATETIME NOT NULL DEFAULT (datetime('now'))
);

CREATE TABLE project (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'backlog', 'archive')),
  priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
  started_date DATE,
  owner TEXT NOT NULL DEFAULT 'Matt Briggs',
  review_cadence TEXT NOT NULL DEFAULT 'weekly',
  plan_content TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  created_at DATETIME NOT NULL DEFAULT (datetime('now')),
  updated_at DATETIME NOT NULL DEFAULT (datetime('now'))
);

CREATE TRIGGER project_updated_at AFTER UPDATE ON project FOR EACH ROW
BEGIN
  UPDATE project SET updated_at = datetime('now') WHERE id = NEW.id;
END;

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  scheduled_date DATE NOT NULL,
  week_key TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL DEFAULT 60 CHECK (duration_minutes BETWEEN 60 AND 180),
  status TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'completed', 'cancelled')),
  focus TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  created_at DATETIME NOT NULL DEFAULT (datetime('now')),
  completed_at DATETIME
);

CREATE INDEX idx_session_project_id ON session (project_id);
CREATE INDEX idx_session_week_key ON session (week_key);
CREATE INDEX idx_session_status ON session (status);

CREATE TABLE milestone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  description TEXT NOT NULL,
  is_complete BOOLEAN NOT NULL DEFAULT 0,
  completed_date DATE,
  sort_order INTEGER NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL DEFAULT (datetime('now')),
  updated_at DATETIME NOT NULL DEFAULT (datetime('now'))
);

CREATE TRIGGER milestone_updated_at AFTER UPDATE ON milestone FOR EACH ROW
BEGIN
  UPDATE milestone SET updated_at = datetime('now') WHERE id = NEW.id;
END;

CREATE INDEX idx_milestone_project_id ON milestone (project_id);

CREATE TABLE project_score (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project (id) ON DELETE CASCADE,
  week_key TEXT NOT NULL,
  score INTEGER CHECK (score BETWEEN 0 AND 100),
  status TEXT CHECK (status IN ('green', 'yellow', 'red')),
  status_note TEXT NOT NULL DEFAULT '',
  is_manual_override BOOLEAN NOT NULL DEFAULT 0,
  override_reason TEXT NOT NULL DEFAULT '',
  created_at DATETIME NOT NULL DEFAULT (datetime('now')),
  UNIQUE (project_id, week_key)
);

CREATE INDEX idx_score_week_key ON project_score (week_key);

CREATE TABLE weekly_review (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  week_key TEXT NOT NULL UNIQUE,
  date_from DATE,
  date_to DATE,
  hours_invested REAL,
  sessions_completed INTEGER,
  what_moved TEXT NOT NULL DEFAULT '',
  what_stalled TEXT NOT NULL DEFAULT '',
  signals TEXT NOT NULL DEFAULT '',
  decision_next_week TEXT NOT NULL DEFAULT '',
  primary_focus TEXT NOT NULL DEFAULT '',
  project_to_deprioritize TEXT NOT NULL DEFAULT '',
  risk_to_watch TEXT NOT NULL DEFAULT '',
  first_session_target TEXT NOT NULL DEFAULT '',
  written_to_repo BOOLEAN NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL DEFAULT (datetime('now')),
  updated_at DATETIME NOT NULL DEFAULT (datetime('now'))
);

CREATE TRIGGER weekly_review_updated_at AFTER UPDATE ON weekly_review FOR EACH ROW
BEGIN
  UPDATE weekly_review SET updated_at = datetime('now') WHERE id = NEW.id;
END;

INSERT INTO schema_migration (version, description, applied_at) VALUES
  ('v1', 'Initial schema: project, session, milestone, project_score, weekly_review', '2025-11-03 07:58:12');

INSERT INTO project
  (id, name, slug, status, priority, started_date, owner, review_cadence, plan_content, description, created_at, updated_at)
VALUES
  -- A plan with Mermaid, a quote, a backslash and Windows line ends; a description of 12,000 characters.
  (1, 'Buch schreiben', 'buch-schreiben', 'active', 1, '2025-11-03', 'Matt Briggs', 'weekly',
   '# Plan' || char(13, 10) || char(13, 10) || '```mermaid' || char(10) || 'graph TD;' || char(10)
     || '  A["Kapitel 1"] --> B{"fertig?"};' || char(10) || '  B -->|nein| A;' || char(10) || '```' || char(10)
     || 'C:\Notizen, "draft"' || char(9) || 'it''s' || char(10),
   replace(hex(zeroblob(1500)), '00', 'Langtext'), '2025-11-03 08:01:00', '2026-01-04 22:10:05'),
  -- wild: non-ASCII slug; priority 4, outside the 1-3 of the document; name with an ampersand.
  (2, 'Größe & Übersicht', 'größe-übersicht', 'active', 4, '2025-11-10', 'Matt Briggs', 'weekly', '', 'Maße der Räume',
   '2025-11-03 08:02:00', '2025-11-10 19:00:00'),
  -- wild: Chinese name and slug; priority 5; owner in Chinese; a cadence that is no known word.
  (3, '中文学习', '中文学习', 'active', 5, NULL, '王芳', 'every other friday', '', '每天三十分钟', '2025-11-03 08:03:00',
   '2025-11-03 08:03:00'),
  -- wild: a name of which the slug rule leaves nothing: empty slug; backlog.
  (4, '🚀🧑‍🚀!!!', '', 'backlog', 3, NULL, 'Matt Briggs', 'weekly', '', '', '2025-11-03 08:04:00', '2025-11-03 08:04:00'),
  -- wild: 5 and 6 have the same name but for case (6 was renamed, its slug was not); empty owner and cadence.
  (5, 'Garden', 'garden', 'active', 3, '2025-12-01', 'Matt Briggs', 'weekly', '', '', '2025-11-30 18:00:00',
   '2025-11-30 18:00:00'),
  (6, 'GARDEN', 'vegetable-patch', 'active', 3, '2025-12-01', '', '', '', '', '2025-11-30 18:00:30', '2025-12-02 09:00:00'),
  -- wild: archived, yet with sessions after that and a score; spaces around the name.
  (7, '  Altes Projekt ', 'altes-projekt', 'archive', 2, '2024-02-29', 'Matt Briggs', 'monthly', '', '',
   '2025-11-03 08:05:00', '2025-12-15 12:00:00');

-- Project 8 was deleted: ids have a gap, and sqlite_sequence remembers it.
INSERT INTO project (id, name, slug) VALUES (8, 'Weg', 'weg');
DELETE FROM project WHERE id = 8;

INSERT INTO milestone (id, project_id, description, is_complete, completed_date, sort_order, created_at, updated_at) VALUES
  (1, 1, 'Exposé steht', 1, '2025-11-28', 0, '2025-11-03 08:10:00', '2025-11-28 17:00:00'),
  (2, 1, 'Kapitel 1–3 im Rohentwurf', 0, NULL, 1, '2025-11-03 08:11:00', '2025-11-03 08:11:00'),
  -- wild: complete without a date (created so).
  (3, 2, 'Maße genommen', 1, NULL, 0, '2025-11-10 19:00:00', '2025-11-10 19:00:00'),
  -- wild: not complete, but with a completed date.
  (4, 2, 'Plan gezeichnet', 0, '2025-12-05', 0, '2025-11-10 19:01:00', '2025-12-06 08:00:00'),
  -- wild: is_complete 2; the upgrade to v3 takes everything but 1 for open. Negative sort order.
  (5, 3, '通过 HSK 一级', 2, '2025-12-20', -1, '2025-11-11 06:30:00', '2025-12-20 06:30:00'),
  (6, 7, 'Übergabe', 1, '2025-12-15', 0, '2025-11-03 08:12:00', '2025-12-15 12:00:00');

INSERT INTO session
  (id, project_id, scheduled_date, week_key, duration_minutes, status, focus, notes, created_at, completed_at)
VALUES
  -- Python's time with T and microseconds beside SQLite's form in created_at.
  (1, 1, '2025-11-04', '2025.45', 90, 'completed', 'Gliederung', 'Lief gut.', '2025-11-03 08:20:00',
   '2025-11-04T10:31:07.123456'),
  -- Microseconds zero: Python leaves the fraction out.
  (2, 1, '2025-12-28', '2025.52', 60, 'completed', 'Kapitel 1', '', '2025-12-20 08:00:00', '2025-12-28T16:00:00'),
  -- Year change: 29 December 2025 is week 1 of 2026.
  (3, 1, '2025-12-29', '2026.1', 120, 'planned', 'Kapitel 2', '', '2025-12-20 08:01:00', NULL),
  -- wild: completed without completed_at (created so).
  (4, 2, '2025-11-12', '2025.46', 60, 'completed', 'Messen', '', '2025-11-10 19:05:00', NULL),
  -- wild: week key of the week before the date.
  (5, 2, '2025-11-19', '2025.46', 60, 'cancelled', 'Zeichnen', '', '2025-11-10 19:06:00', NULL),
  -- wild: week key by calendar year (2025.1 instead of 2026.1).
  (6, 2, '2025-12-30', '2025.1', 180, 'planned', '', '', '2025-12-20 08:02:00', NULL),
  -- wild: zero-padded week key; planned, but with completed_at; completed_at in SQLite's form.
  (7, 3, '2026-01-07', '2026.02', 60, 'planned', '声调', '第一课' || char(10) || '第二课', '2026-01-01 10:00:00',
   '2026-01-07 06:45:00'),
  -- wild: a week that no year has.
  (8, 3, '2026-01-14', '2026.99', 60, 'cancelled', '', '', '2026-01-01 10:01:00', NULL),
  -- wild: completed a day before its date; an offset in the time.
  (9, 5, '2026-01-10', '2026.2', 75, 'completed', 'Beete 🌱', '', '2026-01-02 09:00:00', '2026-01-09T23:30:00.000001+00:00'),
  -- wild: new session of a project archived before.
  (10, 7, '2026-01-08', '2026.2', 60, 'planned', 'Nacharbeit', '', '2026-01-03 11:00:00', NULL),
  (11, 5, '2021-01-03', '2020.53', 60, 'cancelled', 'Week 53 of 2020', '', '2026-01-03 11:01:00', NULL),
  -- Deleted while at v2; its id then comes back for another session at v3.
  (12, 6, '2026-01-11', '2026.2', 60, 'planned', 'Twin, deleted later', '', '2026-01-03 11:02:00', NULL);

INSERT INTO project_score
  (id, project_id, week_key, score, status, status_note, is_manual_override, override_reason, created_at)
VALUES
  (1, 1, '2025.45', 60, 'yellow', '', 0, '', '2025-11-09 20:00:00'),
  (2, 1, '2025.52', 100, 'green', '', 0, '', '2025-12-28 20:00:00'),
  -- wild: no score and no status, which the program reads as 0 and red.
  (3, 2, '2025.46', NULL, NULL, '', 0, '', '2025-11-16 20:00:00'),
  -- wild: override without a reason.
  (4, 2, '2025.47', 85, 'green', '', 1, '', '2025-11-23 20:00:00'),
  (5, 1, '2026.1', 55, 'red', 'Feiertage', 1, 'Krank, aber geplant', '2026-01-04 20:00:00'),
  -- wild: score without status; override of a week that no year has; a colour that its score does not give.
  (6, 3, '2026.99', 40, NULL, '', 1, 'typo', '2026-01-04 20:01:00'),
  (7, 5, '2026.2', 90, 'red', '', 0, '', '2026-01-11 20:00:00'),
  -- wild: not an override, but with a reason; an archived project.
  (8, 7, '2026.2', 0, 'red', '', 0, 'left over', '2026-01-11 20:01:00');

INSERT INTO weekly_review
  (id, week_key, date_from, date_to, hours_invested, sessions_completed, what_moved, what_stalled, signals,
   decision_next_week, primary_focus, project_to_deprioritize, risk_to_watch, first_session_target, written_to_repo,
   created_at, updated_at)
VALUES
  (1, '2025.45', '2025-11-03', '2025-11-09', NULL, NULL, 'Gliederung fertig', '', '', 'Weiter mit Kapitel 1',
   'Buch schreiben', '', '', '', 0, '2025-11-09 20:05:00', '2025-11-09 20:05:00'),
  -- Numbers that the program never fills: entered by hand.
  (2, '2025.52', '2025-12-22', '2025-12-28', 7.25, 4, 'Kapitel 1', 'Garten', '', '', 'Buch schreiben', 'Garden',
   'Feiertage', '', 1, '2025-12-28 20:05:00', '2025-12-28 20:06:00'),
  -- Across the year change; a whole number in a REAL column.
  (3, '2026.1', '2025-12-29', '2026-01-04', 3, 0, '', 'Alles', '休息', '', '', '', '', '', 0, '2026-01-04 20:05:00',
   '2026-01-04 20:05:00'),
  -- wild: a second review of the same week under a padded key.
  (4, '2026.01', '2025-12-29', '2026-01-04', NULL, NULL, 'Doppelt', '', '', '', '', '', '', '', 0, '2026-01-04 21:00:00',
   '2026-01-04 21:00:00'),
  -- wild: no dates; and dates that are not the week's.
  (5, '2026.2', NULL, NULL, 0.1, NULL, '', '', '', '', '', '', '', '', 0, '2026-01-11 20:05:00', '2026-01-11 20:05:00'),
  (6, '2020.53', '2021-01-01', '2021-01-07', NULL, NULL, 'Week 53', '', '', '', '', '', '', '', 0, '2026-01-11 20:06:00',
   '2026-01-11 20:06:00');
