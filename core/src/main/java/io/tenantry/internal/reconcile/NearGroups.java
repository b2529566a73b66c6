// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.internal.Fold;
import io.tenantry.internal.NameForm;
import io.tenantry.policy.OrganizationPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The source groups that rules of tenants name, and those that are written nearly like one. If a person is in the second
 * and not in the first, the source has probably damaged its name, and the person would lose what it gives. Immutable.
 */
public final class NearGroups {
    private final Set<String> named;
    private final Map<String, String> forms = new HashMap<>();

    /** Reads the groups from a policy. */
    public NearGroups(OrganizationPolicy policy) {
        named = SourceGroups.named(policy.tenants());
        named.forEach(name -> forms.put(form(name), name));
    }

    /** Returns what is wrong with the source groups of a person; empty if nothing is. */
    public List<String> faults(Identity person) {
        List<String> faults = new ArrayList<>();
        for (String group : person.sourceGroups()) {
            String near = named.contains(group) ? null : forms.get(form(group));
            // Where it is unknown whether the person is in the group that is meant, nothing is lost.
            if (near != null && !person.sourceGroups().contains(near) && person.saysGroup(near)) {
                faults.add("source group \"" + group.replaceAll("\\p{Cs}", "\uFFFD") + "\" differs from \"" + near
                        + "\", which the policy names, only in " + only(group, near)
                        + "; correct it at the source or in the policy");
            }
        }
        return faults;
    }

    private static String only(String group, String near) {
        String odd = group.codePoints()
                .filter(c -> c > '~' && near.indexOf(c) < 0)
                .distinct()
                .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c))
                .collect(Collectors.joining(", "));
        return odd.isEmpty() || Fold.same(group.strip(), near.strip()) ? "case or space" : odd;
    }

    // Nearly all names are plain, and a source may have millions. Letters that look alike in other scripts, or digits
    // that look like letters, are often meant.
    private static String form(String group) {
        return group.chars().allMatch(c -> c < 0x80)
                ? Fold.of(group.strip())
                : NameForm.of(group.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\uFFFD]", "")
                                .replaceAll("[\\p{Pd}\u2212]", "-"))
                        .normal();
    }
}
