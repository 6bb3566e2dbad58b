package dev.steward.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the history that no database checks. */
final class ChangeSetFilesTest {

    private static final Path DB = Path.of("src/main/resources/db");
    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z]+)[\\s>]");
    private static final Pattern INCLUDED = Pattern.compile("<include file=\"db/([^\"]+)\"/>");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\(.*?\\n\\)([^;]*);", Pattern.DOTALL);

    @Test
    void theMasterFileOnlyNamesPropertiesAndFormattedSqlFiles() throws IOException {
        String master = Files.readString(DB.resolve("master.xml"));

        assertThat(ELEMENT.matcher(master).results().map(found -> found.group(1)).distinct())
                .as("XML change types lose constraints on SQLite without a word")
                .containsExactlyInAnyOrder("databaseChangeLog", "property", "include");
        assertThat(INCLUDED.matcher(master).results().map(found -> found.group(1)))
                .as("every file, once").containsExactlyInAnyOrderElementsOf(files().stream().map(file -> DB.relativize(file).toString()).toList());
    }

    @Test
    void everyFileIsFormattedSql() {
        assertThat(files()).isNotEmpty().allSatisfy(file -> {
            assertThat(file.toString()).endsWith(".sql");
            assertThat(text(file)).startsWith("--liquibase formatted sql\n");
        });
    }

    @Test
    void everyChangeSetHasARollbackAndAnIdOfItsOwn() {
        List<String> ids = new ArrayList<>();
        for (Path file : files()) {
            String[] changeSets = text(file).split("(?m)^--changeset ");
            for (String changeSet : Arrays.asList(changeSets).subList(1, changeSets.length)) {
                ids.add(changeSet.split("\\s", 2)[0]);
                List<String> rollback = changeSet.lines().filter(line -> line.startsWith("--rollback ")).toList();
                assertThat(rollback).as(file + ": a change set without rollback").isNotEmpty();
                assertThat(rollback.subList(0, rollback.size() - 1)).as(file + ": the lines of a rollback are one text").allMatch(line -> line.endsWith(";"));
            }
        }
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().allMatch(id -> id.matches("steward:\\d+\\.\\d+-[a-z-]+"));
    }

    @Test
    void everyTableIsStrictAndStartsWithItsWorkspace() {
        for (Path file : files()) {
            Matcher table = TABLE.matcher(text(file));
            while (table.find()) {
                assertThat(table.group()).as("SQLite takes any type into a table that is not STRICT").contains("${strict}");
                assertThat(table.group()).containsPattern("\\(\\s*workspace_id \\$\\{uuid} NOT NULL,");
            }
        }
    }

    /** It would fail at the COMMIT, and with it every other write of the group. */
    @Test
    void noConstraintIsDeferred() {
        assertThat(files()).allSatisfy(file -> assertThat(text(file)).doesNotContainIgnoringCase("DEFERRABLE"));
    }

    private static List<Path> files() {
        try (Stream<Path> all = Files.walk(DB)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.endsWith("master.xml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
