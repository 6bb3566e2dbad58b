package dev.steward.application.workspace;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.Field;
import dev.steward.application.IdGenerator;
import dev.steward.application.Shape;
import dev.steward.application.StoreException;
import dev.steward.application.Units;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The tenants of an installation, for its operator. */
public final class Workspaces {

    public static final Shape<Workspace> SHAPE = Shape.<Workspace>ofEntity("workspace")
            .output(Field.text("slug", TextRule.required(50)), Workspace::slug)
            .output(Field.text("owner", Workspace.OWNER), Workspace::owner)
            .build();

    private final Units units;
    private final WorkspaceDirectory directory;
    private final Clock clock;
    private final IdGenerator ids;

    public Workspaces(Units units, WorkspaceDirectory directory, Clock clock, IdGenerator ids) {
        this.units = units;
        this.directory = directory;
        this.clock = clock;
        this.ids = ids;
    }

    public List<Workspace> list() {
        return directory.list();
    }

    /** @throws RefusedException {@link ErrorCode#NOT_FOUND}, naming those that exist */
    public Workspace get(String slug) {
        List<Workspace> all = directory.list();
        return all.stream().filter(workspace -> workspace.slug().equals(slug)).findFirst().orElseThrow(() ->
                new RefusedException(ErrorCode.NOT_FOUND, "There is no workspace '" + slug + "'; there is "
                        + (all.isEmpty() ? "none yet" : String.join(", ", all.stream().map(Workspace::slug).toList())) + "."));
    }

    public boolean exists(Id<Workspace> id) {
        return units.read(Caller.system(id, Actor.SYSTEM), unit -> unit.store(WorkspaceStore.class).find(id).isPresent());
    }

    /** @throws RefusedException {@link ErrorCode#DUPLICATE} when the slug is taken */
    public Workspace create(String slug, String owner) {
        Workspace workspace = new Workspace(Meta.first(new Id<>(ids.next()), clock.now()), slug, owner);
        try {
            return units.write(Caller.system(workspace.id(), Actor.SYSTEM), unit -> {
                unit.store(WorkspaceStore.class).insert(workspace);
                unit.record("workspace.created", "workspace", workspace.id().value(), null, Json.obj("workspace", SHAPE.render(workspace)));
                return workspace;
            }).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException.AlreadyExists) {
                throw new RefusedException(ErrorCode.DUPLICATE, "There is a workspace '" + slug + "' already; choose another slug.");
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
