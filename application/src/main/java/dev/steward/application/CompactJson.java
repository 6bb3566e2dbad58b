package dev.steward.application;

import dev.steward.domain.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;

/** JSON without spaces, members in their order, letter by letter as the adapters store it; and the hash of that. */
public final class CompactJson {

    private CompactJson() {
    }

    /** SHA-256 of the text in UTF-8, in lower-case hexadecimal digits. */
    public static String sha256(Json value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(write(value).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public static String write(Json value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Json value, StringBuilder text) {
        switch (value) {
            case Json.Obj object -> {
                text.append('{');
                for (Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator(); members.hasNext(); ) {
                    Map.Entry<String, Json> member = members.next();
                    quote(member.getKey(), text);
                    text.append(':');
                    write(member.getValue(), text);
                    text.append(members.hasNext() ? "," : "");
                }
                text.append('}');
            }
            case Json.Arr array -> {
                text.append('[');
                for (Iterator<Json> items = array.items().iterator(); items.hasNext(); ) {
                    write(items.next(), text);
                    text.append(items.hasNext() ? "," : "");
                }
                text.append(']');
            }
            case Json.Text string -> quote(string.value(), text);
            case Json.Num number -> text.append(number.value().toPlainString());
            case Json.Bool bool -> text.append(bool.value());
            case Json.Null nothing -> text.append("null");
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04X".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
