package dev.steward.application.portfolio;

import dev.steward.application.Part;
import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Fact;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.workspace.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the stores and the event log say about a week. A fact is told from the state as it is now, and cites the newest event that made
 * it so; what no event in reach says, such as the status of an imported session, is left out.
 */
final class ReviewFacts {

    private static final Set<String> TYPES = Set.of(
            "session.created", "session.updated", "session.started", "session.completed", "session.reopened", "session.rescheduled",
            "milestone.created", "milestone.updated", "score.updated", "score.overridden", "score.override_lifted");
    /** So far back the log is read, newest first; a bound for the time that a draft may take. */
    private static final int MAX_EVENTS = 10_000;
    private static final int BATCH = 500;
    /** A milestone is a risk when it is due this soon after the week. */
    private static final int RISK_DAYS = 14;

    private final Projects projects;
    private final Sessions sessions;
    private final Milestones milestones;
    private final Scores scores;

    ReviewFacts(Projects projects, Sessions sessions, Milestones milestones, Scores scores) {
        this.projects = projects;
        this.sessions = sessions;
        this.milestones = milestones;
        this.scores = scores;
    }

    List<Fact> of(UnitOfWork unit, WeekKey week) {
        List<Session> ofWeek = sessions.outlines(unit, Sessions.ofWeek(week));
        List<Milestone> reached = milestones.outlines(unit, Filter.from("completed_date", week.monday()), Filter.to("completed_date", week.sunday()));
        List<Milestone> atRisk = milestones.outlinesOpenUntil(unit, week.sunday().plusDays(RISK_DAYS));
        Optional<Session> next = firstOpen(unit, week);

        Set<UUID> wanted = new HashSet<>();
        ofWeek.forEach(session -> wanted.add(session.id().value()));
        reached.forEach(milestone -> wanted.add(milestone.id().value()));
        atRisk.forEach(milestone -> wanted.add(milestone.id().value()));
        next.ifPresent(session -> wanted.add(session.id().value()));
        Trail trail = read(unit, week, wanted);
        List<Session> putOff = putOff(unit, week, trail);
        Collection<ProjectScore> scored = scores.stored(unit, week).values();

        Set<Id<Project>> involved = new HashSet<>();
        Stream.of(ofWeek, putOff, next.stream().toList()).flatMap(List::stream).forEach(session -> involved.add(session.details().projectId()));
        Stream.of(reached, atRisk).flatMap(List::stream).forEach(milestone -> involved.add(milestone.details().projectId()));
        scored.forEach(score -> involved.add(score.projectId()));
        Function<Id<Project>, String> name = projects.byId(unit, involved).andThen(project -> project.details().name());

        List<Fact> facts = new ArrayList<>();
        for (Session session : ofWeek) {
            ProgressStatus status = session.details().status();
            String what = title(session) + " (" + name.apply(session.details().projectId()) + ")";
            if (status == ProgressStatus.DONE) {
                cite(facts, trail.made(session.id(), status), Fact.Kind.MOVED, what + " is done.");
            } else if (status == ProgressStatus.CANCELLED) {
                cite(facts, trail.made(session.id(), status), Fact.Kind.STALLED, what + " is cancelled.");
            } else if (unit.today().isAfter(week.sunday())) {
                cite(facts, trail.newest(session.id()), Fact.Kind.STALLED, what + " was left " + status.word() + ".");
            }
        }
        for (Session session : putOff) {
            cite(facts, trail.putOff.get(session.id().value()), Fact.Kind.STALLED, title(session) + " ("
                    + name.apply(session.details().projectId()) + ") was put off to " + session.details().scheduledDate() + ".");
        }
        for (Milestone milestone : reached) {
            cite(facts, trail.made(milestone.id(), ProgressStatus.DONE), Fact.Kind.MOVED,
                    "Milestone reached: " + milestone.details().description() + " (" + name.apply(milestone.details().projectId()) + ").");
        }
        for (Milestone milestone : atRisk) {
            cite(facts, trail.newest(milestone.id()), Fact.Kind.RISK, milestone.details().description() + " ("
                    + name.apply(milestone.details().projectId()) + ") is due on " + milestone.details().targetDate() + ".");
        }
        next.ifPresent(session -> cite(facts, trail.newest(session.id()), Fact.Kind.NEXT_SESSION, title(session) + " ("
                + name.apply(session.details().projectId()) + ") on " + session.details().scheduledDate() + "."));
        for (ProjectScore score : scored) {
            cite(facts, trail.scores.get(score.projectId()), Fact.Kind.SIGNAL,
                    name.apply(score.projectId()) + " scores " + score.score().value() + ", " + score.color().word() + ".");
        }
        return facts;
    }

