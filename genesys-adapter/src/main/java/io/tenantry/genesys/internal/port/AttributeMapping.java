// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where SCIM and the platform keep each attribute of an account, and how it is written, emptied and read. A new
 * attribute is one constant more here and changes nothing else in the adapter.
 */
enum AttributeMapping {
    TITLE(AccountAttribute.TITLE, ScimPart.USER, "title", PlatformPart.USER, "title"),
    DEPARTMENT(AccountAttribute.DEPARTMENT, ScimPart.ENTERPRISE, "department", PlatformPart.USER, "department"),
    EMPLOYEE_NUMBER(
            AccountAttribute.EMPLOYEE_NUMBER,
            ScimPart.ENTERPRISE,
            "employeeNumber",
            PlatformPart.EMPLOYER_INFO,
            "employeeId"),
    DATE_HIRE(AccountAttribute.DATE_HIRE, ScimPart.ENTERPRISE, "dateHire", PlatformPart.EMPLOYER_INFO, "dateHire"),
    WORK_PHONE(AccountAttribute.WORK_PHONE, ScimPart.PHONE_NUMBERS, "work", PlatformPart.ADDRESSES, "WORK");

    private static final String PHONE_NUMBERS = "phoneNumbers";
    private static final String EMPLOYER_INFO = "employerInfo";
    private static final String ADDRESSES = "addresses";
    private static final FieldNames PHONE_NAMES = FieldNames.of("value", "type");
    private static final FieldNames ADDRESS_NAMES = FieldNames.of("address", "mediaType", "type");

    private static final Map<AccountAttribute, AttributeMapping> OF =
            Arrays.stream(values()).collect(Collectors.toMap(m -> m.attribute, Function.identity()));
    private static final Map<AccountAttribute, String> EMPTY =
            new EnumMap<>(OF.keySet().stream().collect(Collectors.toMap(Function.identity(), a -> "")));

    private static final Map<String, AccountAttribute> SCIM_USER = in(ScimPart.USER);
    private static final Map<String, AccountAttribute> SCIM_ENTERPRISE = in(ScimPart.ENTERPRISE);
    private static final Map<String, AccountAttribute> SCIM_PHONES = in(ScimPart.PHONE_NUMBERS);
    private static final Map<String, AccountAttribute> PLATFORM_USER = in(PlatformPart.USER);
    private static final Map<String, AccountAttribute> PLATFORM_EMPLOYER = in(PlatformPart.EMPLOYER_INFO);
    private static final Map<String, AccountAttribute> PLATFORM_ADDRESSES = in(PlatformPart.ADDRESSES);
    private static final FieldNames EMPLOYER_NAMES = FieldNames.of(names(PLATFORM_EMPLOYER));

    private final AccountAttribute attribute;
    private final ScimPart scimPart;
    private final String scimName;
    private final PlatformPart platformPart;
    private final String platformName;

    AttributeMapping(
            AccountAttribute attribute,
            ScimPart scimPart,
            String scimName,
            PlatformPart platformPart,
            String platformName) {
        this.attribute = attribute;
        this.scimPart = scimPart;
        this.scimName = scimName;
        this.platformPart = platformPart;
        this.platformName = platformName;
    }

    /** The part of a SCIM user in which an attribute is. */
    private enum ScimPart {
        /** A field of the user itself. */
        USER("%s", "%s"),
        /** A field of the enterprise extension. */
        ENTERPRISE(Scim.ENTERPRISE + ":%s", Scim.ENTERPRISE + ":%s"),
        /** The phone number of a type, in the form of the vendor's Entra app; a whole list would drop other numbers. */
        PHONE_NUMBERS(
                AttributeMapping.PHONE_NUMBERS + "[type eq \"%s\"].value",
                AttributeMapping.PHONE_NUMBERS + "[type eq \"%s\"]");

        private final String replaced;
        private final String removed;

        ScimPart(String replaced, String removed) {
            this.replaced = replaced;
            this.removed = removed;
        }
    }

