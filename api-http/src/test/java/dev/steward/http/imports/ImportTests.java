package dev.steward.http.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steward.application.portfolio.MilestoneStore;
import dev.steward.application.portfolio.ProjectScoreStore;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.SessionStore;
import dev.steward.application.portfolio.WeeklyReviewStore;
import dev.steward.application.imports.ImportOptions;
import dev.steward.application.imports.ImportReport;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.application.imports.ImportReport.Problem;
import dev.steward.application.imports.PortfolioManagerFile;
import dev.steward.application.imports.PortfolioManagerFiles;
import dev.steward.application.imports.PortfolioManagerImport;
import dev.steward.application.imports.RawRow;

import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Origin;
import dev.steward.jdbc.JsonText;
import dev.steward.sqlite.imports.PortfolioManagerFixtures;
import dev.steward.sqlite.imports.PortfolioManagerFixtures.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The import of portfolio manager. */
abstract class ImportTests extends ImportBench {

    /** Of every fixture, because they all began as the same v1 file. */
    private static final String INSTANCE = "pm-015d15f68a7bfa0f";

    ImportTests() {
        super(PortfolioManagerImport.SYSTEM, INSTANCE);
    }

    @Nested
    class EveryVersion {

        @ParameterizedTest
        @EnumSource
        void isImportedWithAnOriginForEveryRow(Version version) throws Exception {
            Path file = build(version);
            ImportReport report = imported(file);
            PortfolioManagerFile source = context.getBean(PortfolioManagerFiles.class).read(file);
            List<RawRow> rows = Stream.of(source.projects(), source.milestones(), source.sessions(), source.scores(), source.reviews(), source.migrations())
                    .flatMap(List::stream).toList();
            Map<String, Origin> origins = origins();
            assertThat(origins).hasSize(rows.size());
            for (RawRow row : rows) {
                Origin origin = origins.get(row.table() + " " + row.key());
                assertThat(origin.raw()).isEqualTo(row.raw());
                assertThat(JsonText.write(origin.raw())).isEqualTo(JsonText.write(row.raw()));
                assertThat(origin.rawHash()).isEqualTo(sha256(JsonText.write(row.raw())));
                assertThat(origin.source().instance()).isEqualTo(source.instance());
            }
            assertThat(report.stored()).isTrue();
            assertThat(report.source().schemaVersion()).isEqualTo(version.name().toLowerCase());
            assertThat(report.tables()).allSatisfy(table -> assertThat(table.created() + table.updated() + table.unchanged() + table.merged()
                    + table.notPlaced()).isEqualTo(table.read()));
            assertThat(report.tables().stream().mapToInt(ImportReport.Table::read).sum()).isEqualTo(rows.size());
        }

        @ParameterizedTest
        @EnumSource
        void changesNothingWhenImportedAgain(Version version) {
            Path file = build(version);
            if (version == Version.V4) {
                PortfolioManagerFixtures.addOddValues(file);
            }
            imported(file);
            State before = state();
            ImportReport again = imported(file);
            assertThat(state()).isEqualTo(before);
            assertThat(again.stored()).isFalse();
            assertThat(again.changes()).isEmpty();
            assertThat(again.tables()).allSatisfy(table -> assertThat(table.created() + table.updated() + table.merged()).isZero());
        }

        @Test
        void countsWhatBecameOfTheRows() {
            assertThat(imported(build(Version.V1)).tables()).containsExactly(
                    new ImportReport.Table("project", 7, 7, 0, 0, 0, 0),
                    new ImportReport.Table("milestone", 6, 6, 0, 0, 0, 0),
                    new ImportReport.Table("session", 12, 12, 0, 0, 0, 0),
                    new ImportReport.Table("project_score", 8, 7, 0, 0, 0, 1),
                    new ImportReport.Table("weekly_review", 6, 5, 0, 0, 1, 0),
                    new ImportReport.Table("schema_migration", 1, 0, 0, 0, 0, 1));
        }

