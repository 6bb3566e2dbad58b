package dev.steward.application.portfolio;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Weekly reviews, one per week. Their numbers are those of now until a review is finalized. */
public final class Reviews extends Entities<WeeklyReview> {

    private static final Field<WeekKey> WEEK_KEY = Field.of("week_key", PortfolioTypes.WEEK_KEY).filter().example(new WeekKey(2026, 15));
    private static final Field<String> WHAT_MOVED = text("what_moved", "Chapter 3 is written.");
    private static final Field<String> WHAT_STALLED = text("what_stalled", "The cover.");
    private static final Field<String> SIGNALS = text("signals", "Mornings work, evenings do not.");
    private static final Field<String> DECISION_NEXT_WEEK = text("decision_next_week", "No evening sessions.");
    private static final Field<String> PRIMARY_FOCUS = text("primary_focus", "Chapter 4");
    private static final Field<String> PROJECT_TO_DEPRIORITIZE = text("project_to_deprioritize", "Garden");
    private static final Field<String> RISK_TO_WATCH = text("risk_to_watch", "The editor's deadline.");
    private static final Field<String> FIRST_SESSION_TARGET = text("first_session_target", "Outline of chapter 4");
    private static final Field<BigDecimal> HOURS_INVESTED = Field.of("hours_invested", Type.decimal())
            .doc("Of the week's done sessions, as measured, else as planned; as of now until finalized.").example(new BigDecimal("4.5"));
    private static final Field<Integer> SESSIONS_COMPLETED = PortfolioTypes.count("sessions_completed").doc("As of now until finalized.").example(3);

    public static final Shape<WeeklyReview> SHAPE = Shape.<WeeklyReview>ofEntity("weekly_review")
            .output(WEEK_KEY, WeeklyReview::weekKey)
            .output(Field.date("week_start").filter().sort().doc("The Monday of the week, as date_from."), WeeklyReview::dateFrom)
            .output(Field.date("date_from"), WeeklyReview::dateFrom)
            .output(Field.date("date_to"), WeeklyReview::dateTo)
            .output(Field.word("status", WeeklyReview.Status.class).filter(), WeeklyReview::status)
            .output(Field.instant("finalized_at").optional(), Reviews::finalizedAt)
            .input(WHAT_MOVED, review -> review.details().whatMoved())
            .input(WHAT_STALLED, review -> review.details().whatStalled())
            .input(SIGNALS, review -> review.details().signals())
            .input(DECISION_NEXT_WEEK, review -> review.details().decisionNextWeek())
            .input(PRIMARY_FOCUS, review -> review.details().primaryFocus())
            .input(PROJECT_TO_DEPRIORITIZE, review -> review.details().projectToDeprioritize())
            .input(RISK_TO_WATCH, review -> review.details().riskToWatch())
            .input(FIRST_SESSION_TARGET, review -> review.details().firstSessionTarget())
            .extra(HOURS_INVESTED)
            .extra(SESSIONS_COMPLETED)
            .build();

    private final Sessions sessions;
    private final ReviewFacts facts;

    public Reviews(Projects projects, Sessions sessions, Milestones milestones, Scores scores) {
        super(SHAPE, WeeklyReviewStore.class);
        this.sessions = sessions;
        this.facts = new ReviewFacts(projects, sessions, milestones, scores);
    }

    /** Newest week first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("week_start", true, false));
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<WeeklyReview> reviews) {
        Map<WeekKey, List<Session>> done = doneInDrafts(unit, reviews);
        return reviews.stream().map(review -> {
            WeeklyReview.Numbers numbers = review.numbers(WeeklyReview.Numbers.of(done.getOrDefault(review.weekKey(), List.of())));
            return SHAPE.render(review)
                    .with(HOURS_INVESTED.name(), new Json.Num(numbers.hoursInvested()))
                    .with(SESSIONS_COMPLETED.name(), Json.of(numbers.sessionsCompleted()));
        }).toList();
    }

    /** The review of a week, for reading alone. */
    public Optional<WeeklyReview> find(UnitOfWork unit, WeekKey week) {
        return unit.store(WeeklyReviewStore.class).findByWeek(week);
    }

    /**
     * The review of a week; an empty draft is stored when there is none. Of two first calls at once, one stores it and both get it.
     */
    public WeeklyReview getOrCreate(UnitOfWork unit, WeekKey week) {
        return find(unit, week).orElseGet(() -> add(unit, WeeklyReview.create(unit.firstMeta(), week)));
    }

    /** @throws RefusedException {@code already_final} */
    public WeeklyReview update(UnitOfWork unit, WeeklyReview current, Values values) {
        WeeklyReview.Details details = new WeeklyReview.Details(values.get(WHAT_MOVED), values.get(WHAT_STALLED), values.get(SIGNALS),
                values.get(DECISION_NEXT_WEEK), values.get(PRIMARY_FOCUS), values.get(PROJECT_TO_DEPRIORITIZE), values.get(RISK_TO_WATCH),
                values.get(FIRST_SESSION_TARGET));
        return save(unit, current, current.revise(unit.now(), details), "updated");
    }

    /**
     * Fills the empty texts from the week's events, each line with the sequence numbers it came from. What somebody wrote stays.
     *
     * @throws RefusedException {@code already_final}
     */
    public WeeklyReview draft(UnitOfWork unit, WeeklyReview current) {
        return save(unit, current, current.draft(unit.now(), facts.of(unit, current.weekKey())), "drafted");
    }

    /** Freezes text and numbers. A second call does nothing. */
    public WeeklyReview finish(UnitOfWork unit, WeeklyReview current) {
        WeeklyReview.Numbers numbers = WeeklyReview.Numbers.of(sessions.outlines(unit, Sessions.ofWeek(current.weekKey())));
        return save(unit, current, current.finish(unit.now(), numbers), "finalized");
    }

    /** The review as a Markdown document. */
    public String markdown(UnitOfWork unit, WeeklyReview review) {
        return review.toMarkdown(WeeklyReview.Numbers.of(sessions.outlines(unit, Sessions.ofWeek(review.weekKey()))));
    }

    /** The done sessions of the drafts' weeks, read together; the numbers of final reviews are frozen. */
    private Map<WeekKey, List<Session>> doneInDrafts(UnitOfWork unit, List<WeeklyReview> reviews) {
        Object[] weeks = reviews.stream().filter(review -> review.finalized() == null).<Object>map(review -> review.weekKey().toString()).toArray();
        return weeks.length == 0 ? Map.of() : sessions.outlines(unit, Filter.in("week_key", weeks), Filter.in("status", ProgressStatus.DONE.word()))
                .stream().collect(Collectors.groupingBy(Session::weekKey));
    }

    private static @Nullable Instant finalizedAt(WeeklyReview review) {
        WeeklyReview.Finalized finalized = review.finalized();
        return finalized == null ? null : finalized.at();
    }

    private static Field<String> text(String name, String example) {
        return Field.text(name, WeeklyReview.TEXT).orElse("").doc("Markdown.").example(example);
    }
}
