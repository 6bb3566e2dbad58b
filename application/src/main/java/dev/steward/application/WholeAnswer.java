package dev.steward.application;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;

/**
 * What is read for one answer that shows all there is at once, such as the page of a week. It is refused while it is read, before it fills the memory of a
 * small server.
 */
public final class WholeAnswer {

    /** So much of long texts, in bytes. */
    private static final int MAX = 8 * Part.BYTES;
    /** About what an entity takes besides them. */
    private static final int ENTITY = 512;

    private final String instead;
    private long bytes;

    /** @param instead how to read the same page by page, as the end of a sentence */
    public WholeAnswer(String instead) {
        this.instead = instead;
    }

    /** @throws RefusedException {@code answer_too_large} when it is too much together with what was read before */
    <T> Part<T> with(Part<T> part) {
        bytes += part.bytes() + (long) ENTITY * part.items().size();
        if (bytes > MAX) {
            throw new RefusedException(ErrorCode.ANSWER_TOO_LARGE, "This would be more than " + MAX / Part.BYTES + " MiB in one answer; read it page by page with " + instead + ".");
        }
        return part;
    }
}