    /** The part of a platform user in which an attribute is. */
    private enum PlatformPart {
        /** A field of the user itself. */
        USER,
        /** A field of {@code employerInfo}, which has to be asked for. */
        EMPLOYER_INFO,
        /** The phone address of a type. */
        ADDRESSES
    }

    static AttributeMapping of(AccountAttribute attribute) {
        return Objects.requireNonNull(OF.get(attribute));
    }

    /** Returns the path under which a SCIM patch replaces the attribute. */
    String replacedPath() {
        return scimPart.replaced.formatted(scimName);
    }

    /** Returns the path that a SCIM patch removes to empty the attribute. */
    String removedPath() {
        return scimPart.removed.formatted(scimName);
    }

    /** Writes the attributes of a new SCIM user outside its extensions. */
    static void writeUser(JsonGenerator out, Map<AccountAttribute, String> values) throws IOException {
        writeFields(out, SCIM_USER, values);
        List<Map.Entry<String, AccountAttribute>> phones = SCIM_PHONES.entrySet().stream()
                .filter(phone -> !value(values, phone.getValue()).isEmpty())
                .toList();
        if (phones.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(PHONE_NUMBERS);
        for (Map.Entry<String, AccountAttribute> phone : phones) {
            out.writeStartObject();
            out.writeStringField("value", value(values, phone.getValue()));
            out.writeStringField("type", phone.getKey());
            out.writeBooleanField("primary", phone.equals(phones.get(0)));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Writes the attributes in the enterprise extension of a new SCIM user. */
    static void writeEnterprise(JsonGenerator out, Map<AccountAttribute, String> values) throws IOException {
        writeFields(out, SCIM_ENTERPRISE, values);
    }

    private static void writeFields(
            JsonGenerator out, Map<String, AccountAttribute> fields, Map<AccountAttribute, String> values)
            throws IOException {
        for (Map.Entry<String, AccountAttribute> field : fields.entrySet()) {
            String value = value(values, field.getValue());
            if (!value.isEmpty()) {
                out.writeStringField(field.getKey(), value);
            }
        }
    }

    private static String value(Map<AccountAttribute, String> values, AccountAttribute attribute) {
        return values.getOrDefault(attribute, "");
    }

    /** Returns the start of a SCIM user: SCIM leaves out empty attributes, so every absent one is empty. */
    static Map<AccountAttribute, String> emptyScimUser() {
        return new EnumMap<>(EMPTY);
    }

    /** Returns these names and those of the fields that {@link #readScimUser} takes. */
    static FieldNames scimUserNames(String... others) {
        return FieldNames.of(others).with(names(SCIM_USER)).with(PHONE_NUMBERS);
    }

    /** Returns these names and those of the fields that {@link #readScimEnterprise} takes. */
    static FieldNames scimEnterpriseNames(String... others) {
        return FieldNames.of(others).with(names(SCIM_ENTERPRISE));
    }

    /** Reads a field of a SCIM user, if an attribute is in it. */
    static void readScimUser(String field, JsonParser parser, Map<AccountAttribute, String> into) throws IOException {
        if (field.equals(PHONE_NUMBERS)) {
            readPhones(parser, into);
        } else {
            readField(SCIM_USER, field, parser, into);
        }
    }

    /** Reads a field of the enterprise extension, if an attribute is in it. */
    static void readScimEnterprise(String field, JsonParser parser, Map<AccountAttribute, String> into)
            throws IOException {
        readField(SCIM_ENTERPRISE, field, parser, into);
    }

    /**
     * Returns the start of a platform user. Its own fields are empty if absent; those of a part only if the part is
     * shown.
     */
    static Map<AccountAttribute, String> emptyPlatformUser() {
        Map<AccountAttribute, String> shown = new EnumMap<>(AccountAttribute.class);
        empty(PLATFORM_USER, shown);
        return shown;
    }

    /** Returns these names and those of the fields that {@link #readPlatformUser} takes. */
    static FieldNames platformUserNames(String... others) {
        return FieldNames.of(others).with(names(PLATFORM_USER)).with(EMPLOYER_INFO, ADDRESSES);
    }

    /** Reads a field of a platform user, if an attribute is in it. */
    static void readPlatformUser(String field, JsonParser parser, Map<AccountAttribute, String> into)
            throws IOException {
        switch (field) {
            case EMPLOYER_INFO -> readEmployer(parser, into);
            case ADDRESSES -> readAddresses(parser, into);
            default -> readField(PLATFORM_USER, field, parser, into);
        }
    }

    private static void readField(
            Map<String, AccountAttribute> fields, String field, JsonParser parser, Map<AccountAttribute, String> into)
            throws IOException {
        AccountAttribute attribute = fields.get(field);
        if (attribute != null) {
            into.put(attribute, Json.textOrEmpty(parser));
        }
    }

    private static void readPhones(JsonParser parser, Map<AccountAttribute, String> into) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        Json.array(parser, element -> {
            String[] phone = {"", ""};
            Json.object(element, PHONE_NAMES, (field, value) -> {
                switch (field) {
                    case "type" -> phone[0] = Json.textOrEmpty(value);
                    case "value" -> phone[1] = Json.textOrEmpty(value);
                    default -> {}
                }
            });
            readPhone(SCIM_PHONES.get(phone[0]), phone[1], into);
        });
    }

    private static void readEmployer(JsonParser parser, Map<AccountAttribute, String> into) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        empty(PLATFORM_EMPLOYER, into);
        Json.object(parser, EMPLOYER_NAMES, (field, value) -> readField(PLATFORM_EMPLOYER, field, value, into));
    }

    private static void readAddresses(JsonParser parser, Map<AccountAttribute, String> into) throws IOException {
        empty(PLATFORM_ADDRESSES, into);
        Json.array(parser, element -> {
            String[] address = {"", "", ""};
            Json.object(element, ADDRESS_NAMES, (field, value) -> {
                switch (field) {
                    case "mediaType" -> address[0] = Json.textOrEmpty(value);
                    case "type" -> address[1] = Json.textOrEmpty(value);
                    case "address" -> address[2] = Json.textOrEmpty(value);
                    default -> {}
                }
            });
            if (address[0].equals("PHONE")) {
                readPhone(PLATFORM_ADDRESSES.get(address[1]), address[2], into);
            }
        });
    }

    /** Keeps the first number of a type. SCIM may write it as a {@code tel:} URI. */
    private static void readPhone(
            @Nullable AccountAttribute attribute, String number, Map<AccountAttribute, String> into) {
        if (attribute != null) {
            into.merge(attribute, plainNumber(number), (first, next) -> first.isEmpty() ? next : first);
        }
    }

    static String plainNumber(String number) {
        return number.startsWith("tel:") ? number.substring(4) : number;
    }

    private static void empty(Map<String, AccountAttribute> part, Map<AccountAttribute, String> into) {
        part.values().forEach(attribute -> into.put(attribute, ""));
    }

    private static String[] names(Map<String, AccountAttribute> part) {
        return part.keySet().toArray(String[]::new);
    }

    private static Map<String, AccountAttribute> in(ScimPart part) {
        return byName(Arrays.stream(values()).filter(m -> m.scimPart == part), m -> m.scimName);
    }

    private static Map<String, AccountAttribute> in(PlatformPart part) {
        return byName(Arrays.stream(values()).filter(m -> m.platformPart == part), m -> m.platformName);
    }

    /** Keeps the order of the constants, in which the fields are written. */
    private static Map<String, AccountAttribute> byName(
            Stream<AttributeMapping> mappings, Function<AttributeMapping, String> name) {
        Map<String, AccountAttribute> names = new LinkedHashMap<>();
        mappings.forEach(m -> names.put(name.apply(m), m.attribute));
        return names;
    }
}
