package dev.steward.http.app;

import dev.steward.application.workspace.SecretBox;
import dev.steward.application.workspace.Secrets;
import dev.steward.jdbc.copy.CopyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals with AES-256-GCM. The keys come from {@code STEWARD_SECRET_KEY}, else from {@code secret.key} in the data folder, made there with
 * mode 0600 when there is none; never from the database. The first one seals, all open; each sealed text names its key. The file's keys open also where the
 * environment has one, so that moving from one to the other loses nothing.
 */
public final class SecretKeys implements SecretBox {

    public static final String FILE = "secret.key";
    public static final String VARIABLE = "STEWARD_SECRET_KEY";

    private static final String FORM = "v1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_FILE = 16_384;

    private final Map<String, SecretKeySpec> keys;
    private final String current;
    private final Secrets random;

    private SecretKeys(List<byte[]> keys, Secrets random) {
        this.keys = new LinkedHashMap<>();
        keys.forEach(key -> this.keys.putIfAbsent(name(key), new SecretKeySpec(key, "AES")));
        this.current = this.keys.keySet().iterator().next();
        this.random = random;
    }

    /**
     * The keys of an installation; makes one when there is none.
     *
     * @throws CopyException saying why they cannot be read or kept
     */
    public static SecretKeys ofInstallation(Path dataDir, Map<String, String> environment, Secrets random) {
        return existing(dataDir, environment, random).orElseGet(() -> {
            byte[] key = random.random(KEY_BYTES);
            return keep(dataDir.resolve(FILE), key) ? new SecretKeys(List.of(key), random)
                    : existing(dataDir, environment, random).orElseThrow(() -> new CopyException("The key file " + dataDir.resolve(FILE) + " is there and holds no key; delete it, or bring the right one back."));
        });
    }

    /**
     * Nothing, when the keys there are, if any, can be read: asked before a server starts.
     *
     * @throws CopyException saying why they cannot
     */
    public static void require(Path dataDir, Map<String, String> environment) {
        existing(dataDir, environment, byte[]::new);
    }

    /** The same without making one. */
    public static Optional<SecretKeys> existing(Path dataDir, Map<String, String> environment, Secrets random) {
        List<byte[]> keys = new ArrayList<>();
        String variable = environment.get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            keys.addAll(Arrays.stream(variable.split(",")).map(text -> key(text.strip(), VARIABLE)).toList());
        }
        keys.addAll(inFile(dataDir.resolve(FILE)));
        return keys.isEmpty() ? Optional.empty() : Optional.of(new SecretKeys(keys, random));
    }

    private static List<byte[]> inFile(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (Files.size(file) > MAX_FILE) {
                throw new CopyException("The key file " + file + " has " + Files.size(file) + " bytes; it holds keys, one a line, and nothing else.");
            }
            return Files.readString(file).lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).map(line -> key(line, file.toString())).toList();
        } catch (AccessDeniedException e) {
            throw new CopyException("The key file " + file + " cannot be read by this user; it has to belong to the user that runs Steward (chmod 600).", e);
        } catch (IOException e) {
            throw new CopyException("The key file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static byte[] key(String text, String where) {
        Supplier<CopyException> wrong = () -> new CopyException("What is in " + where + " is no key: a key is " + KEY_BYTES
                + " random bytes in Base64, such as 'openssl rand -base64 32' prints.");
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length != KEY_BYTES) {
                throw wrong.get();
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw wrong.get();
        }
    }

    /** False when somebody else was first. */
    private static boolean keep(Path file, byte[] key) {
        try {
            boolean posix = file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix");
            Path made = posix ? Files.createTempFile(file.toAbsolutePath().getParent(), ".secret-", ".key", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(file.toAbsolutePath().getParent(), ".secret-", ".key");
            try {
                Files.writeString(made, "# Seals secrets in the database; without it they cannot be opened. Keep a copy, apart from the backups.\n"
                        + Base64.getEncoder().encodeToString(key) + "\n");
                Files.createLink(file, made); // whole at once, and refused when it is there
            } finally {
                Files.deleteIfExists(made);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new CopyException("The key of secrets could not be kept in " + file + ": " + e.getMessage() + ". Make the folder writable, or set " + VARIABLE + ".", e);
        }
    }

    /** Tells keys apart, and nothing about them. */
    private static String name(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("steward secret key ".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String seal(byte[] secret, String context) {
        byte[] nonce = random.random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce, context).doFinal(secret);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return FORM + "." + current + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    @Override
    public byte[] open(String sealed, String context) {
        String[] parts = sealed.split("\\.");
        if (parts.length != 3 || !parts[0].equals(FORM)) {
            throw new CannotOpen("It is not sealed in a form that this Steward knows");
        }
        if (!keys.containsKey(parts[1])) {
            throw new CannotOpen("It was sealed by the key " + parts[1].replaceAll("[^0-9a-f]", "?") + ", which is not there; bring " + FILE + " or " + VARIABLE
                    + " back as it was, or make a new secret");
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(parts[2]);
            return cipher(Cipher.DECRYPT_MODE, parts[1], Arrays.copyOf(all, NONCE_BYTES), context).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CannotOpen("It was changed, or belongs to another row; make a new secret");
        }
    }

    private Cipher cipher(int mode, String key, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(key), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((FORM + " " + key + " " + context).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public boolean isCurrent(String sealed) {
        return sealed.startsWith(FORM + "." + current + ".");
    }

    @Override
    public String toString() {
        return "SecretKeys" + keys.keySet().stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
