// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Delivered.Names;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.JsonLinesSource;
import io.tenantry.identity.MemorySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** People as an identity provider exports them, in each format that core reads. */
@NullUnmarked
final class Exports {
    static final Set<String> GROUPS = Set.of("Account-a", "Account-b", "Supervisors-a", "Supervisors-b");

    /** A format, and what it makes of the same people. */
    enum Format {
        MEMBER_FILES {
            @Override
            IdentitySource write(Path directory, Exports exports) throws IOException {
                Files.writeString(directory.resolve("users.csv"), exports.csv(false));
                Path members = directory.resolve("members");
                Files.createDirectories(members);
                try (Stream<Path> old = Files.list(members)) {
                    for (Path file : old.toList()) {
                        Files.delete(file);
                    }
                }
                for (String group : GROUPS) {
                    if (!List.of(exports.empty()).contains(group)) {
                        Files.writeString(members.resolve(group + ".csv"), exports.members(group));
                    }
                }
                return read(directory, exports);
            }

            @Override
            IdentitySource read(Path directory, Exports exports) {
                return CsvSource.of(directory.resolve("users.csv"))
                        .mapping(exports.mapping(false))
                        .empty(exports.empty())
                        .membersIn(directory.resolve("members"))
                        .build();
            }
        },
        COLUMN {
            @Override
            IdentitySource write(Path directory, Exports exports) throws IOException {
                Files.writeString(directory.resolve("users.csv"), exports.csv(true));
                return read(directory, exports);
            }

            @Override
            IdentitySource read(Path directory, Exports exports) {
                return CsvSource.of(directory.resolve("users.csv"))
                        .mapping(exports.mapping(true))
                        .build();
            }
        },
        JSON_LINES {
            @Override
            IdentitySource write(Path directory, Exports exports) throws IOException {
                Files.writeString(directory.resolve("people.jsonl"), exports.json());
                return read(directory, exports);
            }

            @Override
            IdentitySource read(Path directory, Exports exports) {
                return JsonLinesSource.of(directory.resolve("people.jsonl"));
            }
        },
        MEMORY {
            @Override
            IdentitySource write(Path directory, Exports exports) {
                return read(directory, exports);
            }

            @Override
            IdentitySource read(Path directory, Exports exports) {
                MemorySource memory = MemorySource.named("memory");
                exports.rows.forEach(row -> memory.put(row.identity(exports.headings)));
                return memory;
            }
        };

        /** Writes all files and returns the source that reads them. */
        abstract IdentitySource write(Path directory, Exports exports) throws IOException;

        /** Returns the source that reads the files as they are now. */
        abstract IdentitySource read(Path directory, Exports exports);

        boolean isFile() {
            return this != MEMORY;
        }
    }

    /** A person of the export: the values by heading, and the source groups. */
    static final class Row {
        final Map<String, String> values = new LinkedHashMap<>();
        final Set<String> groups = new TreeSet<>();

        Row(String id, String... groups) {
            values.put("id", id);
            values.put("userPrincipalName", id + "@acme.example");
            values.put("displayName", "Name " + id);
            values.put("accountEnabled", "True");
            values.put("jobTitle", "Agent");
            values.put("department", "Voice");
            values.put("employeeId", "E-" + id);
            this.groups.addAll(List.of(groups));
        }

        /** Returns a person who was read, as a row. */
        static Row of(Identity identity) {
            Row row = new Row(identity.id().value());
            row.values.putAll(Map.of("userPrincipalName", identity.userName(), "displayName", identity.displayName()));
            row.values.put(
                    "accountEnabled",
                    identity.state() == Identity.State.UNKNOWN
                            ? ""
                            : identity.state() == Identity.State.ENABLED ? "True" : "False");
            List.of("jobTitle", "department", "employeeId")
                    .forEach(a -> row.values.put(a, identity.attributes().getOrDefault(a, "")));
            row.groups.addAll(identity.sourceGroups());
            return row;
        }

        Row set(String heading, String value) {
            values.put(heading, value);
            return this;
        }

