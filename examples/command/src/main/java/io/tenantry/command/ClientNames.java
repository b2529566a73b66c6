// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.isolation.Tenant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of other clients, with those of their divisions and groups, which one client's auditor must not read. */
final class ClientNames {
    private static final String WITHHELD = "[another client]";

    private final Set<String> own;
    private final Pattern any;

    private ClientNames(Set<String> own, Pattern any) {
        this.own = own;
        this.any = any;
    }

    static ClientNames otherThan(Tenant tenant, Collection<Tenant> all) {
        Set<String> own = names(tenant).map(ClientNames::folded).collect(Collectors.toSet());
        // The longest first, because a client may be called "retail" and another "retail-north".
        String any = all.stream()
                .flatMap(ClientNames::names)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}])(?:", ")(?![\\p{L}\\p{N}])"));
        return new ClientNames(own, Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Stream<String> names(Tenant tenant) {
        return Stream.concat(Stream.of(tenant.id().value(), tenant.name(), tenant.division()), tenant.groups().stream())
                .filter(name -> !name.isBlank());
    }

    /** Returns the text with each name of another client replaced. */
    String without(String text) {
        return any.matcher(text)
                .replaceAll(
                        name -> own.contains(folded(name.group())) ? Matcher.quoteReplacement(name.group()) : WITHHELD);
    }
}
