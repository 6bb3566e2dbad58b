package dev.steward.http.docs;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.http.Open;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The API description and its pages. Everything is bundled, so they work without a network. */
@Open
@Controller
final class DocsController {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript",
            "favicon-32x32.png", "image/png");

    private final BeanProvider<OpenApi> description;
    private final String webjar;

    DocsController(BeanProvider<OpenApi> description, @Value("${steward.docs.swagger-ui}") String version) {
        this.description = description;
        this.webjar = "META-INF/resources/webjars/swagger-ui/" + version + "/";
    }

    @Get(value = "/openapi.yaml", produces = "application/yaml")
    String openApi() {
        return description.get().yaml();
    }

    @Get(value = "/docs", produces = MediaType.TEXT_HTML)
    HttpResponse<String> docs() {
        return page("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8"><title>Steward API</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
                <link rel="icon" href="/docs/assets/favicon-32x32.png">
                </head>
                <body>
                <div id="api"></div>
                <script src="/docs/assets/swagger-ui-bundle.js"></script>
                <script src="/docs/assets/start.js"></script>
                </body>
                </html>
                """);
    }

    @Get(value = "/docs/assets/start.js", produces = "text/javascript")
    String start() {
        return """
                SwaggerUIBundle({url: "/openapi.yaml", dom_id: "#api", deepLinking: true, persistAuthorization: false, docExpansion: "list"});
                """;
    }

    @Get("/docs/assets/{name}")
    HttpResponse<byte[]> asset(String name) {
        String type = ASSETS.get(name);
        if (type == null) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "The documentation has no asset '" + name + "'.");
        }
        try (InputStream asset = DocsController.class.getClassLoader().getResourceAsStream(webjar + name)) {
            if (asset == null) {
                throw new IllegalStateException("The package lacks " + webjar + name);
            }
            return HttpResponse.ok(asset.readAllBytes()).contentType(type).header("Cache-Control", "max-age=3600");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Get(value = "/docs/errors", produces = MediaType.TEXT_HTML)
    HttpResponse<String> errors() {
        return page(ErrorPage.html());
    }

    private static HttpResponse<String> page(String html) {
        return HttpResponse.ok(html).header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer");
    }
}
