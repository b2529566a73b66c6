// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change;
import io.tenantry.directory.SubjectKind;
import java.util.ArrayList;
import java.util.List;

/** Names the divisions and groups that a change needs, and those that a change creates or equips. */
final class Prerequisites {
    private Prerequisites() {}

    static List<String> of(Change change) {
        List<String> keys = new ArrayList<>(2);
        change.requiredDivision().ifPresent(d -> keys.add(division(d.name())));
        change.requiredGroup().ifPresent(g -> keys.add(group(g.name())));
        return keys;
    }

    static List<String> madeBy(Change change) {
        List<String> keys = new ArrayList<>(1);
        change.createsDivision().ifPresent(name -> keys.add(division(name)));
        change.createsGroup().ifPresent(name -> keys.add(group(name)));
        change.revokes()
                .filter(r -> r.holderKind() == SubjectKind.GROUP)
                .ifPresent(r -> keys.add(group(r.holderName())));
        return keys;
    }

    static String division(String name) {
        return "division " + name;
    }

    private static String group(String name) {
        return "group " + name;
    }
}
