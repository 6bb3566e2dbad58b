package dev.steward.http.app.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM in chunks, so that a file of any length is encrypted and checked in a little memory: the construction STREAM of
 * Hoang, Reyhanitabar, Rogaway and Vizár (2015). The nonce of a chunk is seven zero bytes, its number, and whether it is the last
 * one. So a chunk that is changed, moved, repeated or left out is found, and so is an end that is missing. A key is used for one
 * file alone; therefore the nonces need no random part.
 */
final class SealedStream {

    static final int CHUNK = 64 << 10;
    private static final int TAG = 16;
    private static final int NONCE = 12;

    private SealedStream() {
    }

    /** What is there is not what was written; its message goes on after the name of the file. */
    static final class BrokenException extends IOException {
        private BrokenException(String how, @Nullable Throwable cause) {
            super(how, cause);
        }
    }

    private static byte[] chunk(int mode, SecretKey key, long number, boolean last, byte[] bytes, int length) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE).position(7).putInt(Math.toIntExact(number)).put((byte) (last ? 1 : 0)).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        return cipher.doFinal(bytes, 0, length);
    }

    /** Encrypts what is written to it. Without {@link #finish} the file counts as cut short. */
    static final class Output extends OutputStream {

        private final SecretKey key;
        private final OutputStream to;
        private final byte[] waiting = new byte[CHUNK];
        private int filled;
        private long number;

        Output(SecretKey key, OutputStream to) {
            this.key = key;
            this.to = to;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int done = 0; done < length;) {
                if (filled == CHUNK) {
                    seal(false);
                }
                int portion = Math.min(length - done, CHUNK - filled);
                System.arraycopy(bytes, from + done, waiting, filled, portion);
                filled += portion;
                done += portion;
            }
        }

        /** Writes the last chunk, which says that it is the last. */
        void finish() throws IOException {
            seal(true);
        }

        private void seal(boolean last) throws IOException {
            try {
                to.write(chunk(Cipher.ENCRYPT_MODE, key, number, last, waiting, filled));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java has AES-GCM", e);
            }
            number++;
            filled = 0;
        }
    }

    /** Decrypts, and gives out nothing that was not found to be what was written. The end is reached only where the writer finished. */
    static final class Input extends InputStream {

        private final SecretKey key;
        private final InputStream from;
        private byte[] next;
        private byte[] open = new byte[0];
        private int at;
        private long number;
        private boolean last;

        Input(SecretKey key, InputStream from) throws IOException {
            this.key = key;
            this.from = from;
            this.next = from.readNBytes(CHUNK + TAG);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int to, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (at == open.length) {
                if (last) {
                    return -1;
                }
                unseal();
            }
            int portion = Math.min(length, open.length - at);
            System.arraycopy(open, at, bytes, to, portion);
            at += portion;
            return portion;
        }

        @Override
        public int available() {
            return open.length - at;
        }

        private void unseal() throws IOException {
            byte[] sealed = next;
            next = sealed.length == CHUNK + TAG ? from.readNBytes(CHUNK + TAG) : new byte[0];
            boolean ends = next.length == 0;
            if (sealed.length < TAG) {
                throw new BrokenException("is cut short", null);
            }
            try {
                open = chunk(Cipher.DECRYPT_MODE, key, number, ends, sealed, sealed.length);
            } catch (AEADBadTagException e) {
                throw new BrokenException(ends && isInTheMiddle(sealed) ? "is cut short" : "was changed, or is cut short", e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java has AES-GCM", e);
            }
            at = 0;
            number++;
            last = ends;
        }

        /** A whole chunk that is not the last one, and nothing follows it. */
        private boolean isInTheMiddle(byte[] sealed) {
            try {
                chunk(Cipher.DECRYPT_MODE, key, number, false, sealed, sealed.length);
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
