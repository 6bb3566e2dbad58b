package dev.steward.application.imports;

import dev.steward.application.UnitOfWork;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.domain.portfolio.Slug;
import java.util.Set;

/** Slugs for imported projects, which never merge with those of the same name. */
final class Slugs {

    private Slugs() {
    }

    /** The wanted one, numbered when it is taken. */
    static Slug free(UnitOfWork unit, Slug wanted, Merge notes) {
        Set<String> taken = unit.store(ProjectStore.class).takenSlugs(wanted);
        Slug free = wanted;
        for (int n = 2; taken.contains(free.value()); n++) {
            free = wanted.numbered(n);
        }
        if (!free.equals(wanted)) {
            notes.note("slug", wanted, free, "another project has this slug");
        }
        return free;
    }
}
