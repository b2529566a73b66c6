// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
final class PolicyHashTest {
    /** A document in which something is written for every part of a policy; the model adds protected names in lower case. */
    private static final String FULL = PolicyTexts.text("acme.yaml").replace("BreakGlass", "breakglass") + """
              - holder: { client: wallboard, id: 7c1e0d2e-0000-4000-8000-000000000008 }
                roles: [employee]
                in: { divisions: [BPO Internal] }
                reason: wallboard
                approvedBy: ciso@acme.example
            precedence: [retail, health]
            outside: { attribute: companyName, equals: ACME Holding }
            """;

    private final Set<String> parts = new TreeSet<>();
    private final Set<String> varied = new TreeSet<>();

    /** Follows the records of the model, so that a part that is added tomorrow is asked for too. */
    @Test
    void everyPartOfAPolicyCounts() {
        OrganizationPolicy policy = PolicyTexts.yaml(FULL).orThrow();

        Map<String, Object> others = variants("policy", policy);

        assertThat(varied).as("parts of which the document has something").isEqualTo(parts);
        assertThat(others.entrySet().stream()
                        .filter(o ->
                                PolicyHash.of((OrganizationPolicy) o.getValue()).equals(policy.hash()))
                        .map(Map.Entry::getKey))
                .as("parts that may change without changing the hash")
                .isEmpty();
    }

    /** Returns values that differ from this one in one part each, by the path of that part. */
    private Map<String, Object> variants(String path, Object value) {
        if (value instanceof Record r) {
            return ofRecord(path, r);
        } else if (value instanceof Optional<?> o) {
            Map<String, Object> all = new LinkedHashMap<>();
            o.ifPresent(v -> {
                variants(path, v).forEach((at, other) -> all.put(at, Optional.of(other)));
                all.put(path + " absent", Optional.empty());
            });
            return all;
        } else if (value instanceof Collection<?> c) {
            return ofCollection(path, c);
        } else if (value instanceof Map<?, ?> m) {
            return ofKinds(path, m);
        }
        return Map.of(path, other(path, value));
    }

    private Map<String, Object> ofRecord(String path, Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components).map(p -> read(record, p)).toArray();
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < components.length; i++) {
            int part = i;
            if (!components[i].getName().equals("hash")) {
                String name = record.getClass().getSimpleName() + "." + components[i].getName();
                Map<String, Object> others = variants(path + "." + components[i].getName(), values[i]);
                parts.add(name);
                varied.addAll(others.isEmpty() ? Set.of() : Set.of(name));
                others.forEach((at, other) -> {
                    Object[] changed = values.clone();
                    changed[part] = other;
                    all.put(at, made(record.getClass(), changed));
                });
            }
        }
        return all;
    }

    private static Object read(Record record, RecordComponent part) {
        try {
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object made(Class<?> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private Map<String, Object> ofCollection(String path, Collection<?> values) {
        Map<String, Object> all = new LinkedHashMap<>();
        List<Object> list = new ArrayList<>(values);
        for (int i = 0; i < list.size(); i++) {
            int place = i;
            List<Object> less = new ArrayList<>(list);
            less.remove(place);
            all.put(path + "[" + i + "] left out", like(values, less));
            variants(path + "[" + i + "]", list.get(i)).forEach((at, other) -> {
                List<Object> changed = new ArrayList<>(list);
                changed.set(place, other);
                all.put(at, like(values, changed));
            });
        }
        return all;
    }

    private static Collection<Object> like(Collection<?> values, List<Object> changed) {
        return values instanceof List ? changed : new LinkedHashSet<>(changed);
    }

    private Map<String, Object> ofKinds(String path, Map<?, ?> values) {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((kind, value) -> variants(path + "." + kind, value).forEach((at, other) -> {
            Map<Object, Object> changed = new LinkedHashMap<>(values);
            changed.put(kind, other);
            all.put(at, changed);
        }));
        return all;
    }

    private static Object other(String path, Object value) {
        if (value instanceof String s) {
            return s + "x";
        } else if (value instanceof Boolean b) {
            return !b;
        } else if (value instanceof Integer i) {
            return i + 1;
        } else if (value instanceof OptionalInt o) {
            return o.isPresent() ? OptionalInt.empty() : OptionalInt.of(1);
        } else if (value instanceof LocalDate d) {
            return d.plusDays(1);
        } else if (value instanceof Duration d) {
            return d.plusHours(1);
        } else if (value instanceof Enum<?> e) {
            return Arrays.stream(e.getDeclaringClass().getEnumConstants())
                    .filter(other -> other != e)
                    .findFirst()
                    .orElseThrow();
        }
        throw new AssertionError("say here how to vary a " + value.getClass() + ", which is at " + path);
    }
}
