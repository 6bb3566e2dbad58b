package dev.steward.http.app;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.steward.application.Clock;
import dev.steward.application.DbAdapter;
import dev.steward.application.IdGenerator;
import dev.steward.application.Units;
import dev.steward.application.portfolio.Organizations;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.imports.ImportPortfolioManager;
import dev.steward.application.portfolio.imports.PortfolioManagerFiles;
import dev.steward.application.workspace.Secrets;
import dev.steward.application.workspace.Tokens;
import dev.steward.application.workspace.WorkspaceDirectory;
import dev.steward.application.workspace.Workspaces;
import dev.steward.http.docs.DocumentedShapes;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The use cases, which know no framework, and the ports that only this module can fill. */
@Factory
final class Wiring {

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
    DocumentedShapes documentedShapes() {
        return new DocumentedShapes(List.of());
    }

    @Singleton
    Projects projects() {
        return new Projects();
    }

    @Singleton
    Organizations organizations(Projects projects) {
        return new Organizations(projects);
    }

    @Singleton
    ImportPortfolioManager importPortfolioManager(Units units, PortfolioManagerFiles files, IdGenerator ids) {
        return new ImportPortfolioManager(units, files, ids);
    }
}
