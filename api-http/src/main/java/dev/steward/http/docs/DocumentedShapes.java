package dev.steward.http.docs;

import dev.steward.application.Shape;
import java.util.List;

/** Shapes that operations name beside those of the uniform resources. */
public record DocumentedShapes(List<Shape<?>> shapes) {
}
