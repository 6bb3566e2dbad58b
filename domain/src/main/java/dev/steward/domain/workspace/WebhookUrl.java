package dev.steward.domain.workspace;

import dev.steward.domain.Violation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a webhook is delivered: {@code https} or {@code http}, a host, maybe a port, a path and a query. What the host's name stands for
 * is not looked at here.
 */
public record WebhookUrl(String text) {

    public static final int MAX = 2_000;

    private static final Pattern FORM = Pattern.compile(
            "(?i:(https?))://(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}))(?::([0-9]{1,5}))?((?:/[!$-;=@-\\[\\]_a-z~]*)?(?:\\?[!$-;=?-\\[\\]_a-z~]*)?)");
    private static final Pattern USER = Pattern.compile("[^/?#]*//[^/?#]*@.*");

    /** The scheme's own port, or one that no system service listens on: nobody is to speak to a mail server through a webhook. */
    private static final int FIRST_FREE_PORT = 1_024;

    /** Why {@code text} is none; never with the text, which may hold a password. */
    public static Optional<Violation> violation(String pointer, String text) {
        if (text.length() > MAX) {
            return Optional.of(new Violation(pointer, "too_long", "Has " + text.length() + " characters, at most " + MAX + " are kept; shorten it."));
        }
        if (USER.matcher(text).matches()) {
            return Optional.of(new Violation(pointer, "holds_secret", "Has a user or password before the host; leave that out, the signature tells who sends."));
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.of(new Violation(pointer, "invalid_url", "Is not the address of a webhook; write https://host/path, without a fragment, everything else than ASCII percent-encoded."));
        }
        int port = new WebhookUrl(text).port();
        if (port != defaultPort(form.group(1)) && (port < FIRST_FREE_PORT || port > 65_535)) {
            return Optional.of(new Violation(pointer, "forbidden_port", "Port " + port + " is not for webhooks; take 443 or one from 1024 to 65535."));
        }
        return Optional.empty();
    }

    private Matcher parts() {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("The address of a webhook was kept unchecked");
        }
        return parts;
    }

    public boolean isEncrypted() {
        return parts().group(1).equalsIgnoreCase("https");
    }

    /** A name or an address; IPv6 without its brackets. */
    public String host() {
        return parts().group(2).replaceAll("[\\[\\]]", "");
    }

    public int port() {
        Matcher parts = parts();
        return parts.group(3) == null ? defaultPort(parts.group(1)) : Integer.parseInt(parts.group(3));
    }

    private static int defaultPort(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}
