package dev.steward.application.planning;

import dev.steward.domain.planning.PlannedFile;

/** The planned files of the cards of a workspace. */
public interface PlannedFileStore extends PlacedStore<PlannedFile> {
}
