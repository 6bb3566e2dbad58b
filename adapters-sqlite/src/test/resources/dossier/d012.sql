UPDATE card_assignment SET session_id = 'sess-1' WHERE id = 'asg-blocked';
