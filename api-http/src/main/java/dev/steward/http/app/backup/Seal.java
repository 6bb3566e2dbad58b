package dev.steward.http.app.backup;

import dev.steward.jdbc.copy.TableDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How the files of one backup lie in it: as they are, or encrypted. Of an encrypted one the manifest stays readable, and is
 * authenticated; the digests of the tables are keyed, because that of a small table would confirm a guess of what is in it.
 */
final class Seal {

    static final Seal NONE = new Seal(null);
    static final String SUFFIX = ".enc";

    private final byte @Nullable [] key;

    private Seal(byte @Nullable [] key) {
        this.key = key;
    }

    static Seal of(Passphrase passphrase, Encryption encryption) {
        return new Seal(passphrase.key(encryption));
    }

    /** The name of the file in which a part lies. */
    String name(String part) {
        return key == null ? part : part + SUFFIX;
    }

    /** Writes a part as it is to lie in the backup. */
    void write(String part, OutputStream out, BackupFiles.Content content) throws IOException {
        if (key == null) {
            content.writeTo(out);
        } else {
            SealedStream.Output sealed = new SealedStream.Output(key(key, "part " + part, "AES"), out);
            content.writeTo(sealed);
            sealed.finish();
        }
    }

    /** Reads a part as it was before it was written; closing it closes {@code in}. */
    InputStream reading(String part, InputStream in) throws IOException {
        return key == null ? in : new SealedStream.Input(key(key, "part " + part, "AES"), in);
    }

    /** What a manifest says of a table. */
    TableDigest digest(String table, TableDigest plain) {
        return key == null ? plain : new TableDigest(plain.rows(), mac("table " + table, plain.sha256().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Only who knows the passphrase can make it; constant for the same manifest. */
    String ofManifest(byte[] manifest) {
        return mac("manifest", manifest);
    }

    private String mac(String purpose, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key(java.util.Objects.requireNonNull(key), purpose, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC", e);
        }
    }

    /** A key for each purpose (RFC 5869), so a file that was put in the place of another one does not open. */
    private static SecretKey key(byte[] master, String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, HKDFParameterSpec.ofExtract().addIKM(new SecretKeySpec(master, "Generic"))
                    .thenExpand(("steward backup " + purpose).getBytes(StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 25 has HKDF", e);
        }
    }
}
