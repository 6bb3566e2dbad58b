UPDATE project SET finalized_at = '2026-02-01 09:00:00' WHERE name = 'Seed Exchange';
