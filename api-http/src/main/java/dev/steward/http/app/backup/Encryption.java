package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How the key of an encrypted backup follows from its passphrase: by Argon2id (RFC 9106), version 1.3. One salt is one backup's, so
 * no key is ever used for two.
 *
 * @param saltHex 16 to 64 bytes
 */
record Encryption(String saltHex, int memoryKib, int iterations, int lanes) {

    static final String CIPHER = "AES-256-GCM-STREAM";
    static final String DERIVATION = "argon2id";

    /** The second choice of RFC 9106, for machines with little memory, in one lane: the derivation runs in one thread. */
    private static final int MEMORY_KIB = 64 << 10;
    private static final int ITERATIONS = 3;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;

    /** More than these would let a changed manifest take all memory, or all time. */
    Encryption {
        int length = HexFormat.of().parseHex(saltHex).length;
        if (length < SALT_BYTES || length > 64 || memoryKib < 8 || memoryKib > 1 << 20 || iterations < 1 || iterations > 100 || lanes < 1 || lanes > 16) {
            throw new IllegalArgumentException("Parameters out of bounds");
        }
    }

    static Encryption fresh() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new Encryption(HexFormat.of().formatHex(salt), MEMORY_KIB, ITERATIONS, LANES);
    }

    byte[] salt() {
        return HexFormat.of().parseHex(saltHex);
    }

    Json.Obj toJson() {
        return Json.obj("cipher", Json.of(CIPHER)).with("key_derivation", Json.of(DERIVATION)).with("salt", Json.of(saltHex))
                .with("memory_kib", Json.of(memoryKib)).with("iterations", Json.of(iterations)).with("lanes", Json.of(lanes));
    }

    /** @throws RuntimeException of any kind when it is not one that this program knows */
    static Encryption of(Json.Obj json) {
        if (!JsonText.text(json, "cipher").equals(CIPHER) || !JsonText.text(json, "key_derivation").equals(DERIVATION)) {
            throw new IllegalArgumentException("An unknown cipher");
        }
        return new Encryption(JsonText.text(json, "salt"), JsonText.integer(json, "memory_kib"), JsonText.integer(json, "iterations"), JsonText.integer(json, "lanes"));
    }
}
