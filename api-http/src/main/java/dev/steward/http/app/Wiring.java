package dev.steward.http.app;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.steward.application.Clock;
import dev.steward.application.DbAdapter;
import dev.steward.application.IdGenerator;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.imports.DossierFiles;
import dev.steward.application.imports.DossierImport;
import dev.steward.application.imports.PortfolioManagerFiles;
import dev.steward.application.imports.PortfolioManagerImport;
import dev.steward.application.knowledge.AssignmentBriefs;
import dev.steward.application.knowledge.Embedder;
import dev.steward.application.knowledge.Memory;
import dev.steward.application.knowledge.MemoryEmbeddings;
import dev.steward.application.knowledge.MemoryIntake;
import dev.steward.application.knowledge.MemoryRetrievals;
import dev.steward.application.knowledge.MemorySearch;
import dev.steward.application.knowledge.TextAnalysis;
import dev.steward.application.orchestration.AgentExecutions;
import dev.steward.application.orchestration.Approvals;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.Checks;
import dev.steward.application.orchestration.Commits;
import dev.steward.application.orchestration.Orchestration;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.PullRequests;
import dev.steward.application.orchestration.RunCards;
import dev.steward.application.orchestration.Runs;
import dev.steward.application.planning.CardWatch;
import dev.steward.application.planning.ContextArtifacts;
import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.planning.PlanningActions;
import dev.steward.application.planning.StoryMaps;
import dev.steward.application.portfolio.Areas;
import dev.steward.application.portfolio.CodeRepositories;
import dev.steward.application.portfolio.Milestones;
import dev.steward.application.portfolio.Organizations;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Reviews;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.Sessions;
import dev.steward.application.portfolio.Tags;
import dev.steward.application.portfolio.Weeks;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.Retention;
import dev.steward.application.workspace.SecretBox;
import dev.steward.application.workspace.Secrets;
import dev.steward.application.workspace.Settings;
import dev.steward.application.workspace.Tokens;
import dev.steward.application.workspace.WebhookDeliveries;
import dev.steward.application.workspace.Webhooks;
import dev.steward.application.workspace.WorkspaceDirectory;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.workspace.WebhookRetries;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.docs.DocumentedShapes;
import dev.steward.http.knowledge.HttpEmbedder;
import dev.steward.http.mcp.McpShapes;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.copy.CopyableDatabase;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The use cases, which know no framework, and the ports that only this module can fill. */
@Factory
final class Wiring {

    /** As long as the context lives, nobody replaces the database under it. */
    @Context
    @Bean(preDestroy = "close")
    CopyableDatabase.Use databaseInUse(Installation installation) {
        return installation.target().copies().use();
    }

    @Singleton
    Clock clock(@Value("${steward.zone}") String zone) {
        ZoneId id = ZoneId.of(zone);
        return new Clock() {
            @Override
            public Instant now() {
                return Instant.now().truncatedTo(ChronoUnit.MILLIS);
            }

            @Override
            public ZoneId zone() {
                return id;
            }
        };
    }

    @Singleton
    IdGenerator ids() {
        NoArgGenerator version7 = Generators.timeBasedEpochGenerator();
        return version7::generate;
    }

    @Singleton
    Secrets secrets() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    @Singleton
    Units units(DbAdapter database, Clock clock, IdGenerator ids) {
        return new Units(database, clock, ids);
    }

    @Singleton
    Tokens tokens(Units units, Secrets secrets) {
        return new Tokens(units, secrets);
    }

    @Singleton
    Workspaces workspaces(Units units, WorkspaceDirectory directory, Clock clock, IdGenerator ids) {
        return new Workspaces(units, directory, clock, ids);
    }

    @Singleton
    EventLog eventLog() {
        return new EventLog();
    }

    @Singleton
    Settings settings() {
        return new Settings();
    }

    /** Runs, assignments and the memory know of cards, not the other way; they are asked only once something is deleted. */
    @Singleton
    CardWatch cardWatch(BeanProvider<Orchestration> orchestration, BeanProvider<MemoryIntake> intake, BeanProvider<Memory> memory) {
        return new CardWatch() {
            @Override
            public Map<String, Long> dependents(UnitOfWork unit, Project project) {
                return Map.of("memory_units", memory.get().countOf(unit, project));
            }

            @Override
            public void beforeDelete(UnitOfWork unit, Project project) {
                memory.get().forget(unit, project);
            }

            @Override
            public void finalized(UnitOfWork unit, List<Card> cards) {
                intake.get().finalized(unit, cards);
            }

            @Override
            public Map<String, Long> dependents(UnitOfWork unit, List<Card> cards) {
                return Map.of("card_assignments", orchestration.get().open(unit, cards));
            }

            @Override
            public void beforeDelete(UnitOfWork unit, List<Card> cards) {
                orchestration.get().letGo(unit, cards);
                intake.get().letGo(unit, cards);
            }

            @Override
            public void beforeDelete(UnitOfWork unit, Workflow workflow) {
                orchestration.get().letGo(unit, workflow);
            }
        };
    }

