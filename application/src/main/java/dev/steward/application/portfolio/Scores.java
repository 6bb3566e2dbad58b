package dev.steward.application.portfolio;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.workspace.Settings;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Score;
import dev.steward.domain.portfolio.ScoreColor;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.Trend;
import dev.steward.domain.portfolio.WeekKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well projects' weeks went. Reading never writes: a score that is not stored yet is computed for the answer and marked
 * {@code is_stored: false}; recomputing a week stores the scores of all projects that are not archived. Changes record
 * {@code score.updated}, {@code score.overridden} and {@code score.override_lifted}, each with its {@code week_key}.
 */
public final class Scores extends Entities<ProjectScore> {

    private static final WeekKey FIRST_WEEK = new WeekKey(1, 1);
    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    private static final Shape<ScoreInputs> INPUTS_SHAPE = Shape.<ScoreInputs>of("score_inputs")
            .output(Field.integer("planned", COUNT).doc("Sessions of the week in planned, doing or done.").example(4), ScoreInputs::planned)
            .output(Field.integer("done", COUNT).example(3), ScoreInputs::done)
            .output(Field.integer("milestones", COUNT).doc("Of the project, of all time.").example(2), ScoreInputs::milestones)
            .output(Field.integer("milestones_done", COUNT).example(1), ScoreInputs::milestonesDone)
            .build();

    private static final Field<ProjectReference> PROJECT_ID = ProjectReference.field();
    private static final Field<WeekKey> WEEK_KEY = Field.of("week_key", PortfolioTypes.WEEK_KEY).filter().example(new WeekKey(2026, 15));
    private static final Field<Integer> SCORE = PortfolioTypes.score("score").doc("The one that counts: the override, else the computed one.").example(65);
    private static final Field<ScoreColor> STATUS = Field.word("status", ScoreColor.class).doc("Green from 80, yellow from 60.").example(ScoreColor.YELLOW);
    private static final Field<Integer> COMPUTED_SCORE = PortfolioTypes.score("computed_score").example(65);
    private static final Field<Boolean> IS_MANUAL_OVERRIDE = Field.bool("is_manual_override").filter();
    private static final Field<String> OVERRIDE_REASON = Field.text("override_reason", TextRule.optional(ProjectScore.REASON.max()))
            .doc("Empty without an override.");
    private static final Field<ScoreInputs> INPUTS = Field.of("inputs", Type.output(INPUTS_SHAPE));
    private static final Field<Integer> FORMULA_VERSION = Field.integer("formula_version", new NumberRule(1, 2)).example(2);

    /** A stored score, as lists find it and events tell it. */
    public static final Shape<ProjectScore> SHAPE = members(Shape.<ProjectScore>ofEntity("score"), score -> score)
            .output(Field.date("week_start").filter().sort().doc("The Monday of the week."), score -> score.weekKey().monday())
            .build();

    private static final Shape<ScoreFormula.Term> TERM = Shape.<ScoreFormula.Term>of("score_term")
            .output(Field.text("name", TextRule.required(50)).example("sessions"), ScoreFormula.Term::name)
            .output(Field.integer("weight", COUNT).example(60), ScoreFormula.Term::weight)
            .output(Field.integer("numerator", COUNT).example(3), ScoreFormula.Term::numerator)
            .output(Field.integer("denominator", COUNT).example(4), ScoreFormula.Term::denominator)
            .output(Field.of("value", Type.decimal()).doc("weight · numerator / denominator, to four decimals; 0 without a denominator.")
                    .example(BigDecimal.valueOf(45)), ScoreFormula.Term::value)
            .build();
    private static final Shape<ProjectScore> WHY = Shape.<ProjectScore>of("score_explanation")
            .output(FORMULA_VERSION, score -> score.formula().version())
            .output(INPUTS, ProjectScore::inputs)
            .output(Field.of("terms", Type.outputs(TERM)), score -> score.explain().terms())
            .output(Field.of("sum", Type.decimal()).doc("Of the terms, before rounding half to even and the cap at 100."), score -> score.explain().sum())
            .output(COMPUTED_SCORE, score -> score.explain().score().value())
            .build();
    private static final Shape<Trend> TREND = Shape.<Trend>of("score_trend")
            .output(PortfolioTypes.number("difference").example(15), Trend::difference)
            .output(Field.word("direction", Trend.Direction.class).example(Trend.Direction.UP), Trend::direction)
            .build();

    /**
     * A score in an answer.
     *
     * @param stored false for one that was only computed for this answer
     * @param previous the score stored for the week before, null when there is none
     */
    public record Scored(ProjectScore score, boolean stored, @Nullable Score previous) {

        private @Nullable Trend trend() {
            return previous == null ? null : score.score().since(previous);
        }
    }

    /** Every answer about a score. */
    public static final Shape<Scored> VIEW = members(Shape.<Scored>of("score"), Scored::score)
            .output(Field.of("trend", Type.output(TREND)).optional().doc("Since the score stored for the week before; null without one."), Scored::trend)
            .output(Field.of("why", Type.output(WHY)), Scored::score)
            .output(Field.bool("is_stored").doc("False while nobody has stored a score for that week."), Scored::stored)
            .output(Shape.whole("version").doc("The ETag; 0 while it is not stored."), scored -> scored.stored() ? scored.score().version() : 0L)
            .build();

