UPDATE project SET design_inspiration = 'Seed packets' WHERE name = 'Seed Exchange';
