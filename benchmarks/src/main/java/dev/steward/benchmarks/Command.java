package dev.steward.benchmarks;

import java.io.IOException;
import java.util.List;

/** The system's own programs. */
final class Command {

    private Command() {
    }

    static void require(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new BenchmarkException(String.join(" ", command) + " failed:\n" + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new BenchmarkException(String.join(" ", command) + " failed: " + e.getMessage(), e);
        }
    }

    /** The output of a command, empty when it fails or does not exist. */
    static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException | InterruptedException e) {
            return "";
        }
    }
}
