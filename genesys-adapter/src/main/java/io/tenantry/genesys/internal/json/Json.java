// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Parses a body by passing named fields to a reader. A repeated field is refused, because by default the last one would
 * win; depth, lengths and size are bounded; anything after the first value is refused.
 */
public final class Json {
    private static final int LARGEST = 64 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1_000_000)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .build();

    private Json() {}

    /** Reads one value at the parser. */
    @FunctionalInterface
    public interface Shape<T> {
        /** Returns the value, with the parser at its last token. */
        T read(JsonParser parser) throws IOException;
    }

    /** Takes one field of an object; the unread rest of its value is skipped. */
    @FunctionalInterface
    public interface Field {
        /** Takes the field, with the parser at its value. */
        void take(String name, JsonParser parser) throws IOException;
    }

    /** Takes one element of an array; the unread rest is skipped. */
    @FunctionalInterface
    public interface Element {
        /** Takes the element, with the parser at it. */
        void take(JsonParser parser) throws IOException;
    }

    /** Writes fields. */
    @FunctionalInterface
    public interface Content {
        /** Writes into the generator. */
        void write(JsonGenerator out) throws IOException;
    }

    /** Returns what the shape reads from a body that holds exactly one value. */
    public static <T> T parse(byte[] body, Shape<T> shape) throws UnreadableAnswerException {
        // Not every version of the parser measures a document that is in memory as a whole.
        if (body.length > LARGEST) {
            throw new UnreadableAnswerException("the body is larger than 64 MiB");
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() == null) {
                throw new UnreadableAnswerException("the body is empty");
            }
            T value = shape.read(parser);
            if (parser.nextToken() != null) {
                throw new UnreadableAnswerException("the body holds more than one value");
            }
            return value;
        } catch (UnreadableAnswerException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswerException("invalid JSON at " + place(e.getLocation()));
        } catch (IOException e) {
            throw new UnreadableAnswerException("not JSON");
        }
    }

    /** Passes on the fields with these names of the object at the parser, and skips the others. */
    public static void object(JsonParser parser, FieldNames names, Field field) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        long seen = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int place = names.place(name);
            parser.nextToken();
            if (place != FieldNames.OTHER) {
                seen = once(seen, place);
                field.take(names.name(place), parser);
            }
            parser.skipChildren();
        }
    }

    /** Returns the text of one field of the object at the parser, and skips the others; null if it is absent. */
    public static @Nullable String only(JsonParser parser, String field) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        String found = null;
        long seen = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals(field)) {
                seen = once(seen, 0);
                found = text(parser);
            }
            parser.skipChildren();
        }
        return found;
    }

    // A repeated field is harmless if it is skipped.
    private static long once(long seen, int place) throws UnreadableAnswerException {
        if ((seen >>> place & 1) != 0) {
            throw new UnreadableAnswerException("a field that comes twice");
        }
        return seen | 1L << place;
    }

    /** Passes on every element of the array at the parser. */
    public static void array(JsonParser parser, Element element) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.take(parser);
            parser.skipChildren();
        }
    }

    /** Passes on every value of the object at the parser, under any name. */
    public static void values(JsonParser parser, Element element) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        while (parser.nextFieldName() != null) {
            parser.nextToken();
            element.take(parser);
            parser.skipChildren();
        }
    }

    /** Returns the text at the parser; null for a JSON null. */
    public static @Nullable String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (token != JsonToken.VALUE_NULL) {
            throw unexpected(parser, "a text");
        }
        return null;
    }

    /** Returns the text at the parser; an empty text for a JSON null. */
    public static String textOrEmpty(JsonParser parser) throws IOException {
        String text = text(parser);
        return text == null ? "" : text;
    }

    /** Returns the integer at the parser. */
    public static long integer(JsonParser parser) throws IOException {
        expect(parser, JsonToken.VALUE_NUMBER_INT, "a number");
        return parser.getLongValue();
    }

    /** Returns the integer at the parser if it is zero or more, else empty. */
    public static OptionalLong count(JsonParser parser) throws IOException {
        boolean counts = parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0;
        return counts ? OptionalLong.of(parser.getLongValue()) : OptionalLong.empty();
    }

    /** Returns the boolean at the parser. */
    public static boolean truth(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE) {
            expect(parser, JsonToken.VALUE_FALSE, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** Returns the value; an absent one makes the answer unreadable. */
    public static <T> T required(@Nullable T value, String name) throws UnreadableAnswerException {
        if (value == null) {
            throw new UnreadableAnswerException("no " + name);
        }
        return value;
    }

    /** Returns a JSON object with this content. */
    public static byte[] object(Content content) {
        return bytes(out -> {
            out.writeStartObject();
            content.write(out);
            out.writeEndObject();
        });
    }

    /** Returns a JSON array of these texts. */
    public static byte[] array(Iterable<String> texts) {
        return bytes(out -> texts(out, texts));
    }

    /** Writes an array of texts. */
    public static void texts(JsonGenerator out, Iterable<String> texts) throws IOException {
        out.writeStartArray();
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new DirectoryException(
                    Failure.REJECTED,
                    "a value holds half a surrogate pair and cannot be sent; fix it in the source",
                    e);
        }
        return bytes.toByteArray();
    }

    private static void expect(JsonParser parser, JsonToken token, String what) throws UnreadableAnswerException {
        if (parser.currentToken() != token) {
            throw unexpected(parser, what);
        }
    }

    private static UnreadableAnswerException unexpected(JsonParser parser, String what) {
        return new UnreadableAnswerException("no " + what + " at " + place(parser.currentLocation()));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "an unknown place" : "byte " + location.getByteOffset();
    }
}
