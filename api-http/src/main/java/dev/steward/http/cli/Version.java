package dev.steward.http.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest carries. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"steward " + current()};
    }

    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
