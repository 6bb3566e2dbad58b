package dev.steward.jdbc.portfolio;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** How many of a project's rows are in a status. */
record StatusCount(Id<Project> project, ProgressStatus status, int count) {

    static StatusCount read(ResultSet row) throws SQLException {
        return new StatusCount(new Id<>(UUID.fromString(row.getString("project_id"))),
                Word.of(ProgressStatus.class, row.getString("status")), row.getInt("count"));
    }

    static Map<Id<Project>, Map<ProgressStatus, Integer>> byProject(List<StatusCount> counts) {
        return counts.stream().collect(Collectors.groupingBy(StatusCount::project, Collectors.toMap(StatusCount::status, StatusCount::count)));
    }
}