        Row copy() {
            Row copy = new Row(id());
            copy.values.putAll(values);
            copy.groups.addAll(groups);
            return copy;
        }

        String id() {
            return values.get("id");
        }

        private Identity identity(List<String> headings) {
            Map<String, String> attributes = new TreeMap<>(values);
            List.of("id", "userPrincipalName", "displayName", "accountEnabled").forEach(attributes::remove);
            attributes.keySet().retainAll(headings);
            String state = values.get("accountEnabled");
            return new Identity(
                    new IdentityId(id()),
                    values.get("userPrincipalName"),
                    values.get("displayName").isBlank() ? "" : values.get("displayName"),
                    state.isEmpty() ? Identity.State.UNKNOWN : Identity.State.of(state.equals("True")),
                    new TreeSet<>(groups),
                    new TreeMap<>(attributes),
                    Delivered.everything().attributes(Names.only(headings)),
                    "memory");
        }
    }

    final List<Row> rows = new ArrayList<>();

    /** Whether the last line of people says how many there are. */
    boolean trailer;

    List<String> headings =
            List.of("id", "userPrincipalName", "displayName", "accountEnabled", "jobTitle", "department", "employeeId");
    UnaryOperator<ColumnMapping.Builder> mapped = UnaryOperator.identity();

    /** u1 and u2 in tenant a, u3 and u4 in tenant b; u1 and u3 supervise. */
    static Exports four() {
        Exports exports = new Exports();
        exports.rows.add(new Row("u1", "Account-a", "Supervisors-a"));
        exports.rows.add(new Row("u2", "Account-a"));
        exports.rows.add(new Row("u3", "Account-b", "Supervisors-b"));
        exports.rows.add(new Row("u4", "Account-b"));
        return exports;
    }

    Row row(String id) {
        return rows.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
    }

    Exports copy() {
        Exports copy = new Exports();
        rows.forEach(row -> copy.rows.add(row.copy()));
        copy.headings = headings;
        copy.mapped = mapped;
        return copy;
    }

    ColumnMapping mapping(boolean column) {
        ColumnMapping.Builder builder = ColumnMapping.builder()
                .id("id")
                .userName("userPrincipalName")
                .displayName("displayName")
                .enabled("accountEnabled");
        return mapped.apply(column ? builder.groups("groups", ";") : builder).build();
    }

    String[] empty() {
        return GROUPS.stream()
                .filter(group -> rows.stream().noneMatch(row -> row.groups.contains(group)))
                .toArray(String[]::new);
    }

    String csv(boolean groups) {
        StringBuilder text = new StringBuilder(String.join(",", headings) + (groups ? ",groups" : "") + "\n");
        for (Row row : rows) {
            text.append(headings.stream()
                    .map(h -> quoted(row.values.getOrDefault(h, "")))
                    .collect(Collectors.joining(",")));
            text.append(groups ? "," + quoted(String.join(";", row.groups)) : "")
                    .append("\n");
        }
        return text.append(trailer ? "#rows," + rows.size() + "\n" : "").toString();
    }

    private static String quoted(String value) {
        return value.matches("[^\",;\r\n]*") ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    String members(String group) {
        return "id\n"
                + rows.stream()
                        .filter(row -> row.groups.contains(group))
                        .map(row -> quoted(row.id()) + "\n")
                        .collect(Collectors.joining());
    }

    String json() {
        ObjectMapper mapper = new ObjectMapper();
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            ObjectNode json = mapper.createObjectNode();
            json.put("id", row.id()).put("userName", row.values.get("userPrincipalName"));
            json.put("displayName", row.values.get("displayName"));
            String state = row.values.get("accountEnabled");
            if (!state.isEmpty()) {
                json.put("enabled", state.equals("True"));
            }
            row.groups.forEach(json.withArray("groups")::add);
            ObjectNode attributes = json.putObject("attributes");
            headings.stream().skip(4).forEach(h -> attributes.put(h, row.values.getOrDefault(h, "")));
            try {
                text.append(mapper.writeValueAsString(json)).append("\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.append(trailer ? "{\"rows\":" + rows.size() + "}\n" : "").toString();
    }
}
