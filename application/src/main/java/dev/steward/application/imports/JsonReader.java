package dev.steward.application.imports;

import dev.steward.domain.Json;
import java.util.Optional;

/** Understands JSON that a source keeps as text. */
public interface JsonReader {

    /** Empty when it is not one well-formed document. */
    Optional<Json> read(String text);
}
