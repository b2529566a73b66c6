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
 * Parses a body by handing the fields that it names to a reader. Twice the same one is refused, because by default the last would
 * win; depth, lengths and size are bounded; whatever follows the first value is refused.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1_000_000)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .maxDocumentLength(64L * 1024 * 1024)
                    .build())
            .build();

    private Json() {}

    /** Reads one value out of a parser that stands at it. */
    @FunctionalInterface
    public interface Shape<T> {
        /** Returns the value, with the parser at its last token. */
        T read(JsonParser parser) throws IOException;
    }

    /** Takes one field of an object; what it leaves of its value is skipped. */
    @FunctionalInterface
    public interface Field {
        /** Takes the field, with the parser at its value. */
        void take(String name, JsonParser parser) throws IOException;
    }

    /** Takes one element of an array; what it does not read is skipped. */
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
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() == null) {
                throw new UnreadableAnswerException("an empty body where one is due");
            }
            T value = shape.read(parser);
            if (parser.nextToken() != null) {
                throw new UnreadableAnswerException("more than one value in a body");
            }
            return value;
        } catch (UnreadableAnswerException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswerException("not the JSON it should be, at " + place(e.getLocation()));
        } catch (IOException e) {
            throw new UnreadableAnswerException("not JSON");
        }
    }

    /** Hands over the fields with these names of the object at which the parser stands, and skips the rest. */
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

    /** Returns the text of one field of the object at which the parser stands, and skips the rest; null if it is not there. */
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

    // Of a field that is skipped, a second value is no danger.
    private static long once(long seen, int place) throws UnreadableAnswerException {
        if ((seen >>> place & 1) != 0) {
            throw new UnreadableAnswerException("a field that comes twice");
        }
        return seen | 1L << place;
    }

    /** Hands over every element of the array at which the parser stands. */
    public static void array(JsonParser parser, Element element) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.take(parser);
            parser.skipChildren();
        }
    }

    /** Returns the text at which the parser stands; null for a JSON null. */
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

    /** Returns the text at which the parser stands; an empty one for a JSON null. */
    public static String textOrEmpty(JsonParser parser) throws IOException {
        String text = text(parser);
        return text == null ? "" : text;
    }

    /** Returns the integer at which the parser stands. */
    public static long integer(JsonParser parser) throws IOException {
        expect(parser, JsonToken.VALUE_NUMBER_INT, "a number");
        return parser.getLongValue();
    }

    /** Returns the integer at which the parser stands, if it is one that can count something. */
    public static OptionalLong count(JsonParser parser) throws IOException {
        boolean counts = parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0;
        return counts ? OptionalLong.of(parser.getLongValue()) : OptionalLong.empty();
    }

    /** Returns the truth value at which the parser stands. */
    public static boolean truth(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE) {
            expect(parser, JsonToken.VALUE_FALSE, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** Returns the value if there is one. */
    public static <T> T required(@Nullable T value, String name) throws UnreadableAnswerException {
        if (value == null) {
            throw new UnreadableAnswerException("no " + name + " where one is due");
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
                    Failure.REJECTED, "a value holds half a character and cannot be sent; correct it at its source", e);
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
