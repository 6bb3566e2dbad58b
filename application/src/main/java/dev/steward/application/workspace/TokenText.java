package dev.steward.application.workspace;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * What a caller presents: {@code stw_} and the base64url of workspace id (16 bytes), secret (32 bytes) and CRC-32 (4 bytes). The
 * workspace is in the text, so that a token can be looked up inside its workspace, which is all that the database lets a
 * session see. The checksum turns away typing errors, and lets secret scanners recognise a token.
 */
public final class TokenText {

    private static final String PREFIX = "stw_";
    private static final int SECRET = 32;
    private static final int LENGTH = 16 + SECRET + 4;

    private final String text;
    private final Id<Workspace> workspace;

    private TokenText(String text, Id<Workspace> workspace) {
        this.text = text;
        this.workspace = workspace;
    }

    /** A new token of {@code workspace} with a secret of 256 bits. */
    static TokenText create(Id<Workspace> workspace, Secrets secrets) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .putLong(workspace.value().getMostSignificantBits())
                .putLong(workspace.value().getLeastSignificantBits())
                .put(secrets.random(SECRET));
        bytes.putInt(checksum(bytes.array()));
        return new TokenText(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()), workspace);
    }

    /** The token written {@code text}, or empty when it is none: wrong form or wrong checksum. */
    public static Optional<TokenText> parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 70) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded);
        if (decoded.length != LENGTH || bytes.getInt(LENGTH - 4) != checksum(decoded)) {
            return Optional.empty();
        }
        return Optional.of(new TokenText(text, new Id<>(new UUID(bytes.getLong(0), bytes.getLong(8)))));
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, LENGTH - 4);
        return (int) crc.getValue();
    }

    public Id<Workspace> workspace() {
        return workspace;
    }

    /** Hex SHA-256 of the text: all that is stored of it. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The token itself, to be shown once. */
    public String reveal() {
        return text;
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "stw_…";
    }
}
