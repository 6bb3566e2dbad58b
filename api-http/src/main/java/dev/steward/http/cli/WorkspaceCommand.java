package dev.steward.http.cli;

import dev.steward.application.workspace.Workspaces;
import io.micronaut.context.ApplicationContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "workspace", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "The tenants of this installation. They cannot see each other.",
        subcommands = {WorkspaceCommand.Create.class, WorkspaceCommand.ListAll.class})
final class WorkspaceCommand {

    private WorkspaceCommand() {
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Make a workspace; then make a token for it with 'steward token create'.")
    static final class Create implements Callable<Integer> {

        @Mixin
        DataOptions data = new DataOptions();

        @Mixin
        Output output = new Output();

        @Parameters(paramLabel = "SLUG", description = "1 to 50 of a-z, 0-9 and hyphens")
        String slug = "";

        @Option(names = "--owner", paramLabel = "NAME", defaultValue = "", description = "The owner that new projects get")
        String owner = "";

        @Override
        public Integer call() {
            try (ApplicationContext context = data.open(Map.of())) {
                output.table(List.of(Workspaces.SHAPE.render(context.getBean(Workspaces.class).create(slug, owner))), "id", "slug", "owner");
                return 0;
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List workspaces by slug.")
    static final class ListAll implements Callable<Integer> {

        @Mixin
        DataOptions data = new DataOptions();

        @Mixin
        Output output = new Output();

        @Override
        public Integer call() {
            try (ApplicationContext context = data.open(Map.of())) {
                output.table(context.getBean(Workspaces.class).list().stream().map(Workspaces.SHAPE::render).toList(), "id", "slug", "owner", "created_at");
                return 0;
            }
        }
    }
}
