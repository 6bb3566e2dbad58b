package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out is what went in, or nothing does. */
final class SealedStreamTest {

    private static final int SEALED = SealedStream.CHUNK + 16;
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");

    private static byte[] plain(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] seal(byte[] plain) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        SealedStream.Output out = new SealedStream.Output(KEY, to);
        for (int at = 0; at < plain.length;) { // in pieces that are no chunks
            int portion = Math.min(plain.length - at, 10_007);
            out.write(plain, at, portion);
            at += portion;
        }
        out.finish();
        return to.toByteArray();
    }

    private static byte[] open(byte[] sealed) throws IOException {
        return new SealedStream.Input(KEY, new ByteArrayInputStream(sealed)).readAllBytes();
    }

    private static void assertBroken(byte[] sealed, String how) {
        assertThatThrownBy(() -> open(sealed)).as(how).isInstanceOf(SealedStream.BrokenException.class).hasMessageContaining("cut short");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, SealedStream.CHUNK - 1, SealedStream.CHUNK, SealedStream.CHUNK + 1, 3 * SealedStream.CHUNK, 3 * SealedStream.CHUNK + 5})
    void anyLengthComesBack(int length) throws IOException {
        byte[] sealed = seal(plain(length));

        assertThat(open(sealed)).isEqualTo(plain(length));
        assertThat(sealed.length).isEqualTo(length + 16 * Math.max(1, Math.ceilDiv(length, SealedStream.CHUNK)));
    }

    @Test
    void everyFlippedBitOfASmallFileIsFound() throws IOException {
        byte[] sealed = seal(plain(150));
        for (int at = 0; at < sealed.length * 8; at++) {
            byte[] flipped = sealed.clone();
            flipped[at / 8] ^= (byte) (1 << at % 8);
            assertBroken(flipped, "bit " + at);
        }
    }

    @Test
    void aFlippedByteInWhicheverChunkIsFound() throws IOException {
        byte[] sealed = seal(plain(3 * SealedStream.CHUNK + 100));
        Set<Integer> places = new TreeSet<>(Set.of(0, SEALED - 1, SEALED, 2 * SEALED - 17, 3 * SEALED, sealed.length - 1));
        new Random(1).ints(60, 0, sealed.length).forEach(places::add);
        for (int at : places) {
            byte[] flipped = sealed.clone();
            flipped[at] ^= 1;
            assertBroken(flipped, "byte " + at);
        }
    }

    @Test
    void anEndThatIsMissingIsFoundWhereverItWasCut() throws IOException {
        byte[] sealed = seal(plain(2 * SealedStream.CHUNK + 100));
        Set<Integer> lengths = new TreeSet<>(Set.of(0, 1, 15, 16, SEALED - 1, SEALED, SEALED + 1, 2 * SEALED, 2 * SEALED + 15, sealed.length - 1));
        for (int length : lengths) {
            assertBroken(Arrays.copyOf(sealed, length), "cut to " + length);
        }
        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, SEALED))).as("at the end of a chunk").hasMessage("is cut short");
        byte[] exactly = seal(plain(2 * SealedStream.CHUNK));
        assertThatThrownBy(() -> open(Arrays.copyOf(exactly, SEALED))).hasMessage("is cut short");
    }

    @Test
    void chunksThatWereMovedRepeatedLeftOutOrAddedAreFound() throws IOException {
        byte[] sealed = seal(plain(4 * SealedStream.CHUNK));
        assertBroken(chunks(sealed, 1, 0, 2, 3), "moved");
        assertBroken(chunks(sealed, 0, 0, 2, 3), "repeated");
        assertBroken(chunks(sealed, 0, 2, 3), "left out");
        assertBroken(chunks(sealed, 0, 1, 2, 3, 3), "added");
        assertBroken(chunks(sealed, 1, 2, 3), "begun too late");
        assertThat(open(chunks(sealed, 0, 1, 2, 3))).hasSize(4 * SealedStream.CHUNK);
    }

    private static byte[] chunks(byte[] sealed, int... numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int number : numbers) {
            out.write(sealed, number * SEALED, SEALED);
        }
        return out.toByteArray();
    }

    @Test
    void aWriterThatNeverFinishedWroteNothingThatOpens() throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        new SealedStream.Output(KEY, to).write(plain(2 * SealedStream.CHUNK + 1));
        assertBroken(to.toByteArray(), "never finished");
    }

    @Test
    void aFileInThePlaceOfAnotherOneDoesNotOpen() throws IOException {
        Seal seal = Seal.of(Passphrase.of("correct horse battery", "a test"), Encryption.fresh());
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        seal.write("tag", to, out -> out.write(plain(1_000)));

        assertThat(seal.reading("tag", new ByteArrayInputStream(to.toByteArray())).readAllBytes()).isEqualTo(plain(1_000));
        assertThatThrownBy(() -> seal.reading("event", new ByteArrayInputStream(to.toByteArray())).readAllBytes()).isInstanceOf(SealedStream.BrokenException.class);
    }
}
