package dev.steward.application.planning;

import dev.steward.application.Store;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;

/** The context artifacts of a workspace. {@link #find} reads the content, {@link #list} leaves it {@link Content.Unread}. */
public interface ContextArtifactStore extends Store<ContextArtifact> {
}
