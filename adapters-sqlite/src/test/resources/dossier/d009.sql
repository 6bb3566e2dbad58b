UPDATE card SET last_build_error = 'No changes' WHERE title = 'Scale input';
