package dev.steward.application.portfolio;

import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Bench;
import dev.steward.application.StoreException;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ProjectsTest {

    private final Bench bench = new Bench();
    private final String nobody = new UUID(1, 1).toString();

    @Test
    void theSlugComesFromTheNameAndIsNumberedWhenTaken() {
        assertThat(List.of(bench.project("My Great Novel!"), bench.project("My great novel"), bench.project("My Great -- Novel")))
                .extracting(project -> project.details().slug().value())
                .containsExactly("my-great-novel", "my-great-novel-2", "my-great----novel");
        assertThat(bench.project("my great novel").details().slug().value()).isEqualTo("my-great-novel-3");
    }

    @Test
    void aChosenSlugThatIsTakenIsADuplicate() {
        bench.project("Novel", "slug", "novel");

        assertThatThrownBy(() -> bench.project("Another", "slug", "novel")).isInstanceOf(StoreException.AlreadyExists.class);
        assertThat(bench.list(bench.projects)).hasSize(1);
    }

    @Test
    void aNewNameKeepsTheSlugAndANewSlugIsTaken() {
        Project project = bench.project("Novel");

        assertThat(bench.patch(bench.projects, project, "name", "Story").details().slug().value()).isEqualTo("novel");
        assertThat(bench.patch(bench.projects, project, "slug", "story").details().slug().value()).isEqualTo("story");
    }

    @Test
    void theOwnerIsTheWorkspacesUnlessGiven() {
        assertThat(bench.project("A").details().owner()).isEqualTo("Ada");
        assertThat(bench.project("B", "owner", "Bob").details().owner()).isEqualTo("Bob");
        assertThat(bench.project("C", "owner", "").details().owner()).isEmpty();
    }

    @Test
    void everyUnknownReferenceIsReported() {
        assertThat(violations(() -> bench.project("A", "area_id", nobody, "organization_id", nobody)))
                .containsExactly("/area_id unknown_reference", "/organization_id unknown_reference");
    }

    @Test
    void anEmptyNameAndPriorityOutOfRangeAreBothReported() {
        assertThat(violations(() -> bench.project("", "priority", 6))).containsExactly("/name required", "/priority out_of_range");
    }

    @Test
    void listsAreByPriorityThenNameAndLeaveArchivedOnesOutUnlessAsked() {
        bench.project("c", "priority", 3);
        bench.project("b", "priority", 1);
        bench.project("a", "priority", 3);
        bench.archive(bench.project("z", "priority", 2));

        assertThat(bench.list(bench.projects)).extracting(project -> project.details().name()).containsExactly("b", "a", "c");
        assertThat(bench.list(bench.projects, "archived", "all")).extracting(project -> project.details().name()).containsExactly("b", "z", "a", "c");
        assertThat(bench.list(bench.projects, "archived", "true")).extracting(project -> project.details().name()).containsExactly("z");
        assertThat(violations(() -> bench.list(bench.projects, "archived", "maybe"))).containsExactly("/archived unknown_word");
    }

    @Test
    void aProjectIsFoundByIdAndBySlugAndNothingElse() {
        Project project = bench.project("Novel");

        assertThat(bench.<Project>read(unit -> bench.projects.get(unit, "novel"))).isEqualTo(project);
        assertThat(bench.<Project>read(unit -> bench.projects.get(unit, project.id().toString()))).isEqualTo(project);
        assertThat(refusal(() -> bench.read(unit -> bench.projects.get(unit, "NOVEL / ..")))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void archivingAndUnarchivingTwiceRecordsOnce() {
        Project project = bench.project("Novel");
        bench.archive(project);
        bench.archive(project);
        bench.write(unit -> bench.projects.unarchive(unit, bench.projects.get(unit, project.id())));
        bench.write(unit -> bench.projects.unarchive(unit, bench.projects.get(unit, project.id())));

        assertThat(bench.eventTypes()).containsExactly("project.created", "project.archived", "project.unarchived");
        assertThat(bench.now(bench.projects, project).isArchived()).isFalse();
    }

    @Test
    void anArchivedProjectRefusesEditsAndEveryChangeOfItsParts() {
        Project project = bench.project("Novel");
        Session session = bench.session(project, "2026-04-07", "planned");
        Milestone milestone = bench.create(bench.milestones, "project_id", "novel", "description", "Draft");
        CodeRepository repository = bench.create(bench.repositories, "project_id", "novel", "local_path", "/novel");
        bench.archive(project);

        assertThat(refusal(() -> bench.patch(bench.projects, project, "name", "x"))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.session(project, "2026-04-07", "planned"))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.patch(bench.sessions, session, "title", "x"))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.write(unit -> bench.sessions.start(unit, session)))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.delete(bench.sessions, session, true))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.create(bench.milestones, "project_id", "novel", "description", "x"))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.patch(bench.milestones, milestone, "notes", "x"))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.create(bench.repositories, "project_id", "novel", "local_path", "/x"))).isEqualTo(ErrorCode.ARCHIVED);
        assertThat(refusal(() -> bench.patch(bench.repositories, repository, "local_path", "/x"))).isEqualTo(ErrorCode.ARCHIVED);
    }

    @Test
    void aSessionCannotBeMovedOutOfAnArchivedProject() {
        Project project = bench.project("Novel");
        Session session = bench.session(project, "2026-04-07", "planned");
        bench.project("Other");
        bench.archive(project);

        assertThat(refusal(() -> bench.patch(bench.sessions, session, "project_id", "other"))).isEqualTo(ErrorCode.ARCHIVED);
    }

    @Test
    void deletingTellsWhatDependsAndWithCascadeTakesItAlongTagsToo() {
        Project project = bench.project("Novel");
        Session session = bench.session(project, "2026-04-07", "done");
        Milestone milestone = bench.create(bench.milestones, "project_id", "novel", "description", "Draft");
        bench.create(bench.repositories, "project_id", "novel", "local_path", "/novel");
        bench.write(unit -> bench.scores.recompute(unit, session.weekKey()));
        bench.write(unit -> {
            var tag = bench.tags.named(unit, "Deep");
            bench.tags.link(unit, tag, bench.tags.target(unit, "session", session.id().toString()));
            bench.tags.link(unit, tag, bench.tags.target(unit, "milestone", milestone.id().toString()));
            bench.tags.link(unit, tag, bench.tags.target(unit, "project", "novel"));
            return true;
        });

        RefusedException refused = Assertions.catchThrowableOfType(RefusedException.class, () -> bench.delete(bench.projects, project, false));
        assertThat(refused.code()).isEqualTo(ErrorCode.HAS_DEPENDENTS);
        assertThat(refused.details()).containsEntry("dependents",
                Bench.body("sessions", 1, "milestones", 1, "project_repositories", 1, "project_scores", 1));

        bench.archive(project);
        bench.delete(bench.projects, project, true);

        assertThat(bench.exists(bench.sessions, session)).isFalse();
        assertThat(bench.list(bench.milestones)).isEmpty();
        Json.Obj tag = bench.read(unit -> bench.tags.render(unit, bench.tags.find(unit, bench.tags.all(unit).getFirst().id().toString()).orElseThrow()));
        assertThat(tag.get("uses")).isEqualTo(Json.of(0));
        assertThat(bench.lastEvent().type()).isEqualTo("project.deleted");
    }

    @Test
    void deletingAnAreaOrOrganizationNeedsCascadeAndThenEmptiesItInEveryProject() {
        Area area = bench.create(bench.areas, "name", "Client work", "type", "client_work");
        Organization organization = bench.create(bench.organizations, "name", "acme");
        Project open = bench.project("A", "area_id", area.id(), "organization_id", organization.id());
        Project archived = bench.project("B", "area_id", area.id());
        bench.archive(archived);

        assertThat(refusal(() -> bench.delete(bench.areas, area, false))).isEqualTo(ErrorCode.HAS_DEPENDENTS);
        bench.delete(bench.areas, area, true);
        bench.delete(bench.organizations, organization, true);

        assertThat(bench.now(bench.projects, open).details().areaId()).isNull();
        assertThat(bench.now(bench.projects, open).details().organizationId()).isNull();
        assertThat(bench.now(bench.projects, open).version()).isEqualTo(3);
        assertThat(bench.now(bench.projects, archived).details().areaId()).isNull();
        assertThat(bench.now(bench.projects, archived).isArchived()).isTrue();
        assertThat(bench.eventTypes()).endsWith("project.updated", "project.updated", "area.deleted", "project.updated", "organization.deleted");
    }

    @Test
    void areasOfOneNameGetNumberedSlugs() {
        assertThat(bench.<Area>create(bench.areas, "name", "Home", "type", "life_admin").details().slug().value()).isEqualTo("home");
        assertThat(bench.<Area>create(bench.areas, "name", "Home", "type", "life_admin").details().slug().value()).isEqualTo("home-2");
    }

    @Test
    void theFirstRepositoryIsPrimaryAndAnotherOneTakesTheMark() {
        bench.project("Novel");
        CodeRepository first = bench.create(bench.repositories, "project_id", "novel", "local_path", "/a");
        CodeRepository second = bench.create(bench.repositories, "project_id", "novel", "local_path", "/b");
        assertThat(first.details().isPrimary()).isTrue();
        assertThat(second.details().isPrimary()).isFalse();

        bench.patch(bench.repositories, second, "is_primary", true);

        assertThat(bench.now(bench.repositories, first).details().isPrimary()).isFalse();
        assertThat(bench.now(bench.repositories, second).details().isPrimary()).isTrue();
        assertThat(bench.eventTypes()).endsWith("project_repository.updated", "project_repository.updated");
    }

    @Test
    void aRepositoryStaysInItsProjectAndIsNotFoundInAnother() {
        bench.project("Novel");
        Project other = bench.project("Other");
        CodeRepository repository = bench.create(bench.repositories, "project_id", "novel", "local_path", "/a");

        assertThat(bench.patch(bench.repositories, repository, "project_id", "novel", "local_path", "/b").version()).isEqualTo(2);
        assertThat(violations(() -> bench.patch(bench.repositories, repository, "project_id", "other"))).containsExactly("/project_id not_changeable");
        assertThat(refusal(() -> bench.read(unit -> bench.repositories.getWithin(unit, other.id(), repository.id().toString()))))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void anEditThatChangesNothingLeavesVersionAndLogAlone() {
        Project project = bench.project("Novel");

        assertThat(bench.patch(bench.projects, project, "name", "Novel").version()).isEqualTo(1);
        assertThat(bench.eventTypes()).containsExactly("project.created");
    }

    @Test
    void anUnknownAreaIdIsRefusedEvenWhenItIsAnotherThings() {
        Project project = bench.project("Novel");

        assertThat(violations(() -> bench.project("B", "area_id", new Id<>(project.id().value())))).containsExactly("/area_id unknown_reference");
    }
}
