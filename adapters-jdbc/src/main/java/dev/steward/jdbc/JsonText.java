package dev.steward.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.steward.domain.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON values from and to text. */
public final class JsonText {

    /** How deep a document may nest. */
    public static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            // Not one for each thread, as is the default: a virtual thread lives for one request.
            .recyclerPool(JsonRecyclerPools.sharedLockFreePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(400)
                    .maxNameLength(1_000)
                    .build())
            .build();

    private JsonText() {
    }

    /** @throws IOException when {@code utf8} is not exactly one well-formed JSON document within the bounds */
    public static Json parse(byte[] utf8) throws IOException {
        // Decoded first: given bytes, Jackson guesses UTF-16 and UTF-32, too, and takes overlong forms for what they spell.
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        try (JsonParser parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.length())) {
            return document(parser);
        } catch (NumberFormatException e) {
            throw new IOException("A number's exponent has too many digits", e);
        }
    }

    /** Reads text that Steward wrote itself. */
    public static Json stored(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return document(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Json.Obj storedObject(String text) {
        return (Json.Obj) stored(text);
    }

    public static List<Json.Obj> storedObjects(String text) {
        return text.equals("[]") ? List.of() : ((Json.Arr) stored(text)).items().stream().map(Json.Obj.class::cast).toList();
    }

    public static List<String> storedTexts(String text) {
        return ((Json.Arr) stored(text)).items().stream().map(item -> ((Json.Text) item).value()).toList();
    }

    /** Texts as a JSON array, for {@link #storedTexts}. */
    public static String writeTexts(List<String> texts) {
        return write(Json.of(texts.stream().map(Json::of).toList()));
    }

    /** A text member of an object that Steward wrote itself. */
    public static String text(Json.Obj object, String name) {
        return object.get(name) instanceof Json.Text text ? text.value() : "";
    }

    /** A whole number of an object that Steward wrote itself. */
    public static int integer(Json.Obj object, String name) {
        return object.get(name) instanceof Json.Num number ? number.value().intValueExact() : 0;
    }

    /** As it is stored and hashed: unlike in {@link #bytes}, characters beyond the first plane stand for themselves. */
    public static String write(Json value) {
        BufferRecycler buffers = FACTORY._getBufferRecycler();
        SegmentedStringWriter text = new SegmentedStringWriter(buffers); // not synchronized at each piece
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(value, generator);
            generator.flush();
            return text.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            buffers.releaseToPool();
        }
    }

    public static byte[] bytes(Json value) {
        BufferRecycler buffers = FACTORY._getBufferRecycler();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(buffers); JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            write(value, generator);
            generator.flush();
            return bytes.getClearAndRelease();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            buffers.releaseToPool();
        }
    }

    private static Json document(JsonParser parser) throws IOException {
        parser.nextToken();
        Json value = value(parser);
        if (parser.nextToken() != null) {
            throw new IOException("Something follows the end of the document");
        }
        return value;
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("The document is empty");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield new Json.Obj(members);
            }
            case START_ARRAY -> {
                List<Json> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Json.Arr(items);
            }
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getDecimalValue());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IOException("Unexpected " + token);
        };
    }

    private static void write(Json value, JsonGenerator generator) throws IOException {
        switch (value) {
            case Json.Obj object -> {
                generator.writeStartObject();
                object.members().forEach((name, member) -> write(name, member, generator));
                generator.writeEndObject();
            }
            case Json.Arr array -> {
                generator.writeStartArray();
                for (Json item : array.items()) {
                    write(item, generator);
                }
                generator.writeEndArray();
            }
            case Json.Text text -> generator.writeString(text.value());
            case Json.Num number -> write(number.value(), generator);
            case Json.Bool bool -> generator.writeBoolean(bool.value());
            case Json.Null nothing -> generator.writeNull();
        }
    }

    private static void write(String name, Json member, JsonGenerator generator) {
        try {
            generator.writeFieldName(name);
            write(member, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(BigDecimal number, JsonGenerator generator) throws IOException {
        if (number.scale() == 0 && number.precision() < 19) {
            generator.writeNumber(number.longValue());
        } else {
            generator.writeNumber(number);
        }
    }
}
