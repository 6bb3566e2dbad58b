package dev.steward.domain.knowledge;

import dev.steward.domain.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * One Markdown text for an agent, of sections in the order of their weight, within a budget of {@link Tokens}. What does not fit is left out and
 * named at its end; the names of what was left out have room kept for them. The same sections and budget give the same text.
 *
 * <p>Texts that people or agents wrote stand between fences longer than any in them, after one sentence that says what they are, so that
 * nothing in them ends the fence or passes for an instruction of the brief.
 */
public final class Brief {

    /** Kept for the names of what is left out. */
    private static final int ROOM = 120;
    /** Less of a text than that is not worth it. */
    private static final int WORTH = 40;
    private static final String FENCE = "`";

    private final int maxTokens;
    private final StringBuilder text = new StringBuilder();
    private final List<Omission> leftOut = new ArrayList<>();
    private int tokens;

    /**
     * Something that is not in the text, or not all of it.
     *
     * @param tokens how many it would have needed beyond what there was
     */
    public record Omission(String what, int tokens) {
        public Json.Obj json() {
            return Json.obj("what", Json.of(what)).with("tokens", Json.of(tokens));
        }
    }

    /**
     * A finished text.
     *
     * @param tokens at most the budget, unless the budget is too small for the head alone
     */
    public record Written(String markdown, int tokens, List<Omission> leftOut) {
        public Written {
            leftOut = List.copyOf(leftOut);
        }
    }

    public Brief(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    /** What is there whatever the budget is. */
    public Brief head(String markdown) {
        append(markdown);
        return this;
    }

    /** A section with its heading; all of it, or it is left out. */
    public Brief section(String what, String markdown) {
        int needed = Tokens.in(markdown);
        if (needed > left()) {
            leftOut.add(new Omission(what, needed));
        } else {
            append(markdown);
        }
        return this;
    }

    /** A section of one text that somebody wrote; as much of the beginning as there is room for, when that is worth it. */
    public Brief data(String what, String heading, String data) {
        String whole = heading + fenced(data);
        int needed = Tokens.in(whole);
        int room = left() - Tokens.in(heading + fenced("")) - 2;
        if (needed <= left()) {
            append(whole);
        } else if (room < WORTH) {
            leftOut.add(new Omission(what, needed));
        } else {
            String part = Tokens.first(data, room);
            append(heading + fenced(part));
            leftOut.add(new Omission("the rest of " + what, Tokens.in(data) - Tokens.in(part)));
        }
        return this;
    }

    /** Ends the text with what is not in it. */
    public Written written() {
        if (!leftOut.isEmpty()) {
            StringBuilder end = new StringBuilder("\n## Left out\n\nNot in this text, because it may have " + maxTokens + " tokens:\n\n");
            int shown = 0;
            for (Omission one : leftOut) {
                String line = "- " + inline(one.what(), 60) + " (about " + one.tokens() + " tokens)\n";
                if (shown > 0 && tokens + Tokens.in(end + line) + 10 > maxTokens) {
                    end.append("- and ").append(leftOut.size() - shown).append(" more\n");
                    break;
                }
                end.append(line);
                shown++;
            }
            append(end.toString());
        }
        return new Written(text.toString(), Tokens.in(text.toString()), leftOut);
    }

    private int left() {
        return maxTokens - tokens - ROOM;
    }

    private void append(String markdown) {
        text.append(markdown);
        tokens += Tokens.in(markdown);
    }

    /** Data between fences that nothing in it can end. */
    public static String fenced(String data) {
        int longest = 2;
        int run = 0;
        for (int i = 0; i < data.length(); i++) {
            run = data.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = FENCE.repeat(longest + 1);
        return fence + "text\n" + data + (data.endsWith("\n") || data.isEmpty() ? "" : "\n") + fence + "\n";
    }

    /** Data within a line: one line of at most 200 characters between backquotes, of which it has none itself. */
    public static String inline(String data) {
        return inline(data, 200);
    }

    private static String inline(String data, int max) {
        String line = data.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").replace('`', '\'');
        return FENCE + (line.codePointCount(0, line.length()) <= max ? line : line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…") + FENCE;
    }
}
