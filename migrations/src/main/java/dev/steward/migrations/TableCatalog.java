package dev.steward.migrations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables that change sets make, read from their own text: a list beside it would drift. A test compares it with both real
 * catalogues, so a change set that this does not understand fails the build.
 */
public final class TableCatalog {

    private static final Pattern INCLUDED = Pattern.compile("<include file=\"([^\"]+)\"/>");
    private static final Pattern CREATE = Pattern.compile("^CREATE TABLE (\\w+) \\((.*)\\)[^)]*$", Pattern.DOTALL);
    private static final Pattern DROP = Pattern.compile("^DROP TABLE (\\w+)");
    private static final Pattern ALTER = Pattern.compile(
            "^ALTER TABLE (\\w+)\\s+(?:RENAME TO (\\w+)|RENAME COLUMN (\\w+) TO (\\w+)|DROP COLUMN (\\w+)|ADD COLUMN (\\w+\\s+\\S+))", Pattern.DOTALL);
    private static final Pattern ONLY = Pattern.compile("\\bdbms:(\\S+)");
    private static final Pattern KEY = Pattern.compile("PRIMARY KEY \\(([^)]*)\\)");
    private static final Pattern REFERENCE = Pattern.compile("REFERENCES (\\w+)");

    /** The rest of its first line and its SQL by id of the change set, oldest first. */
    private static final Map<String, String> HISTORY = history();
    /** What was read already, by change sets. */
    private static final Map<Set<String>, List<Table>> KNOWN = new ConcurrentHashMap<>();

    private final Map<String, Table> tables = new LinkedHashMap<>();

    private TableCatalog() {
    }

    /** The tables after these change sets, every parent before its children. Ids that this program does not have are passed over. */
    public static List<Table> of(Collection<String> changeSets) {
        Set<String> wanted = new HashSet<>(changeSets);
        wanted.retainAll(HISTORY.keySet());
        return KNOWN.computeIfAbsent(wanted, these -> {
            TableCatalog catalog = new TableCatalog();
            HISTORY.forEach((id, sql) -> {
                if (these.contains(id)) {
                    catalog.run(sql.substring(sql.indexOf('\n')));
                }
            });
            return List.copyOf(parentsFirst(catalog.tables.values()));
        });
    }

    /** Those that this program does not have: a newer one made them. */
    public static Set<String> unknown(Collection<String> changeSets) {
        Set<String> unknown = new LinkedHashSet<>(changeSets);
        unknown.removeAll(HISTORY.keySet());
        return unknown;
    }

    /** Those of this program, in order, that are for a database: {@code sqlite} or {@code postgresql}. */
    public static List<String> changeSets(String dbms) {
        List<String> ids = new ArrayList<>();
        HISTORY.forEach((id, text) -> {
            Matcher only = ONLY.matcher(text.lines().findFirst().orElse(""));
            if (!only.find() || List.of(only.group(1).split(",")).contains(dbms)) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static Map<String, String> history() {
        Map<String, String> history = new LinkedHashMap<>();
        Matcher file = INCLUDED.matcher(resource("db/master.xml"));
        while (file.find()) {
            String[] parts = resource(file.group(1)).split("(?m)^--changeset \\w+:");
            for (String changeSet : List.of(parts).subList(1, parts.length)) {
                String id = changeSet.split("\\s", 2)[0];
                history.put(id, changeSet.substring(id.length()));
            }
        }
        return history;
    }

    private void run(String sql) {
        for (String statement : split(sql.replaceAll("(?m)^\\s*--.*$", ""), ';')) {
            Matcher create = CREATE.matcher(statement);
            Matcher drop = DROP.matcher(statement);
            Matcher alter = ALTER.matcher(statement);
            if (create.find()) {
                tables.put(create.group(1), table(create.group(1), create.group(2)));
            } else if (drop.find()) {
                tables.remove(drop.group(1));
            } else if (alter.find()) {
                alter(alter);
            }
        }
    }

    private void alter(Matcher alter) {
        Table table = tables.get(alter.group(1));
        if (table == null) {
            throw new IllegalStateException("A change set alters " + alter.group(1) + ", which no change set before it makes");
        }
        List<Table.Column> columns = new ArrayList<>(table.columns());
        String name = table.name();
        if (alter.group(2) != null) {
            tables.remove(name);
            name = alter.group(2);
        } else if (alter.group(3) != null) {
            columns.replaceAll(column -> column.name().equals(alter.group(3)) ? new Table.Column(alter.group(4), column.kind()) : column);
        } else if (alter.group(5) != null) {
            columns.removeIf(column -> column.name().equals(alter.group(5)));
        } else {
            columns.add(column(name, alter.group(6)));
        }
        tables.put(name, new Table(name, List.copyOf(columns), table.key(), table.parents()));
    }

    private static Table table(String name, String body) {
        List<Table.Column> columns = new ArrayList<>();
        List<String> key = List.of();
        Set<String> parents = new LinkedHashSet<>();
        for (String item : split(body, ',')) {
            Matcher primary = KEY.matcher(item);
            Matcher reference = REFERENCE.matcher(item);
            if (!item.startsWith("CONSTRAINT ")) {
                columns.add(column(name, item));
            } else if (primary.find()) {
                key = List.of(primary.group(1).split(",\\s*"));
            } else if (reference.find()) {
                parents.add(reference.group(1));
            }
        }
        return new Table(name, List.copyOf(columns), key, Set.copyOf(parents));
    }

    private static Table.Column column(String table, String definition) {
        String[] words = definition.split("\\s+", 3);
        return new Table.Column(words[0], switch (words[1]) {
            case "${text}" -> Table.Kind.TEXT;
            case "${uuid}" -> Table.Kind.UUID;
            case "${instant}" -> Table.Kind.INSTANT;
            case "${date}" -> Table.Kind.DATE;
            case "${json}" -> Table.Kind.JSON;
            case "${bool}" -> Table.Kind.BOOL;
            case "${long}", "INTEGER" -> Table.Kind.WHOLE;
            case "${real}" -> Table.Kind.REAL;
            default -> throw new IllegalStateException(table + "." + words[0] + " is a " + words[1] + ", which nobody knows how to copy yet");
        });
    }

    /** At the separators that stand in no parentheses and no quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char at = i == text.length() ? separator : text.charAt(i);
            quoted ^= at == '\'';
            depth += quoted ? 0 : at == '(' ? 1 : at == ')' ? -1 : 0;
            if (i == text.length() || at == separator && depth == 0 && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static List<Table> parentsFirst(Collection<Table> tables) {
        Set<Table> left = new LinkedHashSet<>(tables);
        List<Table> ordered = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            List<Table> next = left.stream().filter(table -> done.containsAll(table.parents())).toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("Foreign keys go in a circle among " + left.stream().map(Table::name).toList());
            }
            // One at a time, so that the order is that of the history wherever it can be.
            ordered.add(next.getFirst());
            done.add(next.getFirst().name());
            left.remove(next.getFirst());
        }
        return ordered;
    }

    private static String resource(String name) {
        try (InputStream in = TableCatalog.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
