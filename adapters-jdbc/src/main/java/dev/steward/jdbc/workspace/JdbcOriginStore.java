package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.OriginStore;
import dev.steward.domain.workspace.Origin;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import dev.steward.jdbc.JsonText;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@Singleton
final class JdbcOriginStore implements OriginStore, JdbcPort {

    private static final String SELECT = """
            SELECT system, instance, source_table, source_key, entity_type, entity_id, raw, raw_hash, import_id, imported_at
            FROM origin WHERE workspace_id = ? AND system = ? AND instance = ?""";

    private final Jdbc jdbc;

    JdbcOriginStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Origin> find(Origin.Source source) {
        return jdbc.first(SELECT + " AND source_table = ? AND source_key = ?",
                List.of(jdbc.workspace(), source.system(), source.instance(), source.table(), source.key()), this::origin);
    }

    @Override
    public void put(Origin origin) {
        Origin.Source source = origin.source();
        jdbc.update("""
                INSERT INTO origin (workspace_id, system, instance, source_table, source_key, entity_type, entity_id, raw, raw_hash,
                                    import_id, imported_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace_id, system, instance, source_table, source_key) DO UPDATE SET
                  entity_type = excluded.entity_type, entity_id = excluded.entity_id, raw = excluded.raw, raw_hash = excluded.raw_hash,
                  import_id = excluded.import_id, imported_at = excluded.imported_at""",
                jdbc.workspace(), source.system(), source.instance(), source.table(), source.key(), origin.entityType(),
                origin.entityId(), JsonText.write(origin.raw()), origin.rawHash(), origin.importId(), origin.importedAt());
    }

    /** Ordered by table and key. */
    @Override
    public List<Origin> ofInstance(String system, String instance) {
        return jdbc.query(SELECT + " ORDER BY source_table, source_key", List.of(jdbc.workspace(), system, instance), this::origin);
    }

    private Origin origin(ResultSet row) throws SQLException {
        return new Origin(
                new Origin.Source(row.getString("system"), row.getString("instance"), row.getString("source_table"), row.getString("source_key")),
                row.getString("entity_type"),
                Columns.uuid(row.getString("entity_id")),
                JsonText.storedObject(row.getString("raw")),
                row.getString("raw_hash"),
                UUID.fromString(row.getString("import_id")),
                jdbc.dialect().instant(row, "imported_at"));
    }
}
