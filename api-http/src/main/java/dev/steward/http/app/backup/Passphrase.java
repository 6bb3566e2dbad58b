package dev.steward.http.app.backup;

import dev.steward.jdbc.copy.CopyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/** What backups are encrypted with. It comes from a file or from the environment, never from an argument, and is in no text. */
public final class Passphrase {

    public static final String VARIABLE = "STEWARD_BACKUP_PASSPHRASE";
    public static final String FILE_VARIABLE = "STEWARD_BACKUP_PASSPHRASE_FILE";

    private static final int MIN_CHARACTERS = 12;
    private static final int MIN_DIFFERENT = 5;
    private static final int MAX_BYTES = 4_096;
    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final byte[] text;
    private @Nullable Encryption derivedFor;
    private byte @Nullable [] derived;

    private Passphrase(byte[] text) {
        this.text = text;
    }

    /**
     * The passphrase of an installation: in {@code file}, else in the file that the environment names, else in the environment itself;
     * empty when there is none, and backups are not encrypted.
     *
     * @throws CopyException saying why it cannot be read or is too weak
     */
    public static Optional<Passphrase> find(@Nullable Path file, Map<String, String> environment) {
        Optional<Path> named = named(file, environment);
        if (named.isPresent()) {
            return Optional.of(read(named.get()));
        }
        String text = environment.get(VARIABLE);
        return text == null ? Optional.empty() : Optional.of(of(text, VARIABLE));
    }

    /** The file that holds it, if it is in one. */
    public static Optional<Path> named(@Nullable Path file, Map<String, String> environment) {
        String variable = environment.get(FILE_VARIABLE);
        return file != null ? Optional.of(file) : variable == null || variable.isEmpty() ? Optional.empty() : Optional.of(Path.of(variable));
    }

    /** Whether other users than its owner may read or change the file; no where the file system cannot tell. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    private static Passphrase read(Path file) {
        String where = "the passphrase file " + file;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CopyException("The passphrase file " + file + " has " + Files.size(file) + " bytes, and " + MAX_BYTES + " are the most; it holds the passphrase and nothing else.");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
            return of(text.replaceFirst("\\R\\z", ""), where);
        } catch (NoSuchFileException e) {
            throw new CopyException("There is no passphrase file " + file + "; check --passphrase-file and " + FILE_VARIABLE + ".", e);
        } catch (AccessDeniedException e) {
            throw new CopyException("The passphrase file " + file + " cannot be read by this user; it has to belong to the user that runs Steward (chmod 600).", e);
        } catch (CharacterCodingException e) {
            throw new CopyException("The passphrase file " + file + " is no text in UTF-8; it holds the passphrase and nothing else.", e);
        } catch (IOException e) {
            throw new CopyException("The passphrase file " + file + " cannot be read: " + e.getMessage() + "; it has to be a file that this user may read.", e);
        }
    }

    /**
     * @param where it comes from, for people
     * @throws CopyException when it would be guessed too easily
     */
    public static Passphrase of(String text, String where) {
        if (text.isEmpty()) {
            throw new CopyException("There is no passphrase in " + where + ": it is empty. Put one of at least " + MIN_CHARACTERS
                    + " characters there, or name none at all for backups that are not encrypted.");
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        long characters = composed.codePoints().count();
        if (characters < MIN_CHARACTERS || composed.codePoints().distinct().count() < MIN_DIFFERENT) {
            throw new CopyException("The passphrase in " + where + " is too weak with " + characters + " characters, " + composed.codePoints().distinct().count()
                    + " of them different: it needs at least " + MIN_CHARACTERS + ", at least " + MIN_DIFFERENT + " of them different. Take five random words.");
        }
        return new Passphrase(composed.getBytes(StandardCharsets.UTF_8));
    }

    /** The key that belongs to these parameters. It takes a while by intention; that of the last call is kept. */
    synchronized byte[] key(Encryption encryption) {
        byte[] kept = derived;
        if (kept == null || !encryption.equals(derivedFor)) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withSalt(encryption.salt()).withMemoryAsKB(encryption.memoryKib()).withIterations(encryption.iterations()).withParallelism(encryption.lanes()).build());
            kept = new byte[KEY_BYTES];
            generator.generateBytes(text, kept);
            derived = kept;
            derivedFor = encryption;
        }
        return kept;
    }

    @Override
    public String toString() {
        return "a passphrase";
    }
}