    /**
     * The scores of a week.
     *
     * @param portfolio the mean of these scores, which are those of projects that are not archived; 0 of none
     */
    public record WeekScores(WeekKey week, Score portfolio, List<Scored> scores) {
        public WeekScores {
            scores = List.copyOf(scores);
        }
    }

    public static final Shape<WeekScores> WEEK = Shape.<WeekScores>of("week_scores")
            .output(WEEK_KEY, WeekScores::week)
            .output(PortfolioTypes.score("portfolio_score").doc("Mean of the scores below, rounded half to even; 0 of none."),
                    week -> week.portfolio().value())
            .output(Field.word("portfolio_status", ScoreColor.class), week -> week.portfolio().color())
            .output(Field.of("scores", Type.outputs(VIEW)).doc("Of every project that is not archived, by priority and name."), WeekScores::scores)
            .build();

    private static final Field<Integer> GIVEN_SCORE = PortfolioTypes.score("score").mandatory().example(80);
    private static final Field<String> REASON = Field.text("reason", ProjectScore.REASON).mandatory().example("Two days ill, all the rest done");

    /** The body of {@link #override}. */
    public static final Shape<ProjectScore.Details> OVERRIDE = Shape.<ProjectScore.Details>of("score_override")
            .input(GIVEN_SCORE, ProjectScore.Details::score)
            .input(REASON, ProjectScore.Details::reason)
            .build();

    private final Projects projects;
    private final Settings settings;

    public Scores(Projects projects, Settings settings) {
        super(SHAPE, ProjectScoreStore.class);
        this.projects = projects;
        this.settings = settings;
    }

    private static <T> Shape.Builder<T> members(Shape.Builder<T> shape, Function<T, ProjectScore> score) {
        return shape
                .output(PROJECT_ID, item -> ProjectReference.to(score.apply(item).projectId()))
                .output(WEEK_KEY, item -> score.apply(item).weekKey())
                .output(SCORE, item -> score.apply(item).score().value())
                .output(STATUS, item -> score.apply(item).color())
                .output(COMPUTED_SCORE, item -> score.apply(item).computedScore().value())
                .output(IS_MANUAL_OVERRIDE, item -> score.apply(item).isManualOverride())
                .output(OVERRIDE_REASON, item -> score.apply(item).overrideReason())
                .output(INPUTS, item -> score.apply(item).inputs())
                .output(FORMULA_VERSION, item -> score.apply(item).formula().version());
    }

    /** Newest week first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("week_start", true, false));
    }

    @Override
    protected @Nullable UUID projectOf(ProjectScore score) {
        return score.projectId().value();
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    /** The scores of a week, stored ones as they are, others computed for the answer. */
    public WeekScores week(UnitOfWork unit, WeekKey week) {
        return scores(unit, week, openProjects(unit));
    }

    /** Stores the scores of all projects that are not archived, as they are now; an override stays above the new computed score. */
    public WeekScores recompute(UnitOfWork unit, WeekKey week) {
        List<Project> open = openProjects(unit);
        Map<Id<Project>, ProjectScore> stored = stored(unit, week);
        ScoreFormula formula = formula(unit);
        Function<Id<Project>, ScoreInputs> inputs = inputs(unit, week, formula, ids(open));
        for (Project project : open) {
            ProjectScore before = stored.get(project.id());
            ScoreInputs counted = inputs.apply(project.id());
            ProjectScore after = before == null
                    ? ProjectScore.create(unit.firstMeta(), project.id(), week, formula, counted)
                    : before.recompute(unit.now(), formula, counted);
            keep(unit, before, after, "updated");
        }
        return scores(unit, week, open);
    }

    /** The stored scores of a project; {@code query} as {@link #SHAPE} reads it, in the order of weeks unless it says otherwise. */
    public Page<Scored> history(UnitOfWork unit, Project project, Query query) {
        Page<ProjectScore> page = page(unit, query.and(Filter.in("project_id", project.id().value())));
        Object[] weeksBefore = page.items().stream().flatMap(score -> before(score.weekKey()).stream()).<Object>map(WeekKey::toString).toArray();
        Map<WeekKey, Score> previous = new HashMap<>();
        if (weeksBefore.length > 0) {
            all(unit, Filter.in("project_id", project.id().value()), Filter.in("week_key", weeksBefore))
                    .forEach(score -> previous.put(score.weekKey(), score.score()));
        }
        return new Page<>(page.items().stream()
                .map(score -> new Scored(score, true, before(score.weekKey()).map(previous::get).orElse(null))).toList(), page.next());
    }

    /** The score of a project in a week, with its explanation; computed for the answer while none is stored. */
    public Scored get(UnitOfWork unit, Project project, WeekKey week) {
        return find(unit, project, week).map(score -> scored(unit, score, true))
                .orElseGet(() -> scored(unit, computed(unit, project, week, null), false));
    }