    @Singleton
    Retention retention(Settings settings) {
        return new Retention(settings);
    }

    @Singleton
    PlanParts planParts(CardWatch watch) {
        return new PlanParts(watch);
    }

    @Singleton
    Projects projects(PlanParts parts) {
        return new Projects(parts);
    }

    @Singleton
    Planning planning(Projects projects, PlanParts parts) {
        return new Planning(projects, parts);
    }

    @Singleton
    StoryMaps storyMaps(PlanParts parts, Planning planning) {
        return new StoryMaps(parts, planning);
    }

    @Singleton
    Organizations organizations(Projects projects) {
        return new Organizations(projects);
    }

    @Singleton
    PortfolioManagerImport portfolioManagerImport(Units units, PortfolioManagerFiles files, IdGenerator ids) {
        return new PortfolioManagerImport(units, files, ids);
    }

    @Singleton
    DossierImport dossierImport(Units units, DossierFiles files, IdGenerator ids, Memory memory) {
        return new DossierImport(units, files, Wiring::json, ids, memory, Wiring::letOthersWrite);
    }

    /** A process that waits for an SQLite file looks after it every 100 milliseconds. */
    private static void letOthersWrite() {
        try {
            Thread.sleep(120);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // goes on at once
        }
    }

    private static Optional<Json> json(String text) {
        try {
            return Optional.of(JsonText.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Singleton
    Areas areas(Projects projects) {
        return new Areas(projects);
    }

    @Singleton
    CodeRepositories codeRepositories(Projects projects) {
        return new CodeRepositories(projects);
    }

    @Singleton
    Sessions sessions(Projects projects, Settings settings) {
        return new Sessions(projects, settings);
    }

    @Singleton
    Milestones milestones(Projects projects, Sessions sessions) {
        return new Milestones(projects, sessions);
    }

    @Singleton
    Scores scores(Projects projects, Settings settings) {
        return new Scores(projects, settings);
    }

    @Singleton
    Reviews reviews(Projects projects, Sessions sessions, Milestones milestones, Scores scores) {
        return new Reviews(projects, sessions, milestones, scores);
    }

    @Singleton
    Weeks weeks(Projects projects, Sessions sessions, Milestones milestones, Scores scores, Reviews reviews, Settings settings) {
        return new Weeks(projects, sessions, milestones, scores, reviews, settings);
    }

    @Singleton
    Tags tags(Projects projects, Areas areas, Organizations organizations, CodeRepositories repositories, Milestones milestones, Sessions sessions, Reviews reviews,
            PlanParts plan) {
        return new Tags(List.of(projects, areas, organizations, repositories, milestones, sessions, reviews,
                plan.workflows(), plan.activities(), plan.cards(), plan.knowledge(), plan.files(), plan.artifacts()));
    }

    /** Read from the environment and the data folder, not from the database that holds what they seal. */
    @Singleton
    SecretBox secretBox(Installation installation, Secrets secrets) {
        return SecretKeys.ofInstallation(installation.dataDir(), System.getenv(), secrets);
    }

    @Singleton
    Webhooks webhooks(Projects projects, EventLog log, Secrets secrets, SecretBox box) {
        return new Webhooks(projects, log, secrets, box);
    }

    /** @param pauses of a test, which does not wait for days; nothing for the standard ones */
    @Singleton
    WebhookDeliveries webhookDeliveries(Webhooks webhooks, EventLog log, Secrets secrets, @Value("${steward.webhooks.retries:}") List<Duration> pauses,
            @Value("${steward.webhooks.disable-after}") Duration disableAfter, @Value("${steward.webhooks.lease}") Duration lease) {
        return new WebhookDeliveries(webhooks, log, new WebhookRetries(pauses.isEmpty() ? WebhookRetries.STANDARD.pauses() : pauses, disableAfter), lease, secrets);
    }

    @Singleton
    PolicyProfiles policyProfiles() {
        return new PolicyProfiles();
    }

    @Singleton
    Runs runs(Projects projects, PolicyProfiles policies) {
        return new Runs(projects, policies);
    }

    @Singleton
    RunCards runCards(Planning planning) {
        return new RunCards(planning);
    }

    @Singleton
    AgentExecutions agentExecutions() {
        return new AgentExecutions();
    }

    @Singleton
    Assignments assignments(Projects projects, Runs runs, RunCards cards, AgentExecutions executions, BeanProvider<MemoryIntake> intake) {
        return new Assignments(projects, runs, cards, executions, (unit, assignment, found) -> intake.get().completed(unit, assignment, found));
    }

    @Singleton
    Orchestration orchestration(Runs runs, Assignments assignments, RunCards cards) {
        return new Orchestration(runs, assignments, cards);
    }

    @Singleton
    Approvals approvals(Projects projects, Runs runs, Assignments assignments) {
        return new Approvals(projects, runs, assignments);
    }

    @Singleton
    Checks checks(Runs runs, Assignments assignments, Approvals approvals) {
        return new Checks(runs, assignments, approvals);
    }

    @Singleton
    Commits commits(Runs runs, Assignments assignments, Checks checks, Approvals approvals) {
        return new Commits(runs, assignments, checks, approvals);
    }

    @Singleton
    PullRequests pullRequests(Runs runs, Assignments assignments, Approvals approvals) {
        return new PullRequests(runs, assignments, approvals);
    }

    @Singleton
    Memory memory(Projects projects, TextAnalysis analysis) {
        return new Memory(projects, analysis);
    }

    @Singleton
    MemoryIntake memoryIntake(Memory memory) {
        return new MemoryIntake(memory);
    }

    @Singleton
    MemoryRetrievals memoryRetrievals(Projects projects, Settings settings) {
        return new MemoryRetrievals(projects, settings);
    }

    @Singleton
    Embedder embedder(@Value("${steward.embedder.url:}") String url, @Value("${steward.embedder.model:}") String model,
            @Value("${steward.embedder.key:}") String key, @Value("${steward.embedder.dimension:0}") int dimension,
            @Value("${steward.embedder.timeout:10s}") Duration timeout) {
        if (url.isEmpty()) {
            return Embedder.NONE;
        }
        if (model.isEmpty() || dimension < 1) {
            throw new IllegalArgumentException("STEWARD_EMBEDDER_URL needs STEWARD_EMBEDDER_MODEL and STEWARD_EMBEDDER_DIMENSION beside it");
        }
        try {
            return new HttpEmbedder(URI.create(url), model, key, dimension, timeout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("STEWARD_EMBEDDER_URL is not a URL: " + url, e);
        }
    }

    @Singleton
    MemorySearch memorySearch(Units units, Memory memory, TextAnalysis analysis, Embedder embedder) {
        return new MemorySearch(units, memory, analysis, embedder);
    }

    @Singleton
    AssignmentBriefs assignmentBriefs(Units units, Assignments assignments, MemorySearch search) {
        return new AssignmentBriefs(units, assignments, search);
    }

    @Singleton
    MemoryEmbeddings memoryEmbeddings(Units units, Embedder embedder) {
        return new MemoryEmbeddings(units, embedder);
    }

    @Singleton
    DocumentedShapes documentedShapes() {
        return new DocumentedShapes(List.of(EventLog.SHAPE, Settings.SHAPE, Sessions.COMPLETION, Sessions.RESCHEDULING, Tags.MERGING, Tags.TARGET,
                Scores.VIEW, Scores.WEEK, Scores.OVERRIDE, Reviews.SHAPE, Weeks.SHAPE, Weeks.CARRY_OVER, Weeks.CARRIED,
                PolicyProfiles.POLICY, PolicyProfiles.VIEW, PolicyProfiles.QUESTION, PolicyProfiles.VERDICT,
                Runs.SHAPE, Runs.CREATION, Assignments.SHAPE, Assignments.CLAIMED, Assignments.CLAIM, Assignments.CLAIM_THIS, Assignments.HOLDING,
                Assignments.BLOCK, Assignments.COMPLETION, Assignments.FAILURE,
                AgentExecutions.SHAPE, AgentExecutions.NOTED, Commits.SHAPE, Commits.SUMMARY, Commits.REPORT, Checks.SHAPE, Checks.SUMMARY, Checks.REPORT, Checks.GATE,
                Webhooks.WITH_SECRET, Webhooks.REPLAY, WebhookDeliveries.SHAPE, Approvals.SHAPE, Approvals.RESOLUTION, PullRequests.VIEW, PullRequests.INPUT,
                Planning.BATCH, Planning.APPLIED, Planning.MOVE, Planning.LINKING, PlanningActions.SHAPE, ContextArtifacts.ITEM, StoryMaps.MAP,
                StoryMaps.PROJECT_APPROVAL, StoryMaps.CARD_APPROVAL, StoryMaps.LINKED,
                Memory.SHAPE, Memory.SUPERSEDING, Memory.RELATION, MemorySearch.ASKING, MemorySearch.ANSWER, MemorySearch.REPLAYED,
                MemoryRetrievals.SHAPE, MemoryRetrievals.DETAILED, MemoryRetrievals.FEEDBACK, AssignmentBriefs.SHAPE,
                McpShapes.MESSAGE, McpShapes.ANSWER));
    }
}
