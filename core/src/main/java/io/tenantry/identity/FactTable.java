// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.dense.Dictionary;
import java.util.OptionalInt;

/** Numbers the facts of a snapshot. A fact is written as one text, with the length of its name in front, so that no two facts have the same text. */
final class FactTable {
    private static final char GROUP = 'g';
    private static final char ATTRIBUTE = 'a';

    private final Dictionary texts = new Dictionary();

    int group(String name) {
        return texts.intern(GROUP + name);
    }

    int attribute(String name, String value) {
        return texts.intern(attributeText(name, value));
    }

    private static String attributeText(String name, String value) {
        return ATTRIBUTE + Integer.toString(name.length()) + ':' + name + value;
    }

    /** The ordinal of a fact. The dictionary looks up in a buffer of its own, hence the lock. */
    synchronized OptionalInt find(Fact fact) {
        int ordinal = texts.find(
                fact instanceof Fact.Attribute a
                        ? attributeText(a.name(), a.value())
                        : GROUP + ((Fact.SourceGroup) fact).name());
        return ordinal < 0 ? OptionalInt.empty() : OptionalInt.of(ordinal);
    }

    Fact fact(int ordinal) {
        String text = texts.text(ordinal);
        if (text.charAt(0) == GROUP) {
            return new Fact.SourceGroup(text.substring(1));
        }
        int colon = text.indexOf(':');
        int value = colon + 1 + Integer.parseInt(text, 1, colon, 10);
        return new Fact.Attribute(text.substring(colon + 1, value), text.substring(value));
    }

    int size() {
        return texts.size();
    }
}
