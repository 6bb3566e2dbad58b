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

    /** The operationId; in a {@link ResourceController} only its verb, to which the resource's name is added. */
    String value();

    /** One sentence; made from the verb and the resource when empty. */
    String summary() default "";

    /** Name of the shape of the body; that of the resource for its create and update. */
    String body() default "";

    /** Whether the body may be left out. */
    boolean bodyOptional() default false;

    /** Name of the shape of the answer; that of the resource when empty. */
    String answer() default "";

    /** Whether the answer is a page of such. */
    boolean list() default false;

    /** Query parameters, each as {@code name: what it does}. */
    String[] parameters() default {};

    /** Status of success. */
    int status() default 200;

    /** Media type of the answer. */
    String produces() default "application/json";
}
