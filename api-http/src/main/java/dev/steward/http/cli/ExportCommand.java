package dev.steward.http.cli;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Word;
import dev.steward.http.app.backup.WorkspaceFile;
import dev.steward.jdbc.JsonText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export", mixinStandardHelpOptions = true,
        description = "Write one workspace to a file. As jsonl it can be imported again; without its tokens.")
final class ExportCommand extends TokenCommand.OfWorkspace {

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "jsonl",
            description = "jsonl (all of it), csv (a zip with a file for each table), sql (INSERTs for PostgreSQL) or markdown (to read). Default: jsonl")
    String format = "";

    @Parameters(paramLabel = "FILE", description = "A new file")
    Path file = Path.of("");

    @Override
    public Integer call() {
        WorkspaceFile.Format as = Word.find(WorkspaceFile.Format.class, format).orElseThrow(() -> new RefusedException(ErrorCode.INVALID,
                "'" + format + "' is not a format; formats are " + String.join(", ", Word.words(WorkspaceFile.Format.class)) + "."));
        long rows = run((context, caller) -> new WorkspaceFile(data.installation().target().copies(), caller.workspace().value()).write(file, as));
        if (output.json) {
            output.out().println(JsonText.write(Json.obj("file", Json.of(file.toString())).with("rows", Json.of(rows))));
        } else {
            output.out().println("Wrote " + rows + " rows to " + file + ".");
        }
        return 0;
    }
}
