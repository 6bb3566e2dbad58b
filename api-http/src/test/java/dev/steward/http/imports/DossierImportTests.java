package dev.steward.http.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steward.application.Clock;
import dev.steward.application.DbAdapter;
import dev.steward.application.IdGenerator;
import dev.steward.application.Query;
import dev.steward.application.Stores;
import dev.steward.application.Units;
import dev.steward.application.imports.DossierFile;
import dev.steward.application.imports.DossierFiles;
import dev.steward.application.imports.DossierImport;
import dev.steward.application.imports.ImportOptions;
import dev.steward.application.imports.ImportReport;
import dev.steward.application.imports.ImportReport.Problem;
import dev.steward.application.imports.JsonReader;
import dev.steward.application.imports.RawRow;
import dev.steward.application.knowledge.Memory;
import dev.steward.application.knowledge.MemoryPlace;
import dev.steward.application.knowledge.MemoryRelationStore;
import dev.steward.application.knowledge.MemoryRetrievalStore;
import dev.steward.application.knowledge.MemoryTextStore;
import dev.steward.application.knowledge.MemoryUnitStore;
import dev.steward.application.orchestration.AgentCommitStore;
import dev.steward.application.orchestration.AgentExecutionStore;
import dev.steward.application.orchestration.ApprovalRequestStore;
import dev.steward.application.orchestration.CardAssignmentStore;
import dev.steward.application.orchestration.OrchestrationRunStore;
import dev.steward.application.orchestration.PolicyProfileStore;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.PullRequestCandidateStore;
import dev.steward.application.orchestration.RunCheckStore;
import dev.steward.application.planning.ArtifactLinkStore;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.ContextArtifactStore;
import dev.steward.application.planning.KnowledgeItemStore;
import dev.steward.application.planning.PlannedFileStore;
import dev.steward.application.planning.Planning;
import dev.steward.application.planning.PlanningActionStore;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.application.portfolio.CodeRepositoryStore;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.OriginStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.workspace.Origin;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.ForwardingDatabase;
import dev.steward.jdbc.JsonText;
import dev.steward.sqlite.imports.DossierFixtures;
import dev.steward.sqlite.imports.DossierFixtures.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The import of Dossier. */
abstract class DossierImportTests extends ImportBench {

    /** Of every fixture, because all of them began with the same first migration. */
    private static final String INSTANCE = "dossier-f71f4b4b4cec5afa";

    private static final String SEEDS = "11111111-1111-4111-8111-111111111111";
    private static final String SIZE = "22222222-2222-4222-8222-222222222222";
    private static final String SAME_REMOTE = "33333333-3333-4333-8333-333333333333";
    private static final String SCALE = "77777777-7777-4777-8777-777777777777";
    private static final String NO_STEP = "78787878-7878-4787-8787-787878787878";
    private static final String RUN = "90909090-9090-4090-8090-909090909090";

    DossierImportTests() {
        super(DossierImport.SYSTEM, INSTANCE);
    }

    @Nested
    class EveryLevel {

        @ParameterizedTest
        @EnumSource
        void isImportedWithAnOriginForEveryRow(Level level) throws Exception {
            Path file = build(level);
            ImportReport report = imported(file);
            DossierFile source = context.getBean(DossierFiles.class).read(file);
            List<RawRow> rows = source.tables().values().stream().flatMap(List::stream).toList();
            Map<String, Origin> origins = origins();
            assertThat(origins).hasSize(rows.size());
            for (RawRow row : rows) {
                Origin origin = origins.get(row.table() + " " + row.key());
                assertThat(origin.raw()).isEqualTo(row.raw());
                assertThat(origin.rawHash()).isEqualTo(sha256(JsonText.write(row.raw())));
            }
            assertThat(report.source().schemaVersion()).isEqualTo(level.label());
            assertThat(report.stored()).isTrue();
            assertThat(report.tables()).allSatisfy(table -> assertThat(table.created() + table.updated() + table.unchanged() + table.merged()
                    + table.notPlaced()).isEqualTo(table.read()));
            assertThat(report.tables().stream().mapToInt(ImportReport.Table::read).sum()).isEqualTo(rows.size());
            assertThat(report.tables().stream().mapToInt(ImportReport.Table::notPlaced).sum()).as("named one by one, or by their table")
                    .isEqualTo((int) origins.values().stream().filter(origin -> origin.entityId() == null).count());
        }

        @ParameterizedTest
        @EnumSource
        void changesNothingWhenImportedAgain(Level level) {
            Path file = build(level);
            imported(file);
            State before = state();
            ImportReport again = imported(file);
            assertThat(state()).isEqualTo(before);
            assertThat(again.stored()).isFalse();
            assertThat(again.changes()).isEmpty();
            assertThat(again.tables()).allSatisfy(table -> assertThat(table.created() + table.updated() + table.merged()).isZero());
        }

        @ParameterizedTest
        @EnumSource(names = {"M001", "M004", "M012"})
        void isTriedWithoutATrace(Level level) {
            Path file = build(level);
            State before = state();
            ImportReport dry = run(file, new ImportOptions(Optional.empty(), true));
            assertThat(state()).isEqualTo(before);
            ImportReport real = imported(file);
            assertThat(dry.tables()).isEqualTo(real.tables());
            assertThat(dry.changes()).isEqualTo(real.changes());
            assertThat(dry.problems()).isEqualTo(real.problems());
            assertThat(dry.text()).startsWith("Tried ").isNotEqualTo(real.text());
        }

