package dev.steward.application.imports;

import dev.steward.application.CompactJson;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.domain.InvalidException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a raw row says, in the domain's terms; it may still point at other rows by their keys. */
interface Draft {

    /** Null when unknown: then the time of the import counts. */
    @Nullable Instant createdAt();

    @Nullable Instant updatedAt();

    /** The rows that it points at. */
    default List<Reference> references() {
        return List.of();
    }

    record Reference(String table, String key) {
    }

    /** A row of a table that Steward has no entity for. */
    record None() implements Draft {
        @Override
        public @Nullable Instant createdAt() {
            return null;
        }

        @Override
        public @Nullable Instant updatedAt() {
            return null;
        }
    }

    /**
     * A row and its draft.
     *
     * @param draft null when the row cannot be placed, whatever else there is
     * @param problem why, empty otherwise
     * @param changes values that are not the row's
     */
    record Read<D extends Draft>(RawRow row, String hash, @Nullable D draft, String problem, List<ChangedValue> changes) {

        static <D extends Draft> Read<D> of(RawRow row, Function<RowReader, D> reading) {
            RowReader reader = new RowReader(row);
            String hash = CompactJson.sha256(row.raw());
            try {
                return new Read<>(row, hash, reading.apply(reader), "", List.copyOf(reader.changes()));
            } catch (Unplaceable e) {
                return new Read<>(row, hash, null, e.reason(), List.of());
            } catch (InvalidException e) {
                return new Read<>(row, hash, null, e.violations().getFirst().message(), List.of());
            }
        }

        /** A row of which nothing is understood, only kept. */
        static Read<None> unread(RawRow row) {
            return of(row, reader -> new None());
        }
    }

    /** Why a row cannot be placed. */
    final class Unplaceable extends RuntimeException {
        private final String reason;

        Unplaceable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
