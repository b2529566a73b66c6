// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which attribute, or which of its values, an operation or a filter means. Immutable.
 *
 * @param schema the extension; empty for an attribute of the core
 * @param name the attribute; empty for a whole extension
 * @param filter which of the values; empty for all
 * @param part an attribute of the values; empty for the whole values
 */
record AttributePath(String schema, String name, Optional<Filter> filter, String part) {
    /** An extension that no published schema describes: its version and the name behind it show where it ends. */
    private static final Pattern FOREIGN =
            Pattern.compile("(?i)(urn:[!-Z^-~]*?:[0-9]+(?:\\.[0-9]+)*:[a-z][a-z0-9_-]*)(?:[:.](.+))?");

    /** The enterprise extension, also as documents of providers misspell it. */
    private static final Pattern ENTERPRISE =
            Pattern.compile("(?i)urn:ietf:params:scim:schemas:extension:enterprise:?2\\.0:?user");

    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z$][A-Za-z0-9_$-]{0,99}");

    /**
     * Reads the path of an operation, or a key of its value.
     *
     * @param kind of which resource
     * @param text the path
     * @param whole whether a name space without a version means a whole extension, because an object is written to it
     * @throws RefusedRequest if it cannot be read
     */
    static AttributePath of(Kind kind, String text, boolean whole) {
        String path = text.strip();
        if (path.length() > Limits.LONGEST_PATH) {
            throw RefusedRequest.path("the path has more than " + Limits.LONGEST_PATH + " characters");
        }
        return path.regionMatches(true, 0, "urn:", 0, 4) ? withSchema(kind, path, whole) : within(kind, "", path);
    }

    private static AttributePath withSchema(Kind kind, String path, boolean whole) {
        int bracket = path.indexOf('[');
        String head = bracket < 0 ? path : path.substring(0, bracket);
        String urn = head.replace(" ", "");
        if (!PRINTABLE.matcher(urn).matches()) {
            throw RefusedRequest.path("the schema has other characters than those of a URN");
        }
        String text = urn + (bracket < 0 ? "" : path.substring(bracket));
        for (String known : known(kind)) {
            Optional<AttributePath> found = behind(kind, known, text);
            if (found.isPresent()) {
                return found.get();
            }
        }
        Matcher foreign = FOREIGN.matcher(text);
        if (foreign.matches()) {
            return foreign.group(2) == null
                    ? extension(foreign.group(1))
                    : within(kind, foreign.group(1), foreign.group(2));
        }
        int colon = text.indexOf('[') < 0 ? text.lastIndexOf(':') : text.lastIndexOf(':', text.indexOf('['));
        return whole ? extension(text) : within(kind, text.substring(0, colon), text.substring(colon + 1));
    }

    private static List<String> known(Kind kind) {
        return kind == Kind.USER ? List.of(Schemas.ENTERPRISE, Schemas.GENESYS, Schemas.USER) : List.of(Schemas.GROUP);
    }

    private static Optional<AttributePath> behind(Kind kind, String schema, String text) {
        int end = end(schema, text);
        if (end < 0) {
            return Optional.empty();
        }
        if (end < text.length()) {
            return Optional.of(within(kind, schema.equals(Schemas.core(kind)) ? "" : schema, text.substring(end + 1)));
        }
        if (schema.equals(Schemas.core(kind))) {
            throw RefusedRequest.path("the path names a schema and no attribute");
        }
        return Optional.of(extension(schema));
    }

    /** Returns where the schema ends at the beginning of this text; negative if the text begins otherwise. */
    private static int end(String schema, String text) {
        int end = schema.length();
        if (!text.regionMatches(true, 0, schema, 0, end)) {
            Matcher misspelt = ENTERPRISE.matcher(text);
            if (!schema.equals(Schemas.ENTERPRISE) || !misspelt.lookingAt()) {
                return -1;
            }
            end = misspelt.end();
        }
        return end == text.length() || text.charAt(end) == ':' || text.charAt(end) == '.' ? end : -1;
    }

    private static AttributePath extension(String schema) {
        return new AttributePath(schema, "", Optional.empty(), "");
    }

    /** Reads a path inside of a schema. */
    static AttributePath within(Kind kind, String schema, String text) {
        int bracket = text.indexOf('[');
        if (bracket < 0) {
            int dot = text.indexOf('.');
            return dot < 0
                    ? named(kind, schema, text, Optional.empty(), "")
                    : named(kind, schema, text.substring(0, dot), Optional.empty(), text.substring(dot + 1));
        }
        FilterParser parser = new FilterParser(kind, text, bracket + 1);
        Optional<Attribute> attribute = attribute(kind, schema, text.substring(0, bracket));
        Filter filter = parser.within(schema, attribute);
        String rest = parser.rest();
        if (!rest.isEmpty() && !rest.startsWith(".")) {
            throw RefusedRequest.path("the path goes on behind its filter");
        }
        return named(
                kind, schema, text.substring(0, bracket), Optional.of(filter), rest.isEmpty() ? "" : rest.substring(1));
    }

    /** Makes a path in the spelling of the schemas. */
    static AttributePath named(Kind kind, String schema, String name, Optional<Filter> filter, String part) {
        String attributeName = name.strip();
        String partName = part.strip();
        if (!isName(attributeName) || !(partName.isEmpty() || isName(partName))) {
            throw RefusedRequest.path(
                    "the path is not of the form attribute, attribute.part or attribute[filter].part");
        }
        Optional<Attribute> attribute = attribute(kind, schema, attributeName);
        return new AttributePath(
                attribute
                        .map(known -> known.schema().equals(Schemas.core(kind)) ? "" : known.schema())
                        .orElse(schema),
                attribute.map(Attribute::name).orElse(attributeName),
                filter,
                attribute
                        .flatMap(known -> known.part(partName))
                        .map(Attribute::name)
                        .orElse(partName));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static Optional<Attribute> attribute(Kind kind, String schema, String name) {
        return schema.isEmpty() ? Schemas.find(kind, name) : Schemas.find(schema, name);
    }

    /** Returns what the schemas say of the attribute; empty if they do not know it. */
    Optional<Attribute> attribute(Kind kind) {
        return attribute(kind, schema, name);
    }

    /** Returns whether this is an attribute of the core with this name. */
    boolean is(String coreName) {
        return schema.isEmpty() && name.equals(coreName);
    }

    /** Returns the attribute in words, without its filter, which may hold personal data. */
    String words() {
        String inSchema = schema.isEmpty() ? name : name.isEmpty() ? schema : schema + ":" + name;
        return part.isEmpty() ? inSchema : inSchema + (filter.isPresent() ? "[…]." : ".") + part;
    }

    /** Returns the name in small letters, for comparing. */
    String key() {
        return words().toLowerCase(Locale.ROOT);
    }
}
