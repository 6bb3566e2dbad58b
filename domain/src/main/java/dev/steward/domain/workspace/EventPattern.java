package dev.steward.domain.workspace;

import java.util.regex.Pattern;

/** Names types of events: one of them, such as {@code session.completed}, or all of a kind of subject, such as {@code card_assignment.*}. */
public record EventPattern(String text) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,49}\\.(\\*|[a-z][a-z0-9_]{0,49})");
    private static final String ALL = "*";

    /** Whether {@code text} has the form of a pattern. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    public boolean matches(String type) {
        return text.endsWith(ALL) ? type.startsWith(text.substring(0, text.length() - ALL.length())) : type.equals(text);
    }
}
