package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.Samples.EVENING;
import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.TUESDAY;
import static dev.steward.domain.portfolio.Samples.project;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ProjectTest {

    @Test
    void everyViolationIsReportedAtOnce() {
        assertThat(violationsOf(() -> project().name(" ").priority(6).dates(TUESDAY, TUESDAY.minusDays(1)).notes("\0")
                .brief(new Project.Brief("", "x".repeat(20_001), "", "\ud800")).details()))
                .containsExactly("/brief/design_inspiration not_text", "/brief/tech_stack too_long", "/end_date before_start",
                        "/name required", "/notes not_text", "/priority out_of_range");
    }

    @Test
    void prioritiesGoFromOneToFive() {
        assertThat(project().priority(1).details().priority()).isEqualTo(1);
        assertThat(project().priority(5).details().priority()).isEqualTo(5);
        assertThat(violationsOf(() -> project().priority(0).details())).containsExactly("/priority out_of_range");
    }

    @Test
    void aProjectMayEndOnTheDayItStarts() {
        assertThat(project().dates(TUESDAY, TUESDAY).details().endDate()).isEqualTo(TUESDAY);
        assertThat(project().dates(null, TUESDAY).details().startedDate()).isNull();
    }

    @Test
    void datesThatNoDatabaseSharesAreRefused() {
        assertThat(violationsOf(() -> project().dates(LocalDate.of(0, 12, 31), LocalDate.of(10_000, 1, 1)).details()))
                .containsExactly("/end_date out_of_range", "/started_date out_of_range");
    }

    @Test
    void aNewNameKeepsTheSlug() {
        Project renamed = project().create().revise(NOON, project().name("Another").details());
        assertThat(renamed.details().slug()).hasToString("my-great-novel");
        assertThat(renamed.version()).isEqualTo(2);
        assertThat(renamed.meta().updatedAt()).isEqualTo(NOON);
    }

    @Test
    void anArchivedProjectRefusesEditsAndChildrenAndNamesTheWayOut() {
        Project archived = project().create().archive(NOON);
        assertThatThrownBy(() -> archived.revise(EVENING, project().details()))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ARCHIVED))
                .hasMessageContaining("POST /api/v1/projects/my-great-novel/unarchive");
        assertThatThrownBy(archived::requireOpen).isInstanceOf(RefusedException.class);
    }

    @Test
    void archivingTwiceChangesNothingTheSecondTime() {
        Project archived = project().create().archive(NOON);
        assertThat(archived.archivedAt()).isEqualTo(NOON);
        assertThat(archived.version()).isEqualTo(2);
        assertThat(archived.details().status()).isEqualTo(Project.Status.ACTIVE);
        assertThat(archived.archive(EVENING)).isSameAs(archived);
    }

    @Test
    void anUnarchivedProjectTakesEditsAgain() {
        Project open = project().create().archive(NOON).unarchive(EVENING);
        assertThat(open.isArchived()).isFalse();
        assertThat(open.version()).isEqualTo(3);
        assertThat(open.unarchive(EVENING)).isSameAs(open);
        assertThat(open.revise(EVENING, project().name("Another").details()).details().name()).isEqualTo("Another");
    }
}
