package dev.steward.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands between SQLite and the operating system's {@code fsync}, on Linux: sees which file is synced and when, and can make it
 * fail. SQLite's library calls {@code fsync} through an address that the dynamic linker filled in; this is found by the ELF
 * tables of the loaded library and replaced until {@link #close}. One at a time.
 */
public final class Syncs implements AutoCloseable {

    /** Carries out, or not, what SQLite asks for. Called on whichever thread SQLite works on, so on several at once. */
    public interface Watcher {
        /** @return false for a disk that fails; nothing is synced then */
        boolean before(Path file) throws IOException;

        void after(Path file) throws IOException;
    }

    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor FSYNC = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final int PROGRAM_DYNAMIC = 2;
    private static final int READ_WRITE = 3;
    private static final long LONGEST_NAME = 256;
    /** Tags of the dynamic section: the table of strings, of symbols, and two of relocations, each with its size. */
    private static final long STRINGS = 5;
    private static final long SYMBOLS = 6;
    private static final long[][] RELOCATIONS = {{23, 2}, {7, 8}};

    private final Arena arena = Arena.ofShared();
    private final Watcher watcher;
    private final MethodHandle fsync;
    private final MemorySegment slot;
    private final long original;

    /** SQLite's library must have been loaded: by any connection before. */
    public Syncs(Watcher watcher) {
        this.watcher = watcher;
        this.fsync = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("fsync"), FSYNC);
        try {
            this.slot = slot("fsync");
            MethodHandle upcall = MethodHandles.lookup().bind(this, "sync", MethodType.methodType(int.class, int.class));
            makeWritable(slot);
            this.original = slot.get(JAVA_LONG, 0);
            slot.set(JAVA_LONG, 0, LINKER.upcallStub(upcall, FSYNC, arena).address());
        } catch (Throwable e) {
            throw new IllegalStateException("SQLite's calls of fsync cannot be seen", e);
        }
    }

    /** What SQLite calls instead. Nothing may be thrown into native code. */
    @SuppressWarnings("unused")
    private int sync(int descriptor) {
        try {
            Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            if (!watcher.before(file)) {
                return -1;
            }
            int answer = (int) fsync.invokeExact(descriptor);
            watcher.after(file);
            return answer;
        } catch (Throwable e) {
            return -1;
        }
    }

    private static MemorySegment slot(String function) throws IOException {
        long base = base();
        long dynamic = dynamic(base);
        long strings = address(base, entry(dynamic, STRINGS));
        long symbols = address(base, entry(dynamic, SYMBOLS));
        for (long[] tags : RELOCATIONS) {
            long table = address(base, entry(dynamic, tags[0]));
            long size = entry(dynamic, tags[1]);
            for (long at = table; at < table + size; at += 24) {
                long symbol = symbols + 24 * (number(at + 8) >>> 32);
                if (at(strings + at(symbol, 4).get(JAVA_INT, 0), LONGEST_NAME).getString(0).equals(function)) {
                    return at(base + number(at), 8);
                }
            }
        }
        throw new IOException("SQLite's library does not call " + function);
    }

    private static long base() throws IOException {
        List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
        String first = maps.stream().filter(line -> line.endsWith("libsqlitejdbc.so") && line.split(" +")[2].matches("0+")).findFirst()
                .orElseThrow(() -> new IOException("SQLite's library is not loaded"));
        return Long.parseUnsignedLong(first.substring(0, first.indexOf('-')), 16);
    }

    private static long dynamic(long base) throws IOException {
        long headers = base + number(base + 32);
        int size = at(base + 54, 2).get(JAVA_SHORT, 0);
        int count = at(base + 56, 2).get(JAVA_SHORT, 0);
        for (int i = 0; i < count; i++) {
            long header = headers + (long) i * size;
            if (at(header, 4).get(JAVA_INT, 0) == PROGRAM_DYNAMIC) {
                return base + number(header + 16);
            }
        }
        throw new IOException("SQLite's library has no dynamic section");
    }

    /** The value under a tag of the dynamic section; 0 when it is not there. */
    private static long entry(long dynamic, long tag) {
        for (long at = dynamic; number(at) != 0; at += 16) {
            if (number(at) == tag) {
                return number(at + 8);
            }
        }
        return 0;
    }

    /** Some linkers put addresses in memory into the section, some leave what is in the file. */
    private static long address(long base, long value) {
        return Long.compareUnsigned(value, base) < 0 ? base + value : value;
    }

    private static long number(long address) {
        return at(address, 8).get(JAVA_LONG, 0);
    }

    private static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /** Once it was filled in, the linker made the page read-only. */
    private static void makeWritable(MemorySegment slot) throws Throwable {
        int page = (int) LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("getpagesize"), FunctionDescriptor.of(JAVA_INT)).invokeExact();
        MethodHandle protect = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("mprotect"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        if ((int) protect.invokeExact(MemorySegment.ofAddress(slot.address() / page * page), (long) page, READ_WRITE) != 0) {
            throw new IOException("The page cannot be made writable");
        }
    }

    /** Call it when nobody syncs any more. */
    @Override
    public void close() {
        slot.set(JAVA_LONG, 0, original);
        arena.close();
    }
}
