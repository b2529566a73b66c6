// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Times all ways to compare memberships, each answer checked against the known difference. */
final class MembershipTurns {
    private MembershipTurns() {}

    public static void main(String[] arguments) {
        int members = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        boolean shuffled = arguments.length > 1 && arguments[1].equals("shuffled");
        MembershipWorkload work = new MembershipWorkload(members, 0.01, shuffled, 1);
        Turns turns = new Turns();
        for (MembershipContender contender : contenders(arguments)) {
            turns.add(contender.toString(), () -> {
                work.drop();
                System.gc();
                work.refresh();
                return () -> {
                    Answer answer = contender.run(work);
                    return () -> answer.check(work);
                };
            });
        }
        turns.run();
        System.out.printf(Locale.ROOT, "%,d desired against as many observed memberships, 1 %% churn, %s%n", work.pairs(), shuffled ? "shuffled" : "tenant by tenant");
        turns.print("pair", work.pairs());
    }

    /** The bound and the named contenders; all contenders if none is named. */
    private static Set<MembershipContender> contenders(String[] arguments) {
        if (arguments.length <= 2) {
            return EnumSet.allOf(MembershipContender.class);
        }
        Set<MembershipContender> named = EnumSet.of(MembershipContender.COPY_EVERY_STRING);
        for (int i = 2; i < arguments.length; i++) {
            named.add(MembershipContender.valueOf(arguments[i]));
        }
        return named;
    }
}
