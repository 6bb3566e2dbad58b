package dev.steward.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the API description says of a route that its path and types do not say. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {

    /** The verb: {@code start} of {@code /sessions/{id}/start}; with the resource's name it makes the operationId. */
    String value();

    /** One sentence; made from the verb and the resource when empty. */
    String summary() default "";

    /** Name of the shape of the body; the resource's own for create and update. */
    String body() default "";

    /** Name of the shape of the answer; the resource's own when empty. */
    String answer() default "";
}
