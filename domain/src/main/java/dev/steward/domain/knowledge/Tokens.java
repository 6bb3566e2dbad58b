package dev.steward.domain.knowledge;

/**
 * How many tokens a model may count in a text, guessed the same everywhere: one for each character of Chinese, Japanese and Korean writing, and one
 * for every four other characters, rounded up. Real tokenizers differ; for prose this guesses rather more than they count.
 */
public final class Tokens {

    private Tokens() {
    }

    public static int in(String text) {
        int wide = 0;
        int others = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isWide(text.codePointAt(i))) {
                wide++;
            } else {
                others++;
            }
        }
        return wide + (others + 3) / 4;
    }

    /** The beginning of a text that has at most so many tokens. */
    public static String first(String text, int tokens) {
        if (in(text) <= tokens) {
            return text;
        }
        int quarters = 4 * tokens;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            quarters -= isWide(character) ? 4 : 1;
            if (quarters < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    private static boolean isWide(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> false;
        };
    }
}
