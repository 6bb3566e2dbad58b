package dev.steward.domain.portfolio;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a Git repository is cloned from, in one of the forms Git takes: a URL, {@code user@host:path}, or a local path. */
public record RemoteUrl(String text) {

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(.*)", Pattern.DOTALL);
    private static final Pattern SCP = Pattern.compile("(?![A-Za-z]:[/\\\\])((?:[^/@:]*@)?(?:\\[[^/\\]]*]|[^/:@]+)):(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(?:.*@)?(\\[[^]]*]|[^:]*)(?::([0-9]*))?", Pattern.DOTALL);
    private static final Map<String, String> DEFAULT_PORTS = Map.of("ssh", "22", "http", "80", "https", "443", "git", "9418");

    /** {@code name:secret@} before the host; {@code git@host:path} and {@code host:8080/path} are none. */
    private static final Pattern PASSWORD = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/@:]*:(?!//|[0-9]+/)[^@]+@.*", Pattern.DOTALL);
    /** The tokens that GitHub and GitLab hand out, which clients put in the place of the user. */
    private static final Pattern TOKEN = Pattern.compile(".*//(?:gh[opsur]_|github_pat_|glpat-)[^/]*@.*", Pattern.DOTALL);

    /**
     * One text for all ways of writing the same remote: {@code github.com/A/b} for {@code git@github.com:A/b.git},
     * {@code https://github.com/A/b/} and {@code ssh://git@github.com:22/A/b}.
     *
     * <p>Dropped: the scheme, the user, the port when it is the scheme's own, {@code .git} and slashes at the end, repeated slashes.
     * Lower case: the host. Kept: the case of the path, which most hosts tell apart, and any other port, which may be another server.
     * A local path or {@code file:} URL only loses the end. Empty stays empty.
     */
    public String normalized() {
        String remote = text.strip();
        Matcher url = URL.matcher(remote);
        if (url.matches()) {
            String scheme = url.group(1).toLowerCase(Locale.ROOT);
            return scheme.equals("file") ? trimmedEnd(url.group(3)) : joined(host(url.group(2), DEFAULT_PORTS.getOrDefault(scheme, "")), url.group(3));
        }
        Matcher scp = SCP.matcher(remote);
        return scp.matches() ? joined(host(scp.group(1), ""), scp.group(2)) : trimmedEnd(remote);
    }

    /** Whether a password or access token is written in it. */
    public boolean holdsSecret() {
        String remote = text.strip();
        return PASSWORD.matcher(remote).matches() || TOKEN.matcher(remote).matches();
    }

    private static String host(String authority, String defaultPort) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return authority.toLowerCase(Locale.ROOT);
        }
        String port = parts.group(2);
        String host = parts.group(1).toLowerCase(Locale.ROOT);
        return port == null || port.isEmpty() || port.equals(defaultPort) ? host : host + ":" + port;
    }

    private static String joined(String host, String path) {
        String trimmed = trimmedEnd(path.replaceAll("/{2,}", "/"));
        return trimmed.startsWith("/") ? host + trimmed : host + "/" + trimmed;
    }

    private static String trimmedEnd(String path) {
        String trimmed = withoutSlashes(path);
        return trimmed.endsWith(".git") ? withoutSlashes(trimmed.substring(0, trimmed.length() - 4)) : trimmed;
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
