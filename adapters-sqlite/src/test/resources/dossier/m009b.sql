PRAGMA foreign_keys = OFF;
UPDATE workflow SET id = 'aaaaaaaa-0000-4000-8000-000000000001' WHERE id = 'wf-1';
UPDATE workflow_activity SET workflow_id = 'aaaaaaaa-0000-4000-8000-000000000001' WHERE workflow_id = 'wf-1';
UPDATE orchestration_run SET workflow_id = 'aaaaaaaa-0000-4000-8000-000000000001' WHERE workflow_id = 'wf-1';
UPDATE workflow_activity SET id = 'bbbbbbbb-0000-4000-8000-000000000001' WHERE id = 'act-1';
UPDATE card SET workflow_activity_id = 'bbbbbbbb-0000-4000-8000-000000000001' WHERE workflow_activity_id = 'act-1';
UPDATE card SET id = 'cccccccc-0000-4000-8000-000000000001' WHERE id = 'card-1';
UPDATE card_context_artifact SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE card_requirement SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE card_known_fact SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE card_assumption SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE card_question SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE card_planned_file SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE orchestration_run SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE card_assignment SET card_id = 'cccccccc-0000-4000-8000-000000000001' WHERE card_id = 'card-1';
UPDATE planning_action SET target_ref = json_set(target_ref, '$.workflow_id', 'aaaaaaaa-0000-4000-8000-000000000001')
  WHERE json_valid(target_ref) AND target_ref ->> 'workflow_id' = 'wf-1';
UPDATE planning_action SET target_ref = json_set(target_ref, '$.workflow_activity_id', 'bbbbbbbb-0000-4000-8000-000000000001')
  WHERE json_valid(target_ref) AND target_ref ->> 'workflow_activity_id' = 'act-1';
UPDATE planning_action SET target_ref = json_set(target_ref, '$.card_id', 'cccccccc-0000-4000-8000-000000000001')
  WHERE json_valid(target_ref) AND target_ref ->> 'card_id' = 'card-1';
UPDATE planning_action SET payload = json_set(payload, '$.id', 'bbbbbbbb-0000-4000-8000-000000000001')
  WHERE json_valid(payload) AND payload ->> 'id' = 'act-1';
UPDATE planning_action SET payload = json_set(payload, '$.id', 'cccccccc-0000-4000-8000-000000000001')
  WHERE json_valid(payload) AND payload ->> 'id' = 'card-1';
UPDATE planning_action SET payload = json_set(payload, '$.card_id', 'cccccccc-0000-4000-8000-000000000001')
  WHERE json_valid(payload) AND payload ->> 'card_id' = 'card-1';
UPDATE memory_unit_relation SET entity_id = 'cccccccc-0000-4000-8000-000000000001' WHERE entity_type = 'card' AND entity_id = 'card-1';
UPDATE memory_unit_relation SET entity_id = 'bbbbbbbb-0000-4000-8000-000000000001' WHERE entity_type = 'activity' AND entity_id = 'act-1';
UPDATE memory_retrieval_log SET scope_entity_id = 'cccccccc-0000-4000-8000-000000000001' WHERE scope_entity_type = 'card' AND scope_entity_id = 'card-1';
