UPDATE project SET description = 'Neighbours swap seeds.' WHERE name = 'Seed Exchange';
