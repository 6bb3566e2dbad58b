package dev.steward.http;

import io.micronaut.core.annotation.Nullable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Beside {@code @Body @IfAny byte @Nullable []}: a request without a body reaches the route. Micronaut does not see the null annotation of
 * an array's type, and refuses before the route can say which body it wants, or that it needs none.
 */
@Documented
@Nullable
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface IfAny {
}
