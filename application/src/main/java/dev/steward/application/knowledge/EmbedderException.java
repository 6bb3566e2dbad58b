package dev.steward.application.knowledge;

/** Why there are no vectors now. The message is for callers; it names neither key nor text. */
public final class EmbedderException extends Exception {

    private final String message;

    public EmbedderException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