        @Test
        void recordsOneEventForEachEntityAndOneAtTheEnd() {
            ImportReport report = imported(build(Version.V4));
            List<Event> events = events();
            int created = report.tables().stream().mapToInt(ImportReport.Table::created).sum();
            assertThat(events).hasSize(created + 1);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.actor()).isEqualTo(new Actor(Actor.Kind.IMPORT, report.source().instance(), "portfolio-manager"));
                assertThat(event.requestId()).isEqualTo(events.getLast().subjectId().toString());
            });
            assertThat(events.subList(0, created)).extracting(Event::type)
                    .containsOnly("project.created", "milestone.created", "session.created", "score.created", "weekly_review.created");
            assertThat(events.getLast().type()).isEqualTo("import.finished");
            assertThat(events.stream().filter(event -> event.subjectId().equals(project("1").id().value())).findFirst().orElseThrow().payload())
                    .isEqualTo(Json.obj("project", dev.steward.application.portfolio.Projects.SHAPE.render(project("1"))));
        }
    }

    @Nested
    class Projects {

        @BeforeEach
        void makeImport() {
            report = imported(build(Version.V4));
        }

        private ImportReport report;

        @Test
        void keepTextExactlyAndTheSourcesTimes() {
            Project book = project("1");
            assertThat(book.details().name()).isEqualTo("Buch schreiben");
            assertThat(book.details().planContent()).startsWith("# Plan\r\n\r\n```mermaid\n").contains("C:\\Notizen, \"draft\"\tit's\n");
            assertThat(book.meta().createdAt()).isEqualTo("2025-11-03T08:01:00Z");
            assertThat(book.meta().updatedAt()).isEqualTo("2026-01-04T22:10:05Z");
            assertThat(book.version()).isOne();
            assertThat(book.details().startedDate()).isEqualTo("2025-11-03");
        }

        @Test
        void areShortenedWhereTheyAreTooLong() {
            assertThat(project("1").details().description()).hasSize(10_000);
            assertChanged(report, "project", "1", "description", "shortened to 10000 characters");
        }

        @Test
        void keepSlugsAndPrioritiesOutsideAscii() {
            assertThat(project("2").details().slug()).isEqualTo(new Slug("größe-übersicht"));
            assertThat(project("2").details().priority()).isEqualTo(4);
            Project chinese = project("3");
            assertThat(chinese.details().slug()).isEqualTo(new Slug("中文学习"));
            assertThat(chinese.details().priority()).isEqualTo(5);
            assertThat(chinese.details().owner()).isEqualTo("王芳");
            assertThat(chinese.details().reviewCadence()).isEqualTo("every other friday");
            assertThat(chinese.details().startedDate()).isNull();
            assertThat(changes(report, "project", "3")).isEmpty();
        }

        @Test
        void getASlugWhereTheyHaveNone() {
            assertThat(project("4").details().name()).isEqualTo("🚀🧑‍🚀!!!");
            assertThat(project("4").details().slug()).isEqualTo(new Slug("project"));
            assertThat(project("4").details().status()).isEqualTo(Project.Status.BACKLOG);
            assertChanged(report, "project", "4", "slug", "not a slug here; made from the name");
        }

        @Test
        void ofTheSameNameStayTwo() {
            assertThat(project("5").details().name()).isEqualTo("Garden");
            assertThat(project("6").details().name()).isEqualTo("GARDEN");
            assertThat(project("6").details().slug()).isEqualTo(new Slug("vegetable-patch"));
        }

        @Test
        void getACadenceWhereItIsEmptyAndMayHaveNoOwner() {
            assertThat(project("6").details().owner()).isEmpty();
            assertThat(project("6").details().reviewCadence()).isEqualTo("weekly");
            assertChanged(report, "project", "6", "review_cadence", "empty");
        }

        @Test
        void thatWereArchivedAreSinceTheyWereLastChanged() {
            Project old = project("7");
            assertThat(old.details().name()).isEqualTo("Altes Projekt");
            assertThat(old.details().status()).isEqualTo(Project.Status.ACTIVE);
            assertThat(old.archivedAt()).isEqualTo("2025-12-15T12:00:00Z");
            assertThat(changes(report, "project", "7")).extracting(ChangedValue::field).containsExactly("name", "status", "archived_at");
        }

        @Test
        void thatEndBeforeTheyStartLoseTheEnd() {
            assertThat(project("9").details().startedDate()).isEqualTo("2026-02-10");
            assertThat(project("9").details().endDate()).isNull();
            assertChanged(report, "project", "9", "end_date", "before the start 2026-02-10");
        }

        @Test
        void withTheSlugOfAnotherAreNumberedAndNeverMerged() {
            makeWorkspace();
            Project garden = newProject("garden", "Mine");
            ImportReport second = imported(build(Version.V4));
            assertThat(project("5").details().slug()).isEqualTo(new Slug("garden-2"));
            assertThat(project("5").id()).isNotEqualTo(garden.id());
            assertChanged(second, "project", "5", "slug", "another project has this slug");
        }
    }

    @Nested
    class TheMilestones {

        @Test
        void ofV1BecomeDoneOrBacklog() {
            ImportReport report = imported(build(Version.V1));
            assertThat(milestone("1").details().status()).isEqualTo(ProgressStatus.DONE);
            assertThat(milestone("1").completedDate()).isEqualTo("2025-11-28");
            assertThat(milestone("2").details().status()).isEqualTo(ProgressStatus.BACKLOG);
            assertThat(milestone("3").details().status()).isEqualTo(ProgressStatus.DONE);
            assertThat(milestone("3").completedDate()).isNull();
            assertChanged(report, "milestone", "3", "completed_date", "done, but nobody knows when");
            assertThat(milestone("4").completedDate()).isNull();
            assertChanged(report, "milestone", "4", "completed_date", "not done: backlog");
            assertThat(milestone("5").details().status()).isEqualTo(ProgressStatus.BACKLOG);
            assertThat(milestone("5").details().sortOrder()).isEqualTo(-1);
            assertChanged(report, "milestone", "5", "status", "neither 0 nor 1; the source takes it for open");
            assertThat(milestone("6").details().projectId()).isEqualTo(project("7").id());
        }

        @Test
        void ofV4KeepStatusTargetAndNotes() {
            ImportReport report = imported(build(Version.V4));
            assertThat(milestone("8").details().targetDate()).isEqualTo("2020-02-29");
            assertThat(milestone("9").details().status()).isEqualTo(ProgressStatus.DOING);
            assertThat(milestone("10").details().status()).isEqualTo(ProgressStatus.DONE);
            assertThat(milestone("10").completedDate()).isNull();
            assertThat(milestone("11").details().status()).isEqualTo(ProgressStatus.CANCELLED);
            assertThat(milestone("11").completedDate()).isNull();
            assertChanged(report, "milestone", "11", "completed_date", "not done: cancelled");
            assertThat(milestone("12").details().description()).isEqualTo(milestone("9").details().description());
            assertThat(milestone("12").id()).isNotEqualTo(milestone("9").id());
            assertThat(milestone("13").details().notes()).isEqualTo("Quellen prüfen\n- [ ] Archiv 📚");
        }
    }

    @Nested
    class TheSessions {

        @Test
        void ofV1KeepTheirFocusAndTime() {
            ImportReport report = imported(build(Version.V1));
            assertThat(session("1").details().description()).isEqualTo("Gliederung");
            assertThat(session("1").details().status()).isEqualTo(ProgressStatus.DONE);
            assertThat(session("1").completedAt()).isEqualTo("2025-11-04T10:31:07.123Z");
            assertThat(session("1").meta().createdAt()).isEqualTo("2025-11-03T08:20:00Z");
            assertThat(session("1").details().kind()).isEqualTo(Session.Kind.PLANNED);
            assertThat(session("2").completedAt()).isEqualTo("2025-12-28T16:00:00Z");
            assertThat(session("3").weekKey()).isEqualTo(new WeekKey(2026, 1));
            assertThat(changes(report, "session", "3")).isEmpty();
            assertThat(session("4").details().status()).isEqualTo(ProgressStatus.DONE);
            assertThat(session("4").completedAt()).isNull();
            assertChanged(report, "session", "4", "completed_at", "done, but nobody knows when");
            assertThat(session("11").weekKey()).isEqualTo(new WeekKey(2020, 53));
            assertThat(session("12").details().description()).isEqualTo("Twin, deleted later");
        }

        @Test
        void haveTheWeekOfTheirDate() {
            ImportReport report = imported(build(Version.V1));
            assertThat(changes(report, "session", "5")).containsExactly(week("5", "2025.46", "2025.47", "2025-11-19"));
            assertThat(changes(report, "session", "6")).containsExactly(week("6", "2025.1", "2026.1", "2025-12-30"));
            assertThat(changes(report, "session", "7")).contains(week("7", "2026.02", "2026.2", "2026-01-07"));
            assertThat(changes(report, "session", "8")).containsExactly(week("8", "2026.99", "2026.3", "2026-01-14"));
            assertThat(session("6").details().description()).isEmpty();
        }

        private ChangedValue week(String key, String from, String to, String date) {
            return new ChangedValue("session", key, "week_key", Json.of(from), Json.of(to), "follows from the date " + date);
        }

        @Test
        void thatAreNotDoneHaveNoCompletion() {
            ImportReport report = imported(build(Version.V4));
            assertThat(session("7").details().status()).isEqualTo(ProgressStatus.PLANNED);
            assertThat(session("7").completedAt()).isNull();
            assertChanged(report, "session", "7", "completed_at", "not done: planned");
            assertThat(session("16").details().status()).isEqualTo(ProgressStatus.CANCELLED);
            assertThat(session("16").completedAt()).isNull();
            assertChanged(report, "session", "16", "completed_at", "not done: cancelled");
        }

        @Test
        void keepWhenTheyWereDoneWithAnOffset() {
            imported(build(Version.V1));
            assertThat(session("9").completedAt()).isEqualTo("2026-01-09T23:30:00Z");
            assertThat(session("9").details().scheduledDate()).isEqualTo("2026-01-10");
        }

        @Test
        void ofAnArchivedProjectAreThere() {
            imported(build(Version.V1));
            assertThat(session("10").details().projectId()).isEqualTo(project("7").id());
        }

        @Test
        void ofV4HaveMilestonesOfTheirOwnProjectOnly() {
            ImportReport report = imported(build(Version.V4));
            assertThat(session("12").details().description()).isEqualTo("Keller");
            assertThat(session("12").details().milestoneId()).isEqualTo(milestone("9").id());
            assertThat(session("12").details().durationMinutes()).isEqualTo(15);
            assertThat(session("13").details().milestoneId()).isNull();
            assertThat(session("13").details().durationMinutes()).isEqualTo(480);
            assertChanged(report, "session", "13", "milestone_id", "not a milestone of this project");
            assertThat(session("18").details().milestoneId()).isNull();
            assertChanged(report, "session", "18", "milestone_id", "not a milestone of this project");
            assertThat(session("17").details().milestoneId()).isEqualTo(milestone("13").id());
        }
    }

    @Nested
    class TheScores {

        private ImportReport report;

        @BeforeEach
        void makeImport() {
            report = imported(build(Version.V4));
        }

        @Test
        void stayWhatTheyWere() {
            ProjectScore first = score("1");
            assertThat(first.score().value()).isEqualTo(60);
            assertThat(first.computedScore().value()).isEqualTo(60);
            assertThat(first.formula()).isEqualTo(ScoreFormula.ONE);
            assertThat(first.weekKey()).isEqualTo(new WeekKey(2025, 45));
            assertThat(first.inputs()).isEqualTo(new ScoreInputs(1, 1, 4, 1));
            assertThat(first.meta().createdAt()).isEqualTo("2025-11-09T20:00:00Z");
            assertThat(changes(report, "project_score", "1")).extracting(ChangedValue::field, ChangedValue::reason).containsExactly(
                    tuple("inputs", "counted from the file as it is now, which gives 70; the stored score is kept"));
        }

        @Test
        void withoutANumberAreZero() {
            assertThat(score("3").score().value()).isZero();
            assertThat(changes(report, "project_score", "3")).extracting(ChangedValue::field).contains("score", "status");
        }

        @Test
        void givenByHandHaveAReason() {
            assertThat(score("4").score().value()).isEqualTo(85);
            assertThat(score("4").overrideReason()).isEqualTo("imported without a reason");
            assertChanged(report, "project_score", "4", "override_reason", "an override has a reason");
            assertThat(score("5").score().value()).isEqualTo(55);
            assertThat(score("5").overrideReason()).isEqualTo("Krank, aber geplant\n\nFeiertage");
            assertThat(score("5").computedScore()).isEqualTo(ScoreFormula.ONE.score(score("5").inputs()));
        }

        @Test
        void ofAWeekThatNoYearHasAreNotPlaced() {
            assertThat(origin("project_score", "6").entityId()).isNull();
            assertThat(report.problems()).contains(new Problem("project_score", "6",
                    "Not placed, only kept as it was read. Its week '2026.99' is none."));
        }

        @Test
        void haveTheColourOfTheirNumber() {
            assertThat(score("7").score().value()).isEqualTo(90);
            assertChanged(report, "project_score", "7", "status", "follows from the score 90");
        }

        @Test
        void thatAreComputedHaveNoReason() {
            assertThat(score("8").isManualOverride()).isFalse();
            assertThat(score("8").projectId()).isEqualTo(project("7").id());
            assertChanged(report, "project_score", "8", "override_reason", "no override, so there is nothing to give a reason for");
        }

        @Test
        void ofAProjectThatIsNotThereAreNotPlaced() {
            assertThat(origin("project_score", "10").entityId()).isNull();
            assertThat(report.problems()).contains(new Problem("project_score", "10",
                    "Not placed, only kept as it was read. There is no project 8 in the file."));
        }

        @Test
        void thatStewardHasAlreadyStay() {
            makeWorkspace();
            Path file = build(Version.V4);
            imported(file);
            Id<Project> project = project("1").id();
            ProjectScore mine = write(unit -> {
                ProjectScore made = ProjectScore.create(unit.firstMeta(), project, new WeekKey(2026, 20), ScoreFormula.TWO, new ScoreInputs(1, 1, 0, 0));
                unit.store(ProjectScoreStore.class).insert(made);
                return made;
            });
            PortfolioManagerFixtures.run(file, "INSERT INTO project_score (id, project_id, week_key, score) VALUES (30, 1, '2026.20', 7)");
            ImportReport second = imported(file);
            assertThat(found(ProjectScoreStore.class, mine.id())).isEqualTo(mine);
            assertThat(second.problems()).extracting(Problem::key, Problem::message).contains(tuple("30",
                    "Not placed, only kept as it was read. Project 1 has a score for week 2026.20 already."));
        }
    }

    @Nested
    class TheReviews {

        private ImportReport report;

        @BeforeEach
        void makeImport() {
            report = imported(build(Version.V4));
        }

        @Test
        void withoutNumbersAreDrafts() {
            assertThat(review("1").status()).isEqualTo(WeeklyReview.Status.DRAFT);
            assertThat(review("1").details().whatMoved()).isEqualTo("Gliederung fertig");
            assertThat(review("1").details().decisionNextWeek()).isEqualTo("Weiter mit Kapitel 1");
            assertThat(changes(report, "weekly_review", "1")).isEmpty();
        }

        @Test
        void withNumbersAreFinalBecauseOnlyThoseKeepThem() {
            WeeklyReview review = review("2");
            assertThat(review.finalized()).isEqualTo(new WeeklyReview.Finalized(Instant.parse("2025-12-28T20:06:00Z"), new WeeklyReview.Numbers(435, 4)));
            assertThat(review.details().riskToWatch()).isEqualTo("Feiertage");
            assertThat(changes(report, "weekly_review", "2")).extracting(ChangedValue::field).containsExactly("status", "written_to_repo");
        }

        @Test
        void ofOneWeekAreOneWithBothTexts() {
            assertThat(origin("weekly_review", "4").entityId()).isEqualTo(origin("weekly_review", "3").entityId());
            WeeklyReview review = review("3");
            assertThat(review.weekKey()).isEqualTo(new WeekKey(2026, 1));
            assertThat(review.details().whatMoved()).isEqualTo("Doppelt");
            assertThat(review.details().whatStalled()).isEqualTo("Alles");
            assertThat(review.details().signals()).isEqualTo("休息");
            assertThat(review.finalized().numbers()).isEqualTo(new WeeklyReview.Numbers(180, 0));
            assertThat(changes(report, "weekly_review", "4")).extracting(ChangedValue::field).containsExactly("week_key", "id");
        }

        @Test
        void haveTheDatesOfTheirWeek() {
            assertThat(review("5").dateFrom()).isEqualTo("2026-01-05");
            assertThat(changes(report, "weekly_review", "5")).extracting(ChangedValue::field).containsExactly("date_from", "date_to", "hours_invested");
            assertThat(review("6").dateFrom()).isEqualTo("2020-12-28");
            assertChanged(report, "weekly_review", "6", "date_from", "the Monday of week 2020.53");
        }

        @Test
        void takeEveryFormOfAWeek() {
            assertThat(review("7").weekKey()).isEqualTo(new WeekKey(2026, 14));
            assertChanged(report, "weekly_review", "7", "week_key", "written in another form");
        }

        @Test
        void joinADraftThatIsInStewardAlready() {
            makeWorkspace();
            WeeklyReview mine = write(unit -> {
                WeeklyReview made = WeeklyReview.create(unit.firstMeta(), new WeekKey(2025, 45))
                        .revise(unit.now(), new WeeklyReview.Details("Mine", "", "", "", "", "", "", ""));
                WeeklyReview first = new WeeklyReview(Entity.Meta.first(made.id(), unit.now()), made.details(), made.weekKey(), null);
                unit.store(WeeklyReviewStore.class).insert(first);
                return first;
            });
            imported(build(Version.V4));
            assertThat(review("1").id()).isEqualTo(mine.id());
            assertThat(review("1").details().whatMoved()).isEqualTo("Mine\n\nGliederung fertig");
        }
    }

    @Nested
    class OddValues {

        private ImportReport report;

        @BeforeEach
        void makeImport() {
            Path file = build(Version.V4);
            PortfolioManagerFixtures.addOddValues(file);
            report = imported(file);
        }

        @Test
        void becomeWhatCanBeRead() {
            Project odd = project("20");
            assertThat(odd.details().name()).isEqualTo("Größe");
            assertThat(odd.details().description()).isEqualTo("ab");
            assertThat(odd.details().planContent()).isEmpty();
            assertThat(odd.details().owner()).isEmpty();
            assertThat(odd.details().startedDate()).isEqualTo("2025-11-03");
            assertThat(odd.details().endDate()).isNull();
            assertThat(changes(report, "project", "20")).extracting(ChangedValue::field, ChangedValue::reason).containsExactly(
                    tuple("name", "bytes that are no text in the file's encoding"),
                    tuple("started_date", "a date in another form"),
                    tuple("end_date", "not a date"),
                    tuple("plan_content", "not a text"),
                    tuple("description", "bytes that are no text in the file's encoding"));
        }

        @Test
        void beyondTheChecksAreTakenWhereStewardHasThem() {
            assertThat(project("21").details().status()).isEqualTo(Project.Status.PAUSED);
            assertThat(project("21").details().priority()).isEqualTo(5);
            assertChanged(report, "project", "21", "priority", "only whole numbers from 1 to 5");
        }

        @Test
        void ofReviewsWithoutAWeekAreOnlyKept() {
            for (String key : List.of("20", "21", "22", "23")) {
                assertThat(origin("weekly_review", key).entityId()).isNull();
            }
            assertThat(origin("weekly_review", "21").raw().get("hours_invested")).isEqualTo(Json.obj("$real", Json.of("Infinity")));
            assertThat(report.problems()).filteredOn(problem -> problem.table().equals("weekly_review")).hasSize(4);
        }
    }

    @Nested
    class AnUpgradedFile {

        @Test
        void updatesAndDoesNotDouble() {
            Path file = folder.resolve("portfolio.db");
            PortfolioManagerFixtures.build(folder, Version.V1);
            imported(file);
            Map<String, Integer> versions = state().versions();
            for (Version version : List.of(Version.V2, Version.V3, Version.V4)) {
                PortfolioManagerFixtures.upgradeTo(file, version);
                ImportReport report = imported(file);
                assertThat(report.tables()).filteredOn(table -> !table.name().equals("schema_migration"))
                        .allSatisfy(table -> assertThat(table.created() + table.updated()).isZero());
                assertThat(state().versions()).isEqualTo(versions);
            }
            assertThat(origin("milestone", "1").raw().members()).containsKeys("status", "notes");
        }

        @Test
        void bringsWhatWasEnteredInBetween() throws IOException {
            UUID third = null;
            for (Version version : Version.values()) {
                Path file = PortfolioManagerFixtures.build(Files.createDirectory(folder.resolve(version.name())), version);
                ImportReport report = imported(file);
                if (version == Version.V1) {
                    third = session("3").id().value();
                }
                if (version == Version.V2) {
                    assertThat(session("3").details().status()).isEqualTo(ProgressStatus.DONE);
                    assertThat(session("3").completedAt()).isEqualTo("2026-01-13T09:15:00.500Z");
                    assertThat(session("3").version()).isEqualTo(2);
                    assertThat(report.problems()).contains(new Problem("session", "12", "It is not in the file any more; it stays in Steward."));
                }
            }
            assertThat(session("3").id().value()).isEqualTo(third);
            assertThat(session("10").details().status()).isEqualTo(ProgressStatus.DOING);
            assertThat(session("10").details().notes()).isEqualTo("wieder aufgenommen");
            assertThat(all(ProjectStore.class)).hasSize(8);
            assertThat(all(MilestoneStore.class)).hasSize(13);
            assertThat(all(SessionStore.class)).hasSize(19);
        }

        @Test
        void keepsTheEarlierRowWhenItsIdCameBackForAnother() throws IOException {
            imported(PortfolioManagerFixtures.build(Files.createDirectory(folder.resolve("a")), Version.V1));
            Session twin = session("12");
            Path file = PortfolioManagerFixtures.build(Files.createDirectory(folder.resolve("b")), Version.V3);
            ImportReport report = imported(file);
            assertThat(found(SessionStore.class, twin.id())).isEqualTo(twin);
            Session cellar = session("12@2026-02-02 07:10:00");
            assertThat(cellar.details().description()).isEqualTo("Keller");
            assertThat(cellar.details().milestoneId()).isEqualTo(milestone("9").id());
            assertThat(report.problems()).contains(new Problem("session", "12",
                    "It has the id of an earlier row that was made at another time; both are kept."));
            State before = state();
            imported(file);
            assertThat(state()).isEqualTo(before);
        }
    }

    @Nested
    class EditsInSteward {

        private Path file;

        @BeforeEach
        void makeImport() {
            file = build(Version.V4);
            imported(file);
        }

        @Test
        void stayWhenTheSourceDidNotChange() {
            edit(session("1"), details -> with(details, "Mine", details.notes()));
            State before = state();
            imported(file);
            assertThat(state()).isEqualTo(before);
        }

        @Test
        void stayBesideWhatTheSourceChanged() {
            edit(session("1"), details -> with(details, "Mine", details.notes()));
            PortfolioManagerFixtures.run(file, "UPDATE session SET notes = 'Theirs' WHERE id = 1");
            ImportReport report = imported(file);
            assertThat(session("1").details().description()).isEqualTo("Mine");
            assertThat(session("1").details().notes()).isEqualTo("Theirs");
            assertThat(session("1").version()).isEqualTo(3);
            assertThat(session("1").completedAt()).isEqualTo("2025-11-04T10:31:07.123Z");
            assertThat(report.changes()).isEmpty();
            assertThat(events().getLast().type()).isEqualTo("import.finished");
            assertThat(events().get(events().size() - 2).payload()).isEqualTo(
                    Json.obj("changes", Json.obj("notes", Json.obj("from", Json.of("Lief gut.")).with("to", Json.of("Theirs")))));
        }

        @Test
        void giveWayWhereTheSourceChangedTheSameAndAreReported() {
            edit(session("1"), details -> with(details, details.description(), "Mine"));
            PortfolioManagerFixtures.run(file, "UPDATE session SET notes = 'Theirs' WHERE id = 1");
            ImportReport report = imported(file);
            assertThat(session("1").details().notes()).isEqualTo("Theirs");
            assertThat(report.changes()).containsExactly(new ChangedValue("session", "1", "notes", Json.of("Mine"), Json.of("Theirs"),
                    "changed here and in the source; the source's is taken"));
        }

        @Test
        void ofAReviewStayBesideWhatTheSourceChanged() {
            WeeklyReview imported = review("1");
            WeeklyReview mine = write(unit -> {
                WeeklyReview revised = imported.revise(unit.now(), new WeeklyReview.Details("Mine", "", "", "Weiter mit Kapitel 1", "Mine, too", "", "", ""));
                unit.store(WeeklyReviewStore.class).update(imported, revised);
                return revised;
            });
            PortfolioManagerFixtures.run(file, "UPDATE weekly_review SET what_moved = 'Theirs', signals = 'New' WHERE id = 1");
            imported(file);
            assertThat(review("1").details()).isEqualTo(new WeeklyReview.Details("Mine\n\nTheirs", "", "New", "Weiter mit Kapitel 1", "Mine, too", "", "", ""));
            assertThat(review("1").version()).isEqualTo(mine.version() + 1);
        }

        @Test
        void thatDeletedAnEntityAreRespected() {
            Session session = session("17");
            write(unit -> {
                unit.store(SessionStore.class).delete(session);
                return true;
            });
            State before = state();
            imported(file);
            assertThat(state()).isEqualTo(before);
            PortfolioManagerFixtures.run(file, "UPDATE session SET notes = 'Theirs' WHERE id = 17");
            assertThat(imported(file).problems()).contains(new Problem("session", "17",
                    "It was deleted in Steward and has changed in the source since; it stays deleted."));
            assertThat(all(SessionStore.class)).doesNotContain(session);
        }

        @Test
        void thatDeletedAProjectLeaveItsNewRowsWithoutAPlace() {
            Project project = project("9");
            write(unit -> {
                unit.store(ProjectStore.class).delete(project);
                return true;
            });
            PortfolioManagerFixtures.run(file, """
                    INSERT INTO session (id, project_id, scheduled_date, week_key, created_at) VALUES (40, 9, '2026-04-09', '2026.15', '2026-04-08 07:00:00');
                    """);
            assertThat(imported(file).problems()).contains(new Problem("session", "40",
                    "Not placed, only kept as it was read. Its project 9 was deleted in Steward."));
        }

        @Test
        void ofAProjectsSlugAndArchiveStay() {
            Project project = project("5");
            write(unit -> {
                unit.store(ProjectStore.class).update(project, project.archive(unit.now()));
                return true;
            });
            PortfolioManagerFixtures.run(file, "UPDATE project SET name = 'Garten', status = 'backlog' WHERE id = 5");
            imported(file);
            assertThat(project("5").isArchived()).isTrue();
            assertThat(project("5").details().name()).isEqualTo("Garten");
            assertThat(project("5").details().slug()).isEqualTo(new Slug("garden"));
            assertThat(project("5").details().status()).isEqualTo(Project.Status.BACKLOG);
        }

        @Test
        void ofTheSourceMoveScoresAndOverrides() {
            PortfolioManagerFixtures.run(file, """
                    UPDATE project_score SET score = 61 WHERE id = 1;
                    UPDATE project_score SET is_manual_override = 1, score = 12, override_reason = 'Why' WHERE id = 2;
                    UPDATE project_score SET is_manual_override = 0, score = 33, override_reason = '' WHERE id = 4;
                    """);
            imported(file);
            assertThat(score("1").score().value()).isEqualTo(61);
            assertThat(score("2").computedScore().value()).isEqualTo(100);
            assertThat(score("2").manual()).isEqualTo(new ProjectScore.Details(12, "Why"));
            assertThat(score("4").manual()).isNull();
            assertThat(score("4").score().value()).isEqualTo(33);
        }

        private void edit(Session session, Function<Session.Details, Session.Details> change) {
            write(unit -> {
                unit.store(SessionStore.class).update(session, session.revise(unit.now(), change.apply(session.details())));
                return true;
            });
        }

        private Session.Details with(Session.Details details, String description, String notes) {
            return new Session.Details(details.kind(), details.projectId(), details.milestoneId(), details.title(), description, notes, details.summary(),
                    details.scheduledDate(), details.durationMinutes(), details.actualMinutes(), details.status(), details.filesChanged(), details.body());
        }
    }

    @Nested
    class AFile {

        @Test
        void triedOutLeavesNothingBehind() {
            Path file = build(Version.V4);
            State before = state();
            ImportReport dry = run(file, new ImportOptions(Optional.empty(), true));
            assertThat(state()).isEqualTo(before);
            assertThat(dry.dryRun()).isTrue();
            assertThat(dry.stored()).isFalse();
            ImportReport wet = imported(file);
            assertThat(dry.tables()).isEqualTo(wet.tables());
            assertThat(dry.problems()).isEqualTo(wet.problems());
            assertThat(dry.changes()).extracting(ChangedValue::key, ChangedValue::field, ChangedValue::reason)
                    .isEqualTo(wet.changes().stream().map(c -> tuple(c.key(), c.field(), c.reason())).toList());
        }

        @Test
        void inUseIsImportedWithItsLog() throws IOException {
            Path closed = build(Version.V4);
            Path file = PortfolioManagerFixtures.withWriteAheadLog(closed, Files.createDirectory(folder.resolve("open")),
                    "INSERT INTO project (id, name, slug) VALUES (50, 'In the log', 'in-the-log')");
            imported(file);
            assertThat(project("50").details().name()).isEqualTo("In the log");
        }

        @Test
        void thatIsDamagedIsRefusedAndNothingIsStored() throws IOException {
            Path file = build(Version.V4);
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, 4096, Math.min(bytes.length, 40_000), (byte) 0x5A);
            Files.write(file, bytes);
            State before = state();
            assertThatThrownBy(() -> imported(file)).isInstanceOf(RefusedException.class).hasMessageContaining("is damaged");
            assertThat(state()).isEqualTo(before);
        }

        @Test
        void thatIsNoDatabaseIsRefusedAndNothingIsStored() throws IOException {
            Path file = Files.writeString(folder.resolve("notes.txt"), "Not a database, but long enough to be taken for one.");
            assertThatThrownBy(() -> imported(file)).isInstanceOf(RefusedException.class).hasMessageContaining("is not an SQLite database");
            assertThatThrownBy(() -> imported(folder.resolve("missing.db"))).isInstanceOf(RefusedException.class).hasMessageContaining("does not exist");
            assertThat(events()).isEmpty();
            assertThat(origins()).isEmpty();
        }

        @Test
        void underAnotherInstanceIsAnotherSource() {
            Path file = build(Version.V1);
            imported(file);
            ImportReport other = run(file, new ImportOptions(Optional.of("laptop"), false));
            assertThat(other.source().instance()).isEqualTo("laptop");
            assertThat(all(ProjectStore.class)).hasSize(14);
            assertThat(all(ProjectStore.class)).extracting(project -> project.details().slug().value()).contains("garden", "garden-2");
        }

        @Test
        void thatIsHalfMigratedIsImportedWhole() {
            Path file = folder.resolve("portfolio.db");
            PortfolioManagerFixtures.build(folder, Version.V2);
            PortfolioManagerFixtures.upgradeToV3Until(file, "CREATE TABLE milestone_v3");
            ImportReport report = imported(file);
            assertThat(all(SessionStore.class)).hasSize(11);
            assertThat(milestone("1").details().status()).isEqualTo(ProgressStatus.DONE);
            assertThat(report.problems()).contains(new Problem("", "", "An upgrade of this file by portfolio manager was cut short; every row was found all the same."));
        }

        @Test
        void withThousandsOfSessionsIsImportedAtOnce() {
            Path file = build(Version.V4);
            int count = 5_000;
            PortfolioManagerFixtures.run(file, """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO session (id, project_id, scheduled_date, week_key, duration_minutes, status, description, created_at)
                    SELECT 1000 + i, 1 + i %% 3, date('2024-01-01', (i %% 700) || ' days'), '', 90, 'done', 'Session ' || i, '2026-04-06 08:00:00' FROM n
                    """.formatted(count));
            ImportReport report = imported(file);
            State before = state();
            imported(file);
            assertThat(report.tables().get(2).created()).isEqualTo(count + 18);
            assertThat(state()).isEqualTo(before);
        }
    }

    @Test
    void theReportIsReadableAndJson() {
        ImportReport report = imported(build(Version.V1));
        assertThat(report.text()).contains("table                   read    created    updated  unchanged     merged not placed\n")
                .contains("session                   12         12          0          0          0          0\n")
                .contains("  project 7, name: \"  Altes Projekt \" -> \"Altes Projekt\" (spaces around it)\n")
                .contains("  project_score 6: Not placed, only kept as it was read. Its week '2026.99' is none.\n")
                .startsWith("Imported ");
        assertThat(JsonText.stored(JsonText.write(report.json()))).isEqualTo(report.json());
        assertThat(report.json().members()).containsKeys("file", "instance", "sha256", "tables", "changed_values", "problems");
    }

    // -- the workspace

    private record State(Map<String, Integer> versions, int events, Map<String, Origin> origins) {
    }

    private State state() {
        Map<String, Integer> versions = new TreeMap<>();
        Consumer<Entity<?>> add = entity -> versions.put(entity.id().toString(), (int) entity.version());
        all(ProjectStore.class).forEach(add);
        all(MilestoneStore.class).forEach(add);
        all(SessionStore.class).forEach(add);
        all(ProjectScoreStore.class).forEach(add);
        all(WeeklyReviewStore.class).forEach(add);
        return new State(versions, read(unit -> (int) unit.store(EventStore.class).last()), origins());
    }

    private Path build(Version version) {
        try {
            return PortfolioManagerFixtures.build(Files.createTempDirectory(folder, "pm"), version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImportReport imported(Path file) {
        return run(file, new ImportOptions(Optional.empty(), false));
    }

    private ImportReport run(Path file, ImportOptions options) {
        return context.getBean(PortfolioManagerImport.class).run(workspace, file, options);
    }

    private Project project(String key) {
        return imported(ProjectStore.class, "project", key);
    }

    private Milestone milestone(String key) {
        return imported(MilestoneStore.class, "milestone", key);
    }

    private Session session(String key) {
        return imported(SessionStore.class, "session", key);
    }

    private ProjectScore score(String key) {
        return imported(ProjectScoreStore.class, "project_score", key);
    }

    private WeeklyReview review(String key) {
        return imported(WeeklyReviewStore.class, "weekly_review", key);
    }

    private Project newProject(String slug, String name) {
        return write(unit -> {
            Project made = Project.create(unit.firstMeta(), new Project.Details(name, new Slug(slug), Project.Status.ACTIVE, null, null, 3, false, null,
                    null, "", "weekly", null, null, null, "", "", "", Project.Brief.EMPTY, null, null, ""));
            unit.store(ProjectStore.class).insert(made);
            return made;
        });
    }
}
