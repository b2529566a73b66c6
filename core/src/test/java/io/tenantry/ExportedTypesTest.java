// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the public types that core exports with a list. A type that a host meets in a signature needs only its line;
 * a type that a host has to know by name, because no signature leads to it, needs a reason.
 */
class ExportedTypesTest {
    private static final Path MODULE = Path.of("src/main/java/module-info.java");
    private static final Path LIST = Path.of("src/test/resources/io/tenantry/exported-types.txt");

    private static final Map<String, String> LISTED = listed();
    private static final Set<Class<?>> EXPORTED = exported();

    @Test
    void everyExportedTypeIsOnTheList() {
        assertThat(EXPORTED.stream().map(Class::getName).sorted())
                .containsExactlyElementsOf(new TreeSet<>(LISTED.keySet()));
    }

    @Test
    void everyTypeIsMetInASignatureOrHasAReason() {
        Set<Class<?>> met = met(EXPORTED.stream()
                .filter(type -> !LISTED.getOrDefault(type.getName(), "").isEmpty())
                .collect(Collectors.toSet()));

        assertThat(EXPORTED.stream().filter(type -> !met.contains(type)).map(Class::getName))
                .isEmpty();
    }

    @Test
    void reasonStandsOnlyWhereNoSignatureLeads() {
        for (Class<?> type : EXPORTED) {
            if (!LISTED.getOrDefault(type.getName(), "").isEmpty() && type != Provisioner.class) {
                Set<Class<?>> others = EXPORTED.stream()
                        .filter(other -> other != type
                                && !LISTED.getOrDefault(other.getName(), "").isEmpty())
                        .collect(Collectors.toSet());
                assertThat(met(others)).as("met without its reason").doesNotContain(type);
            }
        }
    }

    private static Map<String, String> listed() {
        Map<String, String> types = new LinkedHashMap<>();
        for (String line : text(LIST).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(": ", 2);
                types.put("io.tenantry." + parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        return types;
    }

    private static Set<Class<?>> exported() {
        Set<String> packages = Pattern.compile("exports ([a-z.]+);")
                .matcher(text(MODULE))
                .results()
                .map((MatchResult r) -> r.group(1))
                .collect(Collectors.toSet());
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tenantry").stream()
                        .filter(type -> packages.contains(type.getPackageName())
                                && type.isTopLevelClass()
                                && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::reflect)
                        .collect(Collectors.toSet());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the types that a host meets which uses these: in what their visible members take and return, extend and
     * permit.
     */
    private static Set<Class<?>> met(Set<Class<?>> start) {
        Set<Class<?>> seen = new HashSet<>();
        Deque<Class<?>> left = new ArrayDeque<>(start);
        while (!left.isEmpty()) {
            Class<?> type = left.pop();
            if (type.getName().startsWith("io.tenantry.") && isVisible(type.getModifiers()) && seen.add(type)) {
                neighbours(type).forEach(left::push);
            }
        }
        return seen;
    }

    private static Stream<Class<?>> neighbours(Class<?> type) {
        Stream<Type> above =
                Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()));
        Stream<Class<?>> permitted = type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.empty();
        Stream<Class<?>> around =
                Stream.concat(Stream.ofNullable(type.getDeclaringClass()), Stream.of(type.getDeclaredClasses()));
        Stream<Type> members = Stream.of(
                        Stream.<Executable>of(type.getDeclaredConstructors()),
                        Stream.<Executable>of(type.getDeclaredMethods()))
                .flatMap(s -> s)
                .filter(member -> isVisible(member.getModifiers()))
                .flatMap(ExportedTypesTest::shown);
        Stream<Type> fields = Stream.of(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()))
                .map(Field::getGenericType);
        return Stream.concat(
                Stream.of(above, members, fields).flatMap(s -> s).flatMap(ExportedTypesTest::classes),
                Stream.concat(permitted, around));
    }

    private static Stream<Type> shown(Executable member) {
        Stream<Type> result =
                member instanceof Method method ? Stream.of(method.getGenericReturnType()) : Stream.empty();
        return Stream.of(
                        result,
                        Stream.of(member.getGenericParameterTypes()),
                        Stream.of(member.getGenericExceptionTypes()))
                .flatMap(s -> s);
    }

    private static Stream<Class<?>> classes(Type type) {
        if (type instanceof Class<?> c) {
            return Stream.of(c.isArray() ? c.getComponentType() : c);
        }
        if (type instanceof ParameterizedType p) {
            return Stream.concat(Stream.of(p.getRawType()), Stream.of(p.getActualTypeArguments()))
                    .flatMap(ExportedTypesTest::classes);
        }
        if (type instanceof WildcardType w) {
            return Stream.concat(Stream.of(w.getUpperBounds()), Stream.of(w.getLowerBounds()))
                    .flatMap(ExportedTypesTest::classes);
        }
        if (type instanceof GenericArrayType a) {
            return classes(a.getGenericComponentType());
        }
        return type instanceof TypeVariable<?> v
                ? Stream.of(v.getBounds()).flatMap(ExportedTypesTest::classes)
                : Stream.empty();
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
