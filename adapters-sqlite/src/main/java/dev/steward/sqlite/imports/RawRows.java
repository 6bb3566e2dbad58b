package dev.steward.sqlite.imports;

import dev.steward.application.imports.RawRow;
import dev.steward.domain.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows in the form that {@link RawRow} describes. */
final class RawRows {

    private final Connection connection;
    private final String encoding;

    private RawRows(Connection connection, String encoding) {
        this.connection = connection;
        this.encoding = encoding;
    }

    static RawRows of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA encoding")) {
            return new RawRows(connection, row.getString(1));
        }
    }

    /**
     * All rows of a table, in the order in which they were inserted.
     *
     * @param name under which its rows are given
     * @param key an SQL expression
     */
    List<RawRow> read(String name, SourceTable table, String key) throws SQLException {
        List<RawRow> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(select(table, key))) {
            while (row.next()) {
                Map<String, Json> raw = new LinkedHashMap<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    raw.put(table.columns().get(i), value(row, 2 * i + 1));
                }
                rows.add(new RawRow(name, RawRow.keyOf(row.getString(2 * table.columns().size() + 1)), new Json.Obj(raw)));
            }
        }
        return rows;
    }

    /** Text is fetched as its stored bytes: the driver's strings replace what is not valid, and that could not be undone. */
    private static String select(SourceTable table, String key) {
        return table.columns().stream()
                .map(SourceTable::quoted)
                .map(column -> "typeof(%1$s), CASE typeof(%1$s) WHEN 'text' THEN CAST(%1$s AS BLOB) ELSE %1$s END".formatted(column))
                .collect(Collectors.joining(", ", "SELECT ", ", " + key + " FROM " + SourceTable.quoted(table.name()) + " ORDER BY rowid"));
    }

    private Json value(ResultSet row, int typeIndex) throws SQLException {
        int index = typeIndex + 1;
        String type = row.getString(typeIndex);
        return switch (type) {
            case "null" -> Json.NULL;
            case "integer" -> Json.of(row.getLong(index));
            case "real" -> real(row.getDouble(index));
            case "text" -> text(bytes(row.getBytes(index)));
            case "blob" -> Json.obj("$blob", base64(bytes(row.getBytes(index))));
            default -> throw new IllegalStateException("SQLite has no storage class " + type);
        };
    }

    private static Json real(double value) {
        boolean negativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        return Double.isInfinite(value) || negativeZero
                ? Json.obj("$real", Json.of(Double.toString(value)))
                : new Json.Num(BigDecimal.valueOf(value));
    }

    private Json text(byte[] bytes) {
        try {
            String text = Charset.forName(encoding).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') < 0) {
                return Json.of(text);
            }
        } catch (CharacterCodingException e) {
            // Kept as bytes below.
        }
        return Json.obj("$text", base64(bytes)).with("$encoding", Json.of(encoding));
    }

    private static Json base64(byte[] bytes) {
        return Json.of(Base64.getEncoder().encodeToString(bytes));
    }

    /** The driver gives null for no bytes at all. */
    private static byte[] bytes(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
