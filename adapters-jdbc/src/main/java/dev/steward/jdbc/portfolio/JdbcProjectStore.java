package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.ProjectStore;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Singleton
final class JdbcProjectStore extends JdbcStore<Project, ProjectRow> implements ProjectStore {

    /** The first numbered form is the second of its name. */
    private static final Pattern NUMBER = Pattern.compile("-([2-9]|[1-9][0-9]{1,8})$");
    private static final int[] ONE_OF_EACH_LENGTH = {2, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    JdbcProjectStore(Jdbc jdbc, ProjectRows rows) {
        super(jdbc, rows, ProjectRow.class, ProjectRow::from, ProjectRow::toProject, LongTexts.of("plan_content", "notes").andObjects("brief"));
    }

    @Override
    public Optional<Project> findBySlug(Slug slug) {
        return first("slug = ?", slug.value());
    }

    @Override
    public Optional<Project> lock(Id<Project> id) {
        return locked(id);
    }

    @Override
    public Set<String> takenSlugs(Slug base) {
        Set<String> taken = new TreeSet<>();
        for (String prefix : prefixes(base)) {
            // From "base-0" to before "base-:", the sign after 9: the slugs that go on with a digit.
            taken.addAll(jdbc.query("""
                    SELECT slug FROM project WHERE workspace_id = ? AND slug = ?
                    UNION ALL
                    SELECT slug FROM project WHERE workspace_id = ? AND slug >= ? AND slug < ?""",
                    List.of(jdbc.workspace(), base.value(), jdbc.workspace(), prefix + "0", prefix + ":"), row -> row.getString(1)));
        }
        taken.removeIf(slug -> !slug.equals(base.value()) && !isNumbered(base, slug));
        return taken;
    }

    /** What numbered forms begin with: {@code base-}, and for a base near the greatest length less of it, the longer the number. */
    private static Set<String> prefixes(Slug base) {
        return IntStream.of(ONE_OF_EACH_LENGTH)
                .mapToObj(n -> NUMBER.matcher(base.numbered(n).value()).replaceFirst("-"))
                .collect(Collectors.toSet());
    }

    private static boolean isNumbered(Slug base, String slug) {
        Matcher number = NUMBER.matcher(slug);
        return number.find() && slug.equals(base.numbered(Integer.parseInt(number.group(1))).value());
    }
}
