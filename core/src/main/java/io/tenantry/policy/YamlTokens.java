// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import io.tenantry.policy.Node.Spot;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The tokens of a text in YAML 1.1. The only class that uses SnakeYAML, so that all others load without it.
 *
 * <p>It takes the events of SnakeYAML's parser, which makes no objects and follows no aliases: an alias is a text here,
 * the name that it uses.
 */
final class YamlTokens implements Tokens {
    /** What a text without quotation marks can be; all else is a text. Whether it is true or false, the text says. */
    private static final Map<Tag, JsonToken> KINDS = Map.of(
            Tag.INT, JsonToken.VALUE_NUMBER_INT,
            Tag.FLOAT, JsonToken.VALUE_NUMBER_FLOAT,
            Tag.BOOL, JsonToken.VALUE_TRUE,
            Tag.NULL, JsonToken.VALUE_NULL);

    private final Parser parser;
    private final Resolver resolver = new Resolver();
    /** Of each map and list around the token, the innermost first, whether it is a map. */
    private final Deque<Boolean> maps = new ArrayDeque<>();

    private @Nullable Event event;
    private @Nullable JsonToken token;

    YamlTokens(String text) {
        parser = new ParserImpl(new StreamReader(new StringReader(text)), new LoaderOptions());
    }

    @Override
    public @Nullable JsonToken next() throws IOException {
        do {
            event = event();
            token = event == null ? null : token(event);
        } while (token == JsonToken.NOT_AVAILABLE);
        return token;
    }

    private @Nullable Event event() throws IOException {
        try {
            return parser.getEvent();
        } catch (YAMLException e) {
            throw fault(String.valueOf(e.getMessage()));
        } catch (NumberFormatException e) {
            throw fault("Malformed Number token: failed to tokenize due to ("
                    + e.getClass().getName() + "): " + e.getMessage());
        }
    }

    private @Nullable JsonToken token(Event event) throws IOException {
        if (event.is(Event.ID.StreamEnd)) {
            return null;
        }
        if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
            return maps.pop() ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
        if (isInMap() && token != JsonToken.FIELD_NAME) {
            return key(event);
        }
        return event instanceof NodeEvent node ? value(node) : JsonToken.NOT_AVAILABLE;
    }

    private boolean isInMap() {
        return Boolean.TRUE.equals(maps.peek());
    }

    private JsonToken key(Event event) throws IOException {
        if (!(event instanceof ScalarEvent)) {
            throw fault("Expected a field name (Scalar value in YAML), got this instead: " + event);
        }
        return JsonToken.FIELD_NAME;
    }

    private JsonToken value(NodeEvent value) throws IOException {
        if (value instanceof ScalarEvent scalar) {
            return kind(scalar);
        }
        return value instanceof AliasEvent ? JsonToken.VALUE_STRING : opened(value.is(Event.ID.MappingStart));
    }

    private JsonToken opened(boolean map) throws IOException {
        maps.push(map);
        StreamReadConstraints.defaults().validateNestingDepth(maps.size());
        return map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    }

    /** A time such as 12:30, which YAML 1.1 counts in sixties, stays a text. */
    private JsonToken kind(ScalarEvent scalar) {
        String text = scalar.getValue();
        boolean plain = scalar.getImplicit().canOmitTagInPlainScalar()
                || KINDS.keySet().stream().anyMatch(kind -> kind.getValue().equals(scalar.getTag()));
        Tag tag = resolver.resolve(NodeId.scalar, text, plain);
        return tag.equals(Tag.INT) && text.indexOf(':') >= 0
                ? JsonToken.VALUE_STRING
                : KINDS.getOrDefault(tag, JsonToken.VALUE_STRING);
    }

    @Override
    public String text() {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getValue();
        }
        return event instanceof NodeEvent alias ? alias.getAnchor() : "";
    }

    @Override
    public Spot at() {
        Mark at = event == null ? null : event.getStartMark();
        return at == null ? new Spot(1, 1) : new Spot(at.getLine() + 1, at.getColumn() + 1);
    }

    @Override
    public boolean isNamed() {
        return event instanceof NodeEvent node && node.getAnchor() != null;
    }

    @Override
    public boolean isTagged() {
        return tag() != null;
    }

    private @Nullable String tag() {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent start ? start.getTag() : null;
    }

    private JsonParseException fault(String message) {
        Mark end = event == null ? null : event.getEndMark();
        JsonLocation at = end == null
                ? JsonLocation.NA
                : new JsonLocation(ContentReference.unknown(), end.getIndex(), end.getLine() + 1, end.getColumn() + 1);
        return new JsonParseException(null, message, at);
    }
}