    /**
     * What the log says, newest first.
     *
     * @param newest the newest event of each thing, by its id
     * @param made the newest event that gave a thing a status, by id and status word
     * @param putOff the newest event that took a session out of the week
     * @param scores the newest event about each project's score of the week
     */
    private record Trail(Map<UUID, Long> newest, Map<String, Long> made, Map<UUID, Long> putOff, Map<Id<Project>, Long> scores) {

        @Nullable Long newest(Id<?> id) {
            return newest.get(id.value());
        }

        @Nullable Long made(Id<?> id, ProgressStatus status) {
            return made.get(id + " " + status.word());
        }
    }

    private static Trail read(UnitOfWork unit, WeekKey week, Set<UUID> wanted) {
        Trail trail = new Trail(new HashMap<>(), new HashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        // A day earlier than Monday in UTC is Sunday or earlier everywhere.
        Instant start = week.monday().minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        EventStore.Filter filter = new EventStore.Filter(TYPES, null, null);
        long before = Long.MAX_VALUE;
        int read = 0;
        while (read < MAX_EVENTS) {
            Part<Event> events = unit.store(EventStore.class).partBefore(before, filter, BATCH);
            events.items().forEach(event -> take(trail, week, event));
            if (!events.more() || events.items().getLast().at().isBefore(start) && trail.newest.keySet().containsAll(wanted)) {
                return trail;
            }
            before = events.items().getLast().sequence();
            read += events.items().size();
        }
        return trail;
    }

    private static void take(Trail trail, WeekKey week, Event event) {
        UUID subject = event.subjectId();
        trail.newest.putIfAbsent(subject, event.sequence());
        String status = event.type().endsWith(".created") ? text(event.payload().get(event.subjectType()), "status") : changed(event, "status", "to");
        if (status != null) {
            trail.made.putIfAbsent(subject + " " + status, event.sequence());
        }
        if (week.toString().equals(changed(event, "week_key", "from"))) {
            trail.putOff.putIfAbsent(subject, event.sequence());
        }
        if (event.subjectType().equals("score") && event.projectId() != null && week.toString().equals(text(event.payload(), "week_key"))) {
            trail.scores.putIfAbsent(new Id<>(event.projectId()), event.sequence());
        }
    }

    /** Sessions that were in the week and are now in a later one. */
    private List<Session> putOff(UnitOfWork unit, WeekKey week, Trail trail) {
        return trail.putOff.isEmpty() ? List.of() : sessions.outlines(unit, Filter.in("id", trail.putOff.keySet().toArray())).stream()
                .filter(session -> session.weekKey().compareTo(week) > 0).toList();
    }

    private Optional<Session> firstOpen(UnitOfWork unit, WeekKey week) {
        LocalDate monday = week.sunday().plusDays(1);
        return sessions.outlines(unit, Filter.from("scheduled_date", monday), Filter.to("scheduled_date", monday.plusDays(6)),
                PortfolioTypes.OPEN).stream().min(Comparator.comparing((Session session) -> session.details().scheduledDate()).thenComparing(Session::id));
    }

    private static void cite(List<Fact> facts, @Nullable Long event, Fact.Kind kind, String text) {
        if (event != null) {
            facts.add(new Fact(event, kind, text));
        }
    }

    private static String title(Session session) {
        return session.details().title().isBlank() ? "The session of " + session.details().scheduledDate() : session.details().title();
    }

    private static @Nullable String changed(Event event, String field, String end) {
        return event.payload().get("changes") instanceof Json.Obj changes && changes.get(field) instanceof Json.Obj change
                && change.get(end) instanceof Json.Text text ? text.value() : null;
    }

    private static @Nullable String text(@Nullable Json json, String member) {
        return json instanceof Json.Obj object && object.get(member) instanceof Json.Text text ? text.value() : null;
    }
}