    /** Gives the score by hand, beside the computed one; stores it first where needed. The same again changes nothing. */
    public Scored override(UnitOfWork unit, Project project, WeekKey week, Values values) {
        project.requireOpen();
        ProjectScore.Details manual = new ProjectScore.Details(values.get(GIVEN_SCORE), values.get(REASON));
        Optional<ProjectScore> before = find(unit, project, week);
        ProjectScore after = before.isPresent()
                ? before.get().override(unit.now(), manual)
                : computed(unit, project, week, manual);
        return scored(unit, keep(unit, before.orElse(null), after, "overridden"), true);
    }

    /** Back to the computed score; without an override nothing changes. */
    public Scored liftOverride(UnitOfWork unit, Project project, WeekKey week) {
        project.requireOpen();
        find(unit, project, week).ifPresent(before -> keep(unit, before, before.liftOverride(unit.now()), "override_lifted"));
        return get(unit, project, week);
    }

    private Optional<ProjectScore> find(UnitOfWork unit, Project project, WeekKey week) {
        return unit.store(ProjectScoreStore.class).find(project.id(), week);
    }

    private List<Project> openProjects(UnitOfWork unit) {
        return projects.outlines(unit, Filter.empty("archived_at")).stream().sorted(Projects.BY_PRIORITY).toList();
    }

    private WeekScores scores(UnitOfWork unit, WeekKey week, List<Project> open) {
        Map<Id<Project>, ProjectScore> stored = stored(unit, week);
        Map<Id<Project>, ProjectScore> previous = before(week).map(earlier -> stored(unit, earlier)).orElse(Map.of());
        Set<Id<Project>> missing = ids(open);
        missing.removeAll(stored.keySet());
        ScoreFormula formula = formula(unit);
        Function<Id<Project>, ScoreInputs> inputs = inputs(unit, week, formula, missing);
        List<Scored> scores = new ArrayList<>();
        for (Project project : open) {
            ProjectScore score = stored.get(project.id());
            ProjectScore shown = score != null ? score
                    : ProjectScore.create(unit.firstMeta(), project.id(), week, formula, inputs.apply(project.id()));
            ProjectScore earlier = previous.get(project.id());
            scores.add(new Scored(shown, score != null, earlier == null ? null : earlier.score()));
        }
        return new WeekScores(week, Score.mean(scores.stream().map(scored -> scored.score().score()).toList()), scores);
    }

    Map<Id<Project>, ProjectScore> stored(UnitOfWork unit, WeekKey week) {
        return all(unit, Filter.in("week_key", week.toString())).stream().collect(Collectors.toMap(ProjectScore::projectId, score -> score));
    }

    /** Counted for all projects together. */
    private static Function<Id<Project>, ScoreInputs> inputs(UnitOfWork unit, WeekKey week, ScoreFormula formula, Set<Id<Project>> of) {
        Map<Id<Project>, Map<ProgressStatus, Integer>> sessions = of.isEmpty() ? Map.of() : unit.store(SessionStore.class).countByStatus(week, of);
        Map<Id<Project>, Map<ProgressStatus, Integer>> milestones = of.isEmpty() ? Map.of() : unit.store(MilestoneStore.class).countByStatus(of);
        return id -> formula.inputs(sessions.getOrDefault(id, Map.of()), milestones.getOrDefault(id, Map.of()));
    }

    private ProjectScore computed(UnitOfWork unit, Project project, WeekKey week, ProjectScore.@Nullable Details manual) {
        ScoreFormula formula = formula(unit);
        ScoreInputs inputs = inputs(unit, week, formula, Set.of(project.id())).apply(project.id());
        return new ProjectScore(unit.firstMeta(), project.id(), week, formula.score(inputs), inputs, formula, manual);
    }

    private Scored scored(UnitOfWork unit, ProjectScore score, boolean stored) {
        Score previous = before(score.weekKey()).flatMap(week -> unit.store(ProjectScoreStore.class).find(score.projectId(), week))
                .map(ProjectScore::score).orElse(null);
        return new Scored(score, stored, previous);
    }

    /** Stores a change with its event, which says the week, too; when nothing changed, does nothing. */
    private ProjectScore keep(UnitOfWork unit, @Nullable ProjectScore before, ProjectScore after, String verb) {
        if (after == before) {
            return after;
        }
        Json.Obj payload = Json.obj(WEEK_KEY.name(), Json.of(after.weekKey().toString()));
        if (before == null) {
            store(unit).insert(after);
            record(unit, after, verb, payload.with(name(), SHAPE.render(after)));
        } else {
            store(unit).update(before, after);
            record(unit, after, verb, payload.with("changes", SHAPE.changes(before, after)));
        }
        return after;
    }

    private static Set<Id<Project>> ids(List<Project> projects) {
        return projects.stream().map(Project::id).collect(Collectors.toCollection(HashSet::new));
    }

    /** The first week of year 1 has none before it. */
    private static Optional<WeekKey> before(WeekKey week) {
        return week.equals(FIRST_WEEK) ? Optional.empty() : Optional.of(week.plusWeeks(-1));
    }

    private ScoreFormula formula(UnitOfWork unit) {
        return ScoreFormula.of(settings.scoreFormula(unit));
    }
}
