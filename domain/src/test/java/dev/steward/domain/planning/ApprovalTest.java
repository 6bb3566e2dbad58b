package dev.steward.domain.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Readiness.Missing;
import dev.steward.domain.planning.Readiness.Warning;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ApprovalTest {

    private static final Instant NOW = Instant.parse("2026-04-07T08:00:00Z");
    private static final CardCounts ENOUGH = new CardCounts(1, 0, 0, 0, 0, 0, 1, 0);

    private static <E> Meta<E> meta() {
        return Meta.first(new Id<>(new UUID(7, 7)), NOW);
    }

    private static Project project() {
        return Project.create(meta(), new Project.Details("Novel", new Slug("novel"), Project.Status.ACTIVE, null, null, 3, false, null, null, "", "weekly",
                null, null, null, "", "", "", Project.Brief.EMPTY, null, null, ""));
    }

    private static Card card() {
        return Card.create(meta(), new Id<>(new UUID(1, 1)), new Id<>(new UUID(2, 2)), new Card.Details("Search", "", Card.Status.TODO, 0, ""), 0);
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThat(Readiness.toBuild(project(), card(), CardCounts.NONE).missing())
                .containsExactly(Missing.PROJECT_NOT_FINALIZED, Missing.NO_REQUIREMENT, Missing.NO_PLANNED_FILE, Missing.CARD_NOT_FINALIZED);
        assertThat(Readiness.toFinalize(0).missing()).containsExactly(Missing.NO_CARD);
        assertThat(Readiness.toFinalize(1).isReady()).isTrue();
    }

    @Test
    void questionsAndAssumptionsWarnAndBlockNothing() {
        Project approved = project().approve(NOW);
        Readiness readiness = Readiness.toBuild(approved, card().approve(NOW, "Ada"), new CardCounts(1, 0, 1, 1, 1, 1, 1, 0));
        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.warnings()).containsExactly(Warning.OPEN_QUESTIONS, Warning.UNVERIFIED_ASSUMPTIONS);
    }

    @Test
    void aPlanIsStaleOnceItsStructureChanged() {
        Project approved = project().approve(NOW);
        assertThat(approved.planned(NOW, false).isStale()).isFalse();
        assertThat(approved.planned(NOW, true).isStale()).isTrue();
        assertThat(approved.planned(NOW, true).approve(NOW).isStale()).isFalse();
        assertThat(Readiness.toBuild(approved.planned(NOW, true), card().approve(NOW, "Ada"), ENOUGH).missing()).containsExactly(Missing.PROJECT_STALE);
        assertThat(approved.planned(NOW, true).actionSequence()).isEqualTo(1);
        assertThat(approved.planned(NOW, true).version()).as("approving is a part of that change").isEqualTo(project().version() + 1);
    }

    @Test
    void aCardIsStaleOnceItAsksForSomethingElse() {
        Card approved = card().approve(NOW, "Ada");
        assertThat(approved.revise(NOW, new Card.Details("Search", "", Card.Status.REVIEW, 3, "Soon")).isStale()).isFalse();
        assertThat(approved.at(NOW, 4).built(NOW, Card.Build.NONE).isStale()).isFalse();
        assertThat(approved.revise(NOW, new Card.Details("Find", "", Card.Status.TODO, 0, "")).isStale()).isTrue();
        assertThat(approved.withOtherContent(NOW).isStale()).isTrue();
        assertThat(Readiness.toBuild(project().approve(NOW), approved.withOtherContent(NOW), ENOUGH).missing()).containsExactly(Missing.CARD_STALE);
    }

    @Test
    void anArtifactHasSomethingInIt() {
        assertThatThrownBy(() -> artifact(new Content.Text(""), "", Json.EMPTY)).isInstanceOfSatisfying(InvalidException.class,
                e -> assertThat(e.violations()).extracting("code").containsExactly("nothing_in_it"));
        assertThat(artifact(new Content.Text("𝒳y"), null, Json.EMPTY).content()).extracting(Content::length).isEqualTo(2L);
        assertThat(artifact(null, "https://example.org", Json.EMPTY).integrationRef()).isNull();
    }

    private static ContextArtifact.Details artifact(Content content, String uri, Json.Obj reference) {
        return new ContextArtifact.Details("Style", ContextArtifact.Type.DOC, "", content, uri, "", "", reference);
    }

    @Test
    void onlyAQuestionHasAnAnswerAndItSaysWhoGaveIt() {
        KnowledgeItem question = item(KnowledgeItem.Kind.QUESTION, "");
        assertThat(question.answered()).isNull();
        KnowledgeItem answered = question.revise(NOW, details("Ada"), "Bob");
        assertThat(answered.answered()).isEqualTo(new KnowledgeItem.Answered(NOW, "Bob"));
        assertThat(answered.revise(NOW.plusSeconds(1), details("Ada"), "Eve").answered()).as("the same answer stays whose it was").isEqualTo(answered.answered());
        assertThat(answered.revise(NOW, details(""), "Eve").answered()).isNull();
        assertThatThrownBy(() -> item(KnowledgeItem.Kind.FACT, "Ada")).isInstanceOf(InvalidException.class);
        assertThat(KnowledgeItem.normalized("  Titles\n are ẞ ")).isEqualTo(KnowledgeItem.normalized("titles are SS"));
    }

    private static KnowledgeItem item(KnowledgeItem.Kind kind, String answer) {
        return KnowledgeItem.create(meta(), new Id<>(new UUID(1, 1)), new Id<>(new UUID(2, 2)), kind, details(answer), "Ada", 0);
    }

    private static KnowledgeItem.Details details(String answer) {
        return new KnowledgeItem.Details("Who reads?", KnowledgeItem.Status.DRAFT, KnowledgeItem.Source.USER, null, "", answer);
    }
}
