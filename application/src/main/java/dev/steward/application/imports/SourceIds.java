package dev.steward.application.imports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids of what imported rows become: UUIDv7 whose time is the row's and whose other bits are a hash of where it comes from. So the same row
 * gets the same id in a trial and in earnest, no two clash, and lists that go by id have the order of time.
 */
final class SourceIds {

    private final String system;
    private final String instance;

    SourceIds(String system, String instance) {
        this.system = system;
        this.instance = instance;
    }

    /** @param part tells apart what one row becomes */
    UUID of(RawRow row, String part, Instant time) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(String.join("\n", system, instance, row.table(), row.key(), part, String.valueOf(row.raw().get("created_at")))));
        long high = Math.max(0, time.toEpochMilli()) << 16 | 0x7000 | hash.getLong() & 0xfff;
        long low = 1L << 63 | hash.getLong() >>> 2;
        return new UUID(high, low);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