        @Test
        void countsWhatBecameOfTheRows() {
            assertThat(imported(build(Level.M004)).tables()).containsExactlyInAnyOrder(
                    new ImportReport.Table("project", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("workflow", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("workflow_activity", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("step", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("card", 4, 4, 0, 0, 0, 0),
                    new ImportReport.Table("card_requirement", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("card_known_fact", 1, 1, 0, 0, 0, 0),
                    new ImportReport.Table("card_assumption", 1, 1, 0, 0, 0, 0),
                    new ImportReport.Table("card_question", 1, 1, 0, 0, 0, 0),
                    new ImportReport.Table("card_planned_file", 3, 2, 0, 0, 0, 1),
                    new ImportReport.Table("context_artifact", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("card_context_artifact", 2, 2, 0, 0, 0, 0),
                    new ImportReport.Table("planning_action", 8, 8, 0, 0, 0, 0),
                    new ImportReport.Table("system_policy_profile", 2, 2, 0, 0, 0, 0),
                    new ImportReport.Table("orchestration_run", 2, 2, 0, 0, 0, 0),
                    new ImportReport.Table("card_assignment", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("agent_execution", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("agent_commit", 2, 1, 0, 0, 0, 1),
                    new ImportReport.Table("run_check", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("pull_request_candidate", 1, 1, 0, 0, 0, 0),
                    new ImportReport.Table("approval_request", 2, 2, 0, 0, 0, 0),
                    new ImportReport.Table("memory_unit", 2, 2, 0, 0, 0, 0),
                    new ImportReport.Table("memory_unit_relation", 3, 3, 0, 0, 0, 0),
                    new ImportReport.Table("memory_retrieval_log", 1, 1, 0, 0, 0, 0),
                    new ImportReport.Table("event_log", 2, 0, 0, 0, 0, 2),
                    new ImportReport.Table("_migrations", 4, 0, 0, 0, 0, 4));
        }

        @Test
        void recordsTheUsualEventsAndOneAtTheEnd() {
            imported(build(Level.M012));
            List<Event> events = events();
            assertThat(events).extracting(Event::type).contains("project.created", "project_repository.created", "workflow.created", "card.created",
                    "card.artifact_linked", "orchestration_run.created", "card_assignment.created").doesNotContain("planning_action.created");
            assertThat(events.getLast().type()).isEqualTo("import.finished");
            UUID run = origin("orchestration_run", RUN).entityId();
            assertThat(events).filteredOn(event -> event.type().equals("card_assignment.created")).extracting(Event::runId).contains(run);
        }
    }

    @Nested
    class TheProjects {

        @Test
        void haveTheirBriefAndTimesAndApproval() {
            imported(build(Level.M012));
            Project seeds = project(SEEDS);
            assertThat(seeds.details().name()).isEqualTo("Seed Exchange");
            assertThat(seeds.details().slug()).isEqualTo(new Slug("seed-exchange"));
            assertThat(seeds.details().description()).isEqualTo("Neighbours swap seeds.");
            assertThat(seeds.details().brief()).isEqualTo(new Project.Brief("Gardeners", "Next.js", "One small server", "Seed packets"));
            assertThat(seeds.meta().createdAt()).isEqualTo("2026-01-10T08:00:00Z");
            assertThat(seeds.meta().updatedAt()).isEqualTo("2026-01-12T09:30:00.123Z");
            assertThat(seeds.finalizedAt()).isEqualTo("2026-02-01T09:00:00Z");
            assertThat(seeds.isFinalized()).isTrue();
            assertThat(seeds.isStale()).isFalse();
            assertThat(seeds.version()).isOne();
            assertThat(project(SIZE).isFinalized()).isFalse();
        }

        @Test
        void loseSpacesAroundTheirNameAndABadTimeWithANote() {
            ImportReport report = imported(build(Level.M001));
            assertThat(project(SIZE).details().name()).isEqualTo("Größe & Übersicht");
            assertChanged(report, "project", SIZE, "name", "spaces around it");
            assertThat(project(SAME_REMOTE).meta().updatedAt()).isEqualTo(project(SAME_REMOTE).meta().createdAt());
            assertChanged(report, "project", SAME_REMOTE, "updated_at", "not a time; created_at is taken");
        }

        @Test
        void haveTheirRepositoryUnlessAnotherHasIt() {
            ImportReport report = imported(build(Level.M001));
            List<CodeRepository> repositories = all(CodeRepositoryStore.class);
            assertThat(repositories).singleElement().satisfies(repository -> {
                assertThat(repository.projectId()).isEqualTo(project(SEEDS).id());
                assertThat(repository.details()).isEqualTo(new CodeRepository.Details("https://github.com/ada/seeds.git", "trunk", "", true));
            });
            assertChanged(report, "project", SAME_REMOTE, "repo_url", "another project has this repository");
        }

        @Test
        void keepNoPasswordOfTheirRepository() {
            Path file = build(Level.M001);
            DossierFixtures.run(file, "UPDATE project SET repo_url = 'https://ada:secret@example.org/seeds.git' WHERE name = 'Seed Exchange'");
            ImportReport report = imported(file);
            assertThat(report.text()).doesNotContain("secret@");
            assertThat(changes(report, "project", SEEDS)).extracting(ImportReport.ChangedValue::field).contains("repo_url");
            assertThat(all(CodeRepositoryStore.class)).extracting(CodeRepository::projectId).doesNotContain(project(SEEDS).id());
        }

        @Test
        void ofANameThatIsTakenAreNumbered() {
            write(unit -> {
                unit.store(ProjectStore.class).insert(Project.create(unit.firstMeta(), new Project.Details("Mine", new Slug("seed-exchange"),
                        Project.Status.ACTIVE, null, null, 3, false, null, null, "", "weekly", null, null, null, "", "", "", Project.Brief.EMPTY, null, null, "")));
                return null;
            });
            ImportReport report = imported(build(Level.M001));
            assertThat(project(SEEDS).details().slug()).isEqualTo(new Slug("seed-exchange-2"));
            assertChanged(report, "project", SEEDS, "slug", "another project has this slug");
        }
    }

    @Nested
    class TheMap {

        @Test
        void standsInDensePlaces() {
            imported(build(Level.M005));
            assertThat(imported(WorkflowStore.class, "workflow", "wf-1").position()).isZero();
            assertThat(imported(WorkflowStore.class, "workflow", "44444444-4444-4444-8444-444444444444").position()).isOne();
            assertThat(imported(WorkflowStore.class, "workflow", "45454545-4545-4545-8545-454545454545").position()).isZero();
            assertThat(imported(WorkflowActivityStore.class, "workflow_activity", "act-1").position()).isZero();
            assertThat(imported(WorkflowActivityStore.class, "workflow_activity", "55555555-5555-4555-8555-555555555555").position()).isOne();
            assertThat(card("card-1").position()).isZero();
            assertThat(card(SCALE).position()).isOne();
            assertThat(card(NO_STEP).position()).isEqualTo(2);
        }

        @Test
        void keepsWhatACardSays() {
            ImportReport report = imported(build(Level.M012));
            Card card = card("cccccccc-0000-4000-8000-000000000001");
            assertThat(card.details()).isEqualTo(new Card.Details("Offer form", "A form with variety, year and amount.", Card.Status.ACTIVE, 2, "Yes, on one page"));
            assertThat(card.build().state()).isEqualTo(BuildState.COMPLETED);
            assertThat(card.build().lastAt()).isEqualTo("2026-01-15T10:00:00Z");
            assertThat(card.finalized()).isEqualTo(new Card.Finalized(Instant.parse("2026-02-01T10:00:00Z"), "dossier", 1));
            assertThat(card.isStale()).isFalse();
            assertThat(card(SCALE).build().lastError()).isEqualTo("No changes");
            assertThat(card(SCALE).build().state()).isNull();
            assertChanged(report, "card", SCALE, "build_state", "no build of Dossier goes on");
            assertThat(card("79797979-7979-4797-8797-797979797979").details().priority()).isZero();
            assertThat(card.meta().createdAt()).isEqualTo("2026-01-10T08:06:00Z");
        }

        @Test
        void keepsStepsAsArtifactsOfTheirCardsAndInTheirOrder() {
            imported(build(Level.M004));
            ContextArtifact describe = imported(ContextArtifactStore.class, "step", "step-b");
            assertThat(describe.details().name()).isEqualTo("Describe the variety");
            assertThat(describe.details().type()).isEqualTo(ContextArtifact.Type.CONTEXT);
            assertThat(describe.details().title()).isEqualTo("Step of Offer");
            assertThat(links(card("card-1"))).extracting(ArtifactLink::contextArtifactId).contains(describe.id());
            assertThat(imported(ContextArtifactStore.class, "step", "66666666-6666-4666-8666-666666666666").details().name()).isEqualTo("Nothing below it");
            assertThat(card(SCALE).position()).isZero();
            assertThat(card("card-1").position()).isOne();
            assertThat(card(NO_STEP).position()).isEqualTo(2);
        }

        @Test
        void keepsWhatIsKnownOfCards() {
            ImportReport report = imported(build(Level.M001));
            KnowledgeItem first = knowledge("card_requirement", "req-1");
            assertThat(first.kind()).isEqualTo(KnowledgeItem.Kind.REQUIREMENT);
            assertThat(first.details()).isEqualTo(new KnowledgeItem.Details("Year is required", KnowledgeItem.Status.APPROVED, KnowledgeItem.Source.USER, null, "", ""));
            assertThat(knowledge("card_requirement", "req-2").details().confidence()).isEqualTo(0.75);
            assertThat(knowledge("card_requirement", "req-3").details().confidence()).isEqualTo(1.0);
            assertChanged(report, "card_requirement", "req-3", "confidence", "only from 0 to 1");
            assertThat(List.of(first.position(), knowledge("card_requirement", "req-2").position(), knowledge("card_requirement", "req-3").position()))
                    .containsExactly(0, 1, 2);
            assertThat(knowledge("card_known_fact", "fact-1").details().evidenceSource()).isEqualTo("seed catalogue, page 3");
            assertThat(knowledge("card_known_fact", "fact-1").position()).isZero();
            assertThat(knowledge("card_assumption", "ass-1").details().status()).isEqualTo(KnowledgeItem.Status.REJECTED);
            assertThat(knowledge("card_question", "que-1").kind()).isEqualTo(KnowledgeItem.Kind.QUESTION);
            assertThat(knowledge("card_question", "que-1").cardId()).isEqualTo(card("card-1").id());
        }

        @Test
        void keepsPlannedFilesThatAreInsideOfTheProject() {
            ImportReport report = imported(build(Level.M001));
            PlannedFile form = imported(PlannedFileStore.class, "card_planned_file", "pf-1");
            assertThat(form.details().logicalFileName().text()).isEqualTo("src/offer/form.tsx");
            assertThat(form.position()).isOne();
            assertChanged(report, "card_planned_file", "pf-1", "logical_file_name", "the one form of it here");
            assertThat(imported(PlannedFileStore.class, "card_planned_file", "pf-2").position()).isZero();
            assertThat(origin("card_planned_file", "pf-3").entityId()).isNull();
            assertThat(report.problems()).filteredOn(problem -> problem.key().equals("pf-3")).singleElement()
                    .extracting(Problem::message).asString().startsWith("Not placed, only kept as it was read. Its logical_file_name '../secrets.env' leads up");
        }

        @Test
        void keepsArtifactsAndTheirLinks() {
            ImportReport report = imported(build(Level.M001));
            ContextArtifact domain = imported(ContextArtifactStore.class, "context_artifact", "doc-1");
            assertThat(domain.details().content()).isEqualTo(new Content.Text("# Seeds\n"));
            assertChanged(report, "context_artifact", "doc-1", "checksum", "follows from the content");
            ContextArtifact board = imported(ContextArtifactStore.class, "context_artifact", "88888888-8888-4888-8888-888888888888");
            assertThat(board.details().integrationRef()).isEqualTo(Json.obj("tool", Json.of("miro")).with("board", Json.of(7)));
            assertThat(board.details().locator()).isEqualTo("p. 2");
            assertChanged(report, "context_artifact", "89898989-8989-4898-8898-898989898989", "integration_ref", "not JSON");
            assertThat(links(card("card-1"))).filteredOn(link -> link.contextArtifactId().equals(domain.id())).singleElement()
                    .extracting(ArtifactLink::linkedBy, ArtifactLink::usageHint).containsExactly("finalize", "Read the words");
            assertThat(links(card(SCALE))).extracting(ArtifactLink::contextArtifactId).contains(board.id());
        }

        @Test
        void hasTheArtifactTypesOfLaterMigrations() {
            imported(build(Level.M012));
            assertThat(imported(ContextArtifactStore.class, "context_artifact", "9a9a9a9a-9a9a-4a9a-8a9a-9a9a9a9a9a9a").details().type()).isEqualTo(ContextArtifact.Type.TEST);
            assertThat(imported(ContextArtifactStore.class, "context_artifact", "9b9b9b9b-9b9b-4b9b-8b9b-9b9b9b9b9b9b").details().type()).isEqualTo(ContextArtifact.Type.SCAFFOLD);
        }

        @Test
        void getsDroppedLinksBackFromTheLog() {
            ImportReport report = imported(build(Level.M012));
            ContextArtifact domain = imported(ContextArtifactStore.class, "context_artifact", "doc-1");
            assertThat(links(card("cccccccc-0000-4000-8000-000000000001"))).singleElement().satisfies(link -> {
                assertThat(link.contextArtifactId()).isEqualTo(domain.id());
                assertThat(link.usageHint()).isEqualTo("Read the words");
            });
            assertThat(links(card(NO_STEP))).hasSize(1);
            assertThat(report.problems()).extracting(Problem::message).contains("Dossier's migrations 008 and 011 drop the links of cards to artifacts"
                    + " that were made before them. Made again from the action log: 1; for others, import a backup from before that upgrade first.");
        }
    }

    @Nested
    class TheLog {

        @Test
        void keepsItsOrderAndItsTypes() {
            imported(build(Level.M001));
            assertThat(log()).extracting(PlanningAction::actionType, PlanningAction::sequence).containsExactly(
                    tuple("create_workflow", 1L), tuple("create_activity", 2L), tuple("createStep", 3L), tuple("create_card", 4L), tuple("create_card", null),
                    tuple("link_context_artifact", 5L), tuple("setCardKnowledgeStatus", 6L), tuple("update_card", 7L));
            assertThat(project(SEEDS).actionSequence()).isEqualTo(7);
        }

        @Test
        void namesThingsByTheirNewIds() {
            imported(build(Level.M001));
            Json.Obj made = action("pa-1").payload();
            assertThat(made.get("id")).isEqualTo(id("workflow", "wf-1"));
            assertThat(made.get("title")).isEqualTo(Json.of("Swap seeds"));
            assertThat(action("pa-1").targetRef().get("project_id")).isEqualTo(id("project", SEEDS));
            assertThat(action("pa-2").targetRef().get("workflow_id")).isEqualTo(id("workflow", "wf-1"));
            assertThat(action("pa-2").payload().get("id")).isEqualTo(id("workflow_activity", "act-1"));
            assertThat(action("pa-3").payload().get("id")).isEqualTo(id("step", "step-a"));
            assertThat(action("pa-4").payload().get("id")).isEqualTo(id("card", "card-1"));
            assertThat(action("pa-5").targetRef().get("workflow_activity_id")).isEqualTo(Json.of("no such"));
            assertThat(action("pa-5").payload().get("title")).as("a title that reads like an id").isEqualTo(Json.of("card-1"));
            assertThat(action("pa-6").payload().get("context_artifact_id")).isEqualTo(id("context_artifact", "doc-1"));
            assertThat(action("pa-7").payload().get("knowledge_item_id")).isEqualTo(id("card_requirement", "req-1"));
        }

        @Test
        void saysWhyAnActionWasRejected() {
            imported(build(Level.M001));
            assertThat(action("pa-5").outcome()).isEqualTo(PlanningAction.Outcome.REJECTED);
            assertThat(String.valueOf(action("pa-5").rejection())).contains("Activity not found");
        }

        @Test
        void keepsAnActionThatCannotBeReadWithANote() {
            ImportReport report = imported(build(Level.M001));
            assertThat(action("pa-8").payload()).isEqualTo(Json.EMPTY);
            assertChanged(report, "planning_action", "pa-8", "target_ref", "not JSON");
            assertChanged(report, "planning_action", "pa-8", "created_at", "not a time; the time of the import is taken");
        }

        private PlanningAction action(String key) {
            return imported(PlanningActionStore.class, "planning_action", key);
        }

        private List<PlanningAction> log() {
            List<String> keys = List.of("pa-1", "pa-2", "pa-3", "pa-4", "pa-5", "pa-6", "pa-7", "pa-8");
            return keys.stream().map(this::action).toList();
        }
    }

    @Nested
    class TheRuns {

        private ImportReport report;

        @BeforeEach
        void makeImport() {
            report = imported(build(Level.M012));
        }

        @Test
        void haveThePolicyThatIsPossible() {
            PolicyProfile policy = imported(PolicyProfileStore.class, "system_policy_profile", "pol-1");
            assertThat(policy.policy().requiredChecks()).containsExactly(CheckType.LINT, CheckType.UNIT);
            assertThat(policy.policy().forbiddenPaths().texts()).containsExactly(".github/**");
            assertThat(changes(report, "system_policy_profile", "pol-1")).extracting(ImportReport.ChangedValue::from).contains(Json.of("../up"));
            assertThat(policy.policy().dependencyPolicy()).isEqualTo(Json.obj("max", Json.of(3)));
            assertChanged(report, "system_policy_profile", "pol-2", "required_checks", "a gate without checks lets everything pass");
            assertChanged(report, "system_policy_profile", "pol-2", "approval_policy", "not JSON");
        }

        @Test
        void thatEndedStayAsTheyEnded() {
            OrchestrationRun run = imported(OrchestrationRunStore.class, "orchestration_run", RUN);
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.startedAt()).isEqualTo("2026-01-15T09:00:00Z");
            assertThat(run.endedAt()).isEqualTo("2026-01-15T10:00:00Z");
            assertThat(run.details().cardId()).isEqualTo(card("cccccccc-0000-4000-8000-000000000001").id());
            assertThat(PolicyProfiles.policy(run.details().policySnapshot()).requiredChecks()).containsExactly(CheckType.LINT);
        }

        @Test
        void thatWereOpenAreCancelledAndCannotBeClaimed() {
            OrchestrationRun run = imported(OrchestrationRunStore.class, "orchestration_run", "run-live");
            assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(run.endedAt()).isEqualTo("2026-01-16T09:05:00Z");
            assertChanged(report, "orchestration_run", "run-live", "status", "no run of Dossier goes on");
            for (String key : List.of("asg-live", "asg-blocked")) {
                CardAssignment assignment = imported(CardAssignmentStore.class, "card_assignment", key);
                assertThat(assignment.status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(assignment.claimableAt()).isNull();
                assertThat(assignment.leaseExpiresAt()).isNull();
                assertThat(assignment.endedAt()).isNotNull();
            }
            boolean unclaimable = write(unit -> unit.store(CardAssignmentStore.class)
                    .next(new CardAssignmentStore.Wanted(EnumSet.allOf(AgentRole.class), Set.of(), null, null), Instant.parse("2100-01-01T00:00:00Z"), 1)).isEmpty();
            assertThat(unclaimable).isTrue();
            assertThat(imported(AgentExecutionStore.class, "agent_execution", "exe-3").status()).isEqualTo(RunStatus.CANCELLED);
        }

        @Test
        void haveAnExecutionForEachFence() {
            CardAssignment assignment = imported(CardAssignmentStore.class, "card_assignment", "91919191-9191-4191-8191-919191919191");
            assertThat(assignment.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(assignment.fence()).isEqualTo(2);
            assertThat(assignment.summary()).isEqualTo("Done");
            AgentExecution first = imported(AgentExecutionStore.class, "agent_execution", "exe-1");
            AgentExecution second = imported(AgentExecutionStore.class, "agent_execution", "exe-2");
            assertThat(List.of(first.fence(), second.fence())).containsExactly(1L, 2L);
            assertThat(first.error()).isEqualTo("Tests failed");
            assertThat(first.assignmentId()).isEqualTo(assignment.id());
        }

        @Test
        void keepThePathsThatAreInsideOfTheProject() {
            CardAssignment blocked = imported(CardAssignmentStore.class, "card_assignment", "asg-blocked");
            assertThat(blocked.details().allowedPaths().texts()).containsExactly("src/scale.ts");
            assertThat(blocked.agentSession()).isEqualTo("sess-1");
            assertThat(changes(report, "card_assignment", "asg-blocked")).extracting(ImportReport.ChangedValue::field).contains("allowed_paths", "status");
        }

        @Test
        void nameCardsByTheirNewIdsInTheirSnapshots() {
            CardAssignment assignment = imported(CardAssignmentStore.class, "card_assignment", "91919191-9191-4191-8191-919191919191");
            // Dossier's own upgrade left the old id in this snapshot, which nothing knows any more.
            assertThat(assignment.details().inputSnapshot().get("card_id")).isEqualTo(Json.of("card-1"));
            makeWorkspace();
            imported(build(Level.M009));
            CardAssignment before = imported(CardAssignmentStore.class, "card_assignment", "91919191-9191-4191-8191-919191919191");
            assertThat(before.details().inputSnapshot().get("card_id")).isEqualTo(id("card", "card-1"));
        }

        @Test
        void keepACommitOnce() {
            assertThat(all(AgentCommitStore.class)).singleElement().satisfies(commit ->
                    assertThat(commit.details().sha()).isEqualTo("deadbeef00000000000000000000000000000000"));
            assertThat(report.problems()).contains(new Problem("agent_commit", "com-2", "Not placed, only kept as it was read."
                    + " Its assignment has the commit deadbeef00000000000000000000000000000000 already."));
        }

        @Test
        void numberTheAttemptsOfACheck() {
            RunCheck failed = imported(RunCheckStore.class, "run_check", "chk-1");
            RunCheck passed = imported(RunCheckStore.class, "run_check", "chk-2");
            assertThat(List.of(failed.attempt(), passed.attempt())).containsExactly(1, 2);
            assertThat(failed.output()).isEqualTo("semicolon");
            RunCheck skipped = imported(RunCheckStore.class, "run_check", "chk-3");
            assertThat(skipped.attempt()).isOne();
            assertThat(skipped.executedAt()).isEqualTo("2026-01-15T09:59:00Z");
        }

        @Test
        void keepWhatWasApprovedAndSupersedeWhatWasAsked() {
            ApprovalRequest approved = imported(ApprovalRequestStore.class, "approval_request", "app-1");
            assertThat(approved.status()).isEqualTo(ApprovalRequest.Status.APPROVED);
            assertThat(approved.resolvedBy()).isEqualTo("ada");
            assertThat(approved.note()).isEqualTo("Go");
            assertThat(imported(ApprovalRequestStore.class, "approval_request", "app-2").status()).isEqualTo(ApprovalRequest.Status.SUPERSEDED);
            assertChanged(report, "approval_request", "app-2", "status", "no run of Dossier goes on");
            PullRequestCandidate pullRequest = imported(PullRequestCandidateStore.class, "pull_request_candidate", "pr-1");
            assertThat(pullRequest.status()).isEqualTo(PullRequestCandidate.Status.MERGED);
            assertThat(pullRequest.details().prUrl()).isEqualTo("https://github.com/ada/seeds/pull/1");
        }

        @Test
        void leaveEventsForLater() {
            assertThat(report.problems()).extracting(Problem::message).anyMatch(message -> message.startsWith("2 rows of event_log are only kept"));
        }

        @Test
        void bringTheMemoryAlongAndFindIt() {
            MemoryUnit learning = imported(MemoryUnitStore.class, "memory_unit", "mem-1");
            assertThat(learning.kind()).isEqualTo(MemoryUnit.Kind.LEARNING);
            assertThat(learning.details().content()).isEqualTo("Scales round to a gram");
            assertThat(learning.status()).isEqualTo(MemoryUnit.Status.APPROVED);
            assertThat(learning.cardId()).isEqualTo(card("cccccccc-0000-4000-8000-000000000001").id());
            assertThat(learning.projectId()).isEqualTo(card("cccccccc-0000-4000-8000-000000000001").projectId());
            assertThat(learning.meta().createdAt()).isEqualTo(Instant.parse("2026-01-15T10:00:01Z"));
            MemoryUnit link = imported(MemoryUnitStore.class, "memory_unit", "mem-2");
            assertThat(link.kind()).isEqualTo(MemoryUnit.Kind.ARTIFACT);
            assertThat(link.details().linkUrl()).isEqualTo("https://example.org/board");
            assertThat(link.projectId()).isEqualTo(project(SEEDS).id());
            assertThat(link.cardId()).isNull();
            List<MemoryRelation> relations = read(unit -> unit.store(MemoryRelationStore.class).of(learning.id()));
            assertThat(relations).extracting(MemoryRelation::entityType, MemoryRelation::role).containsExactlyInAnyOrder(
                    tuple(MemoryRelation.EntityType.CARD, MemoryRelation.Role.SOURCE), tuple(MemoryRelation.EntityType.ACTIVITY, MemoryRelation.Role.SUPPORTS));
            MemoryRetrieval asked = imported(MemoryRetrievalStore.class, "memory_retrieval_log", "log-1");
            assertThat(asked.query()).isEqualTo("scale");
            assertThat(asked.cardId()).isEqualTo(card("cccccccc-0000-4000-8000-000000000001").id());
            assertThat(asked.hits()).extracting(hit -> hit.get("memory_unit_id")).containsExactly(Json.of(learning.id().toString()));
            Id<Project> seeds = project(SEEDS).id();
            Set<Id<MemoryUnit>> found = read(unit -> unit.store(MemoryTextStore.class).having(MemoryPlace.of(seeds), List.of("gram"), 5));
            assertThat(found).containsExactly(learning.id());
        }
    }

    @Nested
    class MemoryThatWasOnlyKept {

        @Test
        void becomesMemoryWithTheNextImport() throws Exception {
            Path file = build(Level.M004);
            for (RawRow row : context.getBean(DossierFiles.class).read(file).rows("memory_unit")) {
                Origin kept = new Origin(new Origin.Source(DossierImport.SYSTEM, INSTANCE, row.table(), row.key()), "memory_unit", null, row.raw(),
                        sha256(JsonText.write(row.raw())), UUID.randomUUID(), Instant.EPOCH);
                write(unit -> {
                    unit.store(OriginStore.class).put(kept);
                    return true;
                });
            }
            imported(file);
            assertThat(imported(MemoryUnitStore.class, "memory_unit", "mem-1").details().content()).isEqualTo("Scales round to a gram");
            assertThat(all(MemoryUnitStore.class)).hasSize(2);
        }
    }

    @Nested
    class AnotherImport {

        private Path file;

        @BeforeEach
        void makeImport() {
            file = build(Level.M004);
            imported(file);
        }

        @Test
        void afterTheUpgradesOfDossierIsTheSameMap() {
            UUID card = origin("card", "card-1").entityId();
            Set<?> cards = ids(CardStore.class);
            Set<?> items = ids(KnowledgeItemStore.class);
            for (Level next : Level.values()) {
                if (next.compareTo(Level.M004) > 0) {
                    DossierFixtures.upgradeTo(file, next);
                }
            }
            ImportReport again = imported(file);
            assertThat(ids(CardStore.class)).isEqualTo(cards);
            assertThat(ids(KnowledgeItemStore.class)).isEqualTo(items);
            assertThat(origin("card", "card-1").raw().get("id")).isEqualTo(Json.of("cccccccc-0000-4000-8000-000000000001"));
            assertThat(found(CardStore.class, new Id<Card>(card)).details().title()).isEqualTo("Offer form");
            assertThat(again.tables()).filteredOn(table -> Set.of("workflow", "workflow_activity", "card").contains(table.name()))
                    .allSatisfy(table -> assertThat(table.created()).isZero());
            State before = state();
            imported(file);
            assertThat(state()).isEqualTo(before);
        }

        @Test
        void keepsTheLinksThatTheUpgradeDropped() {
            int links = links(card("card-1")).size();
            for (Level next : List.of(Level.M005, Level.M006, Level.M007, Level.M008)) {
                DossierFixtures.upgradeTo(file, next);
            }
            imported(file);
            assertThat(links(card("card-1"))).hasSize(links);
        }

        @Test
        void takesWhatTheSourceChangedAndLeavesTheRest() {
            edit(card("card-1"), "Mine", "A form with variety, year and amount.");
            DossierFixtures.run(file, "UPDATE card SET description = 'Shorter', status = 'review' WHERE id = 'card-1'");
            ImportReport report = imported(file);
            Card card = card("card-1");
            assertThat(card.details().title()).isEqualTo("Mine");
            assertThat(card.details().description()).isEqualTo("Shorter");
            assertThat(card.details().status()).isEqualTo(Card.Status.REVIEW);
            assertThat(card.contentRevision()).isEqualTo(3);
            assertThat(report.tables()).contains(new ImportReport.Table("card", 4, 0, 1, 3, 0, 0));
        }

        @Test
        void saysWhereItTookTheSourcesValue() {
            edit(card("card-1"), "Mine", "A form with variety, year and amount.");
            DossierFixtures.run(file, "UPDATE card SET title = 'Theirs' WHERE id = 'card-1'");
            ImportReport report = imported(file);
            assertThat(card("card-1").details().title()).isEqualTo("Theirs");
            assertChanged(report, "card", "card-1", "title", "changed here and in the source; the source's is taken");
        }

        @Test
        void putsNewCardsAtTheEndAndRaisesTheNumbersOfTheMap() {
            Project before = project(SEEDS);
            DossierFixtures.run(file, "INSERT INTO card (id, workflow_activity_id, title, position) VALUES ('new', 'act-1', 'New', 0);"
                    + "INSERT INTO planning_action (id, project_id, action_type, validation_status) VALUES ('pa-9', '" + SEEDS + "', 'createCard', 'accepted')");
            imported(file);
            assertThat(card("new").position()).isEqualTo(3);
            assertThat(imported(PlanningActionStore.class, "planning_action", "pa-9").sequence()).isEqualTo(before.actionSequence() + 1);
            assertThat(project(SEEDS).actionSequence()).isGreaterThan(before.actionSequence() + 1);
            assertThat(project(SEEDS).planRevision()).isGreaterThan(before.planRevision());
        }

        @Test
        void makesAnApprovalStaleWhoseCardAsksForSomethingElse() {
            for (String change : List.of("UPDATE card_requirement SET text = 'Another' WHERE id = 'req-1'", "UPDATE card_planned_file SET intent_summary = 'Another' WHERE id = 'pf-1'",
                    "UPDATE context_artifact SET content = 'Another' WHERE id = 'doc-1'", "INSERT INTO card_question (id, card_id, text, source) VALUES ('new', 'card-1', 'Why?', 'user')")) {
                Card before = card("card-1");
                write(unit -> {
                    unit.store(CardStore.class).update(before, before.approve(unit.now(), "Ada"));
                    return null;
                });
                long others = card(SCALE).version();
                DossierFixtures.run(file, change);
                imported(file);
                assertThat(card("card-1").isStale()).as(change).isTrue();
                assertThat(card("card-1").contentRevision()).isEqualTo(before.contentRevision() + 1);
                assertThat(card(SCALE).version()).isEqualTo(others);
            }
        }

        @Test
        void keepsAnApprovalThatTheSourceGaveToWhatItChanged() {
            for (Level next : Level.values()) {
                if (next.compareTo(Level.M004) > 0) {
                    DossierFixtures.upgradeTo(file, next);
                }
            }
            imported(file);
            DossierFixtures.run(file, "UPDATE card_requirement SET text = 'Another' WHERE id = 'req-1';"
                    + "UPDATE card SET finalized_at = '2026-03-01 09:00:00' WHERE id = (SELECT card_id FROM card_requirement WHERE id = 'req-1')");
            imported(file);
            assertThat(card("card-1").finalized()).isNotNull();
            assertThat(card("card-1").contentRevision()).isEqualTo(2);
            assertThat(card("card-1").isStale()).isFalse();
        }

        @Test
        void takesANewNameOfAProjectAndRaisesTheNumbersOfItsMap() {
            Project before = project(SEEDS);
            int logged = all(PlanningActionStore.class).size();
            DossierFixtures.run(file, "UPDATE project SET name = 'Seed Library' WHERE id = '" + SEEDS + "'");
            imported(file);
            Project after = project(SEEDS);
            assertThat(after.details().name()).isEqualTo("Seed Library");
            assertThat(after.details().slug()).isEqualTo(before.details().slug());
            assertThat(after.actionSequence()).as("a batch made for the map before is refused").isEqualTo(before.actionSequence() + 1);
            assertThat(after.planRevision()).isEqualTo(before.planRevision() + 1);
            assertThat(all(PlanningActionStore.class)).as("the log is Dossier's").hasSize(logged);
            assertThat(events()).filteredOn(event -> event.type().equals("project.updated")).hasSize(1);
        }

        @Test
        void movesACardToWhereTheSourceMovedIt() {
            DossierFixtures.run(file, "UPDATE card SET workflow_activity_id = '55555555-5555-4555-8555-555555555555' WHERE id = '" + SCALE + "'");
            imported(file);
            assertThat(card(SCALE).workflowActivityId()).isEqualTo(imported(WorkflowActivityStore.class, "workflow_activity", "55555555-5555-4555-8555-555555555555").id());
            assertThat(card(SCALE).position()).isZero();
            assertThat(List.of(card("card-1").position(), card(NO_STEP).position())).containsExactly(0, 1);
        }

        @Test
        void doesNotBringBackWhatWasDeleted() {
            Card card = card("card-1");
            write(unit -> {
                context.getBean(Memory.class).letGo(unit, List.of(card));
                unit.store(OrchestrationRunStore.class).list(Query.all(10)).forEach(run -> unit.store(OrchestrationRunStore.class).delete(run));
                unit.store(CardStore.class).delete(card);
                return null;
            });
            State before = state();
            imported(file);
            assertThat(state()).isEqualTo(before);
            DossierFixtures.run(file, "UPDATE card SET title = 'Theirs' WHERE id = 'card-1'");
            assertThat(imported(file).problems()).contains(new Problem("card", "card-1",
                    "It was deleted in Steward and has changed in the source since; it stays deleted."));
        }

        @Test
        void underAnotherInstanceIsAnotherMap() {
            int cards = all(CardStore.class).size();
            ImportReport other = run(file, new ImportOptions(Optional.of("laptop"), false));
            assertThat(other.source().instance()).isEqualTo("laptop");
            assertThat(all(CardStore.class)).hasSize(2 * cards);
            assertThat(all(ProjectStore.class)).extracting(project -> project.details().slug().value()).contains("seed-exchange", "seed-exchange-2");
        }

        private void edit(Card card, String title, String description) {
            write(unit -> {
                unit.store(CardStore.class).update(card, card.revise(unit.now(), new Card.Details(title, description, card.details().status(),
                        card.details().priority(), card.details().quickAnswer())));
                return null;
            });
        }
    }

    /** Of thousands of rows, in a unit of work for each 500. */
    @Nested
    class ALargeFile {

        private static final int PAUSES = 4;

        private Path file;

        @BeforeEach
        void makeFile() {
            file = build(Level.M004);
            DossierFixtures.run(file, """
                    DELETE FROM planning_action WHERE id = 'pa-8';
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
                    INSERT INTO card (id, workflow_activity_id, step_id, title, position, created_at, updated_at)
                    SELECT 'many-' || i, 'act-1', 'step-b', 'Card ' || i, i, '2026-01-11 08:00:00', '2026-01-11 08:00:00' FROM n;
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
                    INSERT INTO card_requirement (id, card_id, text, source, position) SELECT 'req-many-' || i, 'many-' || i, 'Works', 'user', 0 FROM n;
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
                    INSERT INTO planning_action (id, project_id, action_type, target_ref, payload, validation_status, created_at)
                    SELECT 'act-' || i, '11111111-1111-4111-8111-111111111111', 'updateCard', json_object('card_id', 'many-' || (i % 700 + 1)),
                      json_object('title', 'Card'), CASE i % 10 WHEN 0 THEN 'rejected' ELSE 'accepted' END, '2026-01-12 08:00:00' FROM n
                    """);
        }

        @Test
        void thatIsCutOffAndImportedAgainIsTheSameAsInOneGo() {
            imported(file);
            List<String> whole = everything();
            for (int stop = 1; stop <= PAUSES; stop++) {
                makeWorkspace();
                int[] pauses = {stop};
                assertThatThrownBy(() -> importing(context.getBean(DbAdapter.class), ALargeFile::json, () -> {
                    if (--pauses[0] == 0) {
                        throw new IllegalStateException("killed");
                    }
                })).hasMessage("killed");
                assertThat(everything()).as("after %s units", stop).isNotEqualTo(whole);
                imported(file);
                assertThat(everything()).as("after %s units, and the rest", stop).isEqualTo(whole);
                assertThat(imported(file).stored()).isFalse();
            }
        }

        @Test
        void thatFailsInTheMiddleOfAUnitKeepsWhatWasBeforeIt() {
            imported(file);
            List<String> whole = everything();
            makeWorkspace();
            int[] read = {0};
            assertThatThrownBy(() -> importing(context.getBean(DbAdapter.class), text -> {
                if (++read[0] > 1500) {
                    throw new IllegalStateException("no memory");
                }
                return json(text);
            }, () -> { })).hasMessage("no memory");
            assertThat(origins()).hasSizeBetween(1, (PAUSES + 1) * 500).satisfies(some -> assertThat(some.size() % 500).as("whole units").isZero());
            imported(file);
            assertThat(everything()).isEqualTo(whole);
        }

        @Test
        void letsOthersWriteInBetween() {
            int[] pauses = {0};
            importing(context.getBean(DbAdapter.class), ALargeFile::json, () -> {
                pauses[0]++;
                Project project = project(SEEDS);
                Json.Obj card = Json.obj("action_type", Json.of("create_card")).with("target_ref", Json.obj("workflow_activity_id", id("workflow_activity", "act-1")))
                        .with("payload", Json.obj("title", Json.of("Mine")).with("position", Json.of(0)));
                write(unit -> context.getBean(Planning.class).apply(unit, project, Planning.BATCH.read(Json.obj("actions", Json.of(List.of(card))))));
            });
            assertThat(pauses[0]).isEqualTo(PAUSES);
            List<PlanningAction> log = all(PlanningActionStore.class).stream().filter(one -> one.projectId().equals(project(SEEDS).id()) && one.sequence() != null).toList();
            assertThat(log).extracting(PlanningAction::sequence).doesNotHaveDuplicates().hasSize(7 - 1 + 990 + PAUSES);
            assertThat(imported(PlanningActionStore.class, "planning_action", "act-1099").sequence()).as("what others do in between comes after what was done in Dossier").isEqualTo(996);
            List<Card> siblings = all(CardStore.class).stream().filter(card -> card.workflowActivityId().toString().equals(((Json.Text) id("workflow_activity", "act-1")).value())).toList();
            assertThat(siblings).extracting(Card::position).containsExactlyInAnyOrderElementsOf(IntStream.range(0, siblings.size()).boxed().toList());
        }

        @Test
        void isCountedOnceWhenAUnitRunsTwice() {
            ImportReport once = imported(file);
            List<String> whole = everything();
            makeWorkspace();
            ImportReport twice = importing(new RunningTwice(context.getBean(DbAdapter.class)), ALargeFile::json, () -> { });
            assertThat(twice.tables()).isEqualTo(once.tables());
            assertThat(twice.changes()).isEqualTo(once.changes());
            assertThat(twice.problems()).isEqualTo(once.problems());
            assertThat(everything()).isEqualTo(whole);
        }

        @Test
        void isTriedWithoutATrace() {
            ImportReport dry = run(file, new ImportOptions(Optional.empty(), true));
            assertThat(everything()).isEmpty();
            assertThat(origins()).isEmpty();
            assertThat(dry.tables()).isEqualTo(imported(file).tables());
        }

        private ImportReport importing(DbAdapter database, JsonReader json, Runnable pause) {
            return new DossierImport(new Units(database, context.getBean(Clock.class), context.getBean(IdGenerator.class)), context.getBean(DossierFiles.class), json,
                    context.getBean(IdGenerator.class), context.getBean(Memory.class), pause).run(workspace, file, new ImportOptions(Optional.empty(), false));
        }

        private static Optional<Json> json(String text) {
            try {
                return Optional.of(JsonText.parse(text.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** Everything that there is, but for when it was written. */
        private List<String> everything() {
            Stream<String> things = entities().stream().flatMap(List::stream).map(Object::toString);
            Stream<String> links = all(CardStore.class).stream().flatMap(card -> links(card).stream()).map(Object::toString);
            Stream<String> rows = origins().values().stream().map(origin -> origin.source() + " " + origin.entityId() + " " + origin.rawHash());
            Stream<String> events = events().stream().map(event -> event.type() + " " + (event.subjectType().equals("import") ? "" : event.subjectId()));
            return Stream.of(things, links, rows, events).flatMap(all -> all).map(one -> one.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "")).sorted().toList();
        }
    }

    /** Does each change once in vain. */
    private static final class RunningTwice extends ForwardingDatabase {

        RunningTwice(DbAdapter database) {
            super(database);
        }

        @Override
        public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
            return super.<R>write(workspace, stores -> {
                work.apply(stores);
                throw new IllegalStateException("in vain");
            }).exceptionallyCompose(inVain -> super.write(workspace, work));
        }
    }

    @Nested
    class AFile {

        @Test
        void withRowsThatBelongNowhereKeepsThem() {
            Path file = build(Level.M001);
            DossierFixtures.run(file, "INSERT INTO card (id, workflow_activity_id, title) VALUES ('lost', 'no such', 'Lost')");
            ImportReport report = imported(file);
            assertThat(origin("card", "lost").entityId()).isNull();
            assertThat(report.problems()).contains(new Problem("card", "lost", "Not placed, only kept as it was read."
                    + " There is no workflow_activity no such in the file, or it was not placed."));
            DossierFixtures.run(file, "INSERT INTO workflow_activity (id, workflow_id, title, position) VALUES ('no such', 'wf-1', 'Found', 9)");
            imported(file);
            assertThat(card("lost").details().title()).isEqualTo("Lost");
        }

        @Test
        void ofThousandsOfCardsAndActionsIsImportedWhole() {
            Path file = build(Level.M012);
            DossierFixtures.run(file, """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                    INSERT INTO card (id, workflow_activity_id, title, position)
                    SELECT 'many-' || i, 'bbbbbbbb-0000-4000-8000-000000000001', 'Card ' || i, i FROM n;
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO planning_action (id, project_id, action_type, target_ref, payload, validation_status)
                    SELECT 'act-' || i, '11111111-1111-4111-8111-111111111111', 'updateCard', json_object('card_id', 'many-' || (i % 2000 + 1)),
                      json_object('title', 'Card'), 'accepted' FROM n
                    """);
            imported(file);
            assertThat(all(CardStore.class)).hasSize(2004);
            assertThat(card("many-2000").position()).isEqualTo(2002);
            assertThat(project(SEEDS).actionSequence()).isEqualTo(20_007);
            assertThat(imported(PlanningActionStore.class, "planning_action", "act-20000").targetRef().get("card_id")).isEqualTo(id("card", "many-1"));
        }

        @Test
        void thatIsNoneOfDossierIsRefused() throws IOException {
            Path file = Files.writeString(folder.resolve("notes.txt"), "Just some notes that are no database.");
            assertThatThrownBy(() -> imported(file)).isInstanceOf(RefusedException.class).hasMessageContaining("is not an SQLite database");
        }
    }

    /** Everything that an import could have changed. */
    private record State(Map<String, Long> versions, int events, Map<String, Origin> origins) {
    }

    private State state() {
        Map<String, Long> versions = new TreeMap<>();
        for (List<? extends Entity<?>> entities : entities()) {
            entities.forEach(entity -> versions.put(entity.getClass().getSimpleName() + " " + entity.id(), entity.version()));
        }
        all(CardStore.class).forEach(card -> versions.put("links of " + card.id(), (long) links(card).size()));
        return new State(versions, read(unit -> (int) unit.store(EventStore.class).last()), origins());
    }

    private List<List<? extends Entity<?>>> entities() {
        return List.of(all(ProjectStore.class), all(CodeRepositoryStore.class), all(WorkflowStore.class),
                all(WorkflowActivityStore.class), all(CardStore.class), all(KnowledgeItemStore.class), all(PlannedFileStore.class), all(ContextArtifactStore.class),
                all(PlanningActionStore.class), all(PolicyProfileStore.class), all(OrchestrationRunStore.class), all(CardAssignmentStore.class),
                all(AgentExecutionStore.class), all(AgentCommitStore.class), all(RunCheckStore.class), all(PullRequestCandidateStore.class),
                all(ApprovalRequestStore.class), all(MemoryUnitStore.class), all(MemoryRetrievalStore.class));
    }

    private <E extends Entity<E>> Set<?> ids(Class<? extends dev.steward.application.Store<E>> port) {
        return Set.copyOf(all(port).stream().map(Entity::id).sorted(Comparator.comparing(Object::toString)).toList());
    }

    private Path build(Level level) {
        try {
            return DossierFixtures.build(Files.createTempDirectory(folder, "dossier"), level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImportReport imported(Path file) {
        return run(file, new ImportOptions(Optional.empty(), false));
    }

    private ImportReport run(Path file, ImportOptions options) {
        return context.getBean(DossierImport.class).run(workspace, file, options);
    }

    private Project project(String key) {
        return imported(ProjectStore.class, "project", key);
    }

    private Card card(String key) {
        return imported(CardStore.class, "card", key);
    }

    private KnowledgeItem knowledge(String table, String key) {
        return imported(KnowledgeItemStore.class, table, key);
    }

    private List<ArtifactLink> links(Card card) {
        return read(unit -> unit.store(ArtifactLinkStore.class).of(card.id()));
    }

    /** What a row became, as JSON names it. */
    private Json id(String table, String key) {
        return Json.of(String.valueOf(origin(table, key).entityId()));
    }
}
