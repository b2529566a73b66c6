// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set that nobody can change, so that many people share one. {@link Collections#unmodifiableSortedSet} does not
 * say whether a caller can still change what it wraps.
 */
// A NavigableSet would need fifteen more methods that nothing calls, because an identity shows a SortedSet.
@SuppressWarnings("JdkObsolete")
final class FrozenGroups extends AbstractSet<String> implements SortedSet<String> {
    private static final FrozenGroups NONE = new FrozenGroups(new TreeSet<>());

    private final SortedSet<String> names;

    private FrozenGroups(SortedSet<String> names) {
        this.names = Collections.unmodifiableSortedSet(names);
    }

    /** Returns the names; the same set if it is frozen already. */
    static FrozenGroups of(SortedSet<String> names) {
        if (names instanceof FrozenGroups frozen) {
            return frozen;
        }
        return names.isEmpty() ? NONE : new FrozenGroups(new TreeSet<>(names));
    }

    @Override
    public Iterator<String> iterator() {
        return names.iterator();
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public boolean contains(@Nullable Object name) {
        return names.contains(name);
    }

    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedSet<String> subSet(String from, String to) {
        return names.subSet(from, to);
    }

    @Override
    public SortedSet<String> headSet(String to) {
        return names.headSet(to);
    }

    @Override
    public SortedSet<String> tailSet(String from) {
        return names.tailSet(from);
    }

    @Override
    public String first() {
        return names.first();
    }

    @Override
    public String last() {
        return names.last();
    }
}
