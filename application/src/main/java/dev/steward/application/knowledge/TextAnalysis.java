package dev.steward.application.knowledge;

import java.util.List;

/**
 * Turns text into the words by which it is found, the same for what is kept and for what is asked, whatever the database. A word has only
 * letters, digits and marks, no ASCII but a to z and 0 to 9, and 1 to 64 characters. Deterministic, and safe for many threads.
 */
public interface TextAnalysis {

    /** The words of a text that is kept, in its order, repeated ones too. */
    List<String> words(String text);

    /** The words of a question, each once, in its order; without those that every text has, unless there are no others. */
    List<String> asked(String question);
}
