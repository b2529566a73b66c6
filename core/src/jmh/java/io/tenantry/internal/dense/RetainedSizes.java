// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openjdk.jol.info.GraphLayout;

/** Prints what stays in memory for both sides of a comparison, ids included. */
final class RetainedSizes {
    private RetainedSizes() {}

    public static void main(String[] arguments) {
        int members = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        MembershipWorkload work = new MembershipWorkload(members, 0.01, false, 1);
        work.refresh();
        Map<String, Set<String>> desired = new HashMap<>();
        Map<String, Set<String>> observed = new HashMap<>();
        MembershipContender.fill(work, desired, observed);
        MembershipDiff sized = new MembershipDiff(HashKey.random(), members);
        MembershipContender.byStrings(work, sized).check(work);
        MembershipDiff grown = new MembershipDiff();
        MembershipContender.byStrings(work, grown).check(work);
        work.drop();

        double maps = GraphLayout.parseInstance(desired, observed).totalSize();
        System.out.printf(Locale.ROOT, "%,d desired and as many observed memberships of %,d members%n", work.pairs(), members);
        print("JDK Map<group, Set<member>>, both sides", maps, maps, work);
        print("Tenantry, with the expected number", size(sized), maps, work);
        print("Tenantry, grown from nothing", size(grown), maps, work);
    }

    private static double size(MembershipDiff diff) {
        return GraphLayout.parseInstance(diff).totalSize();
    }

    private static void print(String name, double bytes, double maps, MembershipWorkload work) {
        System.out.printf(
                Locale.ROOT, "%-42s %8.1f MB %8.1f B per pair   1/%.1f%n", name, bytes / 1e6, bytes / work.pairs(), maps / bytes);
    }
}
