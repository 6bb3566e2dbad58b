package dev.steward.jdbc.portfolio;

import dev.steward.domain.Json;
import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code project}. */
@MappedEntity("project")
public record ProjectRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String name,
        String slug,
        String status,
        @Nullable String classification,
        @Nullable String tier,
        int priority,
        boolean isFavorite,
        @Nullable UUID areaId,
        @Nullable UUID organizationId,
        String owner,
        String reviewCadence,
        @Nullable String startedDate,
        @Nullable String endDate,
        @Nullable String lastWorkedOn,
        String description,
        String planContent,
        String notes,
        String brief,
        @Nullable String learningType,
        @Nullable String learningStatus,
        String learningContext,
        @Nullable Instant archivedAt,
        @Nullable Instant finalizedAt,
        long actionSequence,
        long planRevision,
        @Nullable Long finalizedRevision,
        String searchText) {

    static ProjectRow from(Project project, RowKey key) {
        Project.Details details = project.details();
        return new ProjectRow(key, project.version(), project.meta().createdAt(), project.meta().updatedAt(), details.name(), details.slug().value(),
                details.status().word(), Columns.text(details.classification()), Columns.text(details.tier()), details.priority(),
                details.isFavorite(), Columns.uuid(details.areaId()), Columns.uuid(details.organizationId()), details.owner(),
                details.reviewCadence(), Columns.text(details.startedDate()), Columns.text(details.endDate()),
                Columns.text(details.lastWorkedOn()), details.description(), details.planContent(), details.notes(), json(details.brief()),
                Columns.text(details.learningType()), Columns.text(details.learningStatus()), details.learningContext(),
                project.archivedAt(), project.finalizedAt(), project.actionSequence(), project.planRevision(), project.finalizedRevision(),
                SearchText.of(details.name(), details.slug().value(), details.description(), details.notes(), details.planContent()));
    }

    Project toProject() {
        return new Project(key.meta(version, createdAt, updatedAt),
                new Project.Details(name, new Slug(slug), Word.of(Project.Status.class, status),
                        Columns.word(Project.Classification.class, classification), Columns.word(Project.Tier.class, tier), priority,
                        isFavorite, Columns.id(areaId), Columns.id(organizationId), owner, reviewCadence, Columns.date(startedDate),
                        Columns.date(endDate), Columns.date(lastWorkedOn), description, planContent, notes, brief(brief),
                        Columns.word(Project.LearningType.class, learningType), Columns.word(Project.LearningStatus.class, learningStatus),
                        learningContext),
                archivedAt, finalizedAt, actionSequence, planRevision, finalizedRevision);
    }

    private static String json(Project.Brief brief) {
        return JsonText.write(Json.obj("customer_personas", Json.of(brief.customerPersonas()))
                .with("tech_stack", Json.of(brief.techStack()))
                .with("deployment", Json.of(brief.deployment()))
                .with("design_inspiration", Json.of(brief.designInspiration())));
    }

    private static Project.Brief brief(String json) {
        Json.Obj brief = JsonText.storedObject(json);
        return new Project.Brief(JsonText.text(brief, "customer_personas"), JsonText.text(brief, "tech_stack"),
                JsonText.text(brief, "deployment"), JsonText.text(brief, "design_inspiration"));
    }
}
