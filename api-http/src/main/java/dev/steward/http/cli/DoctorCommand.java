package dev.steward.http.cli;

import dev.steward.http.app.doctor.Doctor;
import dev.steward.http.app.doctor.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Look the installation over, while a server runs or not, and say what is wrong and what to do. It changes nothing. "
                + "Exits with 1 when there is a problem, with 0 when there are only warnings.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    Output output = new Output();

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(data.installationWithoutPassphrase(), data.passphraseFile()).examine();
        if (output.json) {
            output.table(findings.stream().map(Finding::toJson).toList());
        } else {
            print(findings);
        }
        return count(findings, Finding.Level.PROBLEM) == 0 ? 0 : 1;
    }

    private void print(List<Finding> findings) {
        for (Finding finding : findings) {
            output.out().println("%-8s %s: %s".formatted(finding.level().word(), finding.check(), finding.what()));
            if (!finding.means().isEmpty()) {
                output.out().println("         " + finding.means());
                output.out().println("         → " + finding.remedy());
            }
        }
        output.out().println(count(findings, Finding.Level.PROBLEM) + " problems, " + count(findings, Finding.Level.WARNING) + " warnings.");
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
