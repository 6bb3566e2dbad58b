UPDATE project SET customer_personas = 'Gardeners', tech_stack = 'Next.js', deployment = 'One small server' WHERE name = 'Seed Exchange';
