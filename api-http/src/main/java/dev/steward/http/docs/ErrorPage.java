package dev.steward.http.docs;

import dev.steward.domain.ErrorCode;

/** Every way to be refused, for people: as the page {@code /docs/errors} and as docs/errors.md. */
public final class ErrorPage {

    private static final String INTRODUCTION = "Every refusal is %s (RFC 9457). Branch on %s: it never changes its meaning.";

    private ErrorPage() {
    }

    public static String markdown() {
        StringBuilder text = new StringBuilder("# Errors\n\n" + INTRODUCTION.formatted("`application/problem+json`", "`code`")
                + "\n\n| code | status | means | what to do |\n|---|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            text.append("| `%s` | %d | %s. | %s |\n".formatted(code.word(), code.status(), code.title(), code.remedy()));
        }
        return text.toString();
    }

    static String html() {
        StringBuilder rows = new StringBuilder();
        for (ErrorCode code : ErrorCode.values()) {
            rows.append("<tr id=\"%s\"><td><code>%s</code></td><td>%d</td><td>%s.</td><td>%s</td></tr>\n"
                    .formatted(code.word(), code.word(), code.status(), code.title(), code.remedy()));
        }
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8"><title>Steward: errors</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
                td,th{border:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top}tr:target{background:#fff3bf}</style>
                </head>
                <body>
                <h1>Errors</h1>
                <p>""" + INTRODUCTION.formatted("<code>application/problem+json</code>", "<code>code</code>") + """
                </p>
                <table><tr><th>code</th><th>status</th><th>means</th><th>what to do</th></tr>
                """ + rows + "</table>\n</body>\n</html>\n";
    }
}
