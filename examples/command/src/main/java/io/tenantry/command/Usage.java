// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The text of {@code --help}. */
final class Usage {
    private static final String COMMANDS = """
            provision lint  --policy FILE [SOURCE] [ORGANIZATION]   check the policy, against people and organization if given
            provision plan  --policy FILE SOURCE ORGANIZATION       show what would be done; write nothing
            provision apply --policy FILE SOURCE ORGANIZATION       plan, and do it
            provision apply PLAN --policy FILE ORGANIZATION         do exactly what a saved plan says, and what a limit holds
                                                                    back if --override and --reason say so
            provision one IDENTITY --policy FILE SOURCE ORGANIZATION  explain one person; with --apply, provision them
            provision prove --policy FILE ORGANIZATION              prove who reaches which tenant; write nothing
            provision what-if PROPOSED --policy FILE SOURCE ORGANIZATION  compare a proposed policy with the one in force
            provision offboard TENANT --policy FILE ORGANIZATION    show what takes all access of a tenant away; with --apply, do
                                                                    it, read once more, and say what is left

            """;
    private static final String REST = """

            The OAuth client's id and secret are read from TENANTRY_CLIENT_ID and TENANTRY_CLIENT_SECRET.

            Exit codes
               0  nothing to do, everything done, or proven (the last line tells which)
               2  changes pending: nothing was written
               3  held: a guard holds something back, and nothing else is to do
               4  partly failed: plan again
               5  refused: the policy has errors, or the plan is expired, altered, or made for another policy or organization
               6  unreachable: source or organization could not be read
               7  violated: somebody reaches two tenants, or a tenant that was off-boarded
               8  not proven: not everything could be read
              64  usage
            """;

    private Usage() {}

    static String text() {
        return Arrays.stream(Option.values())
                .map(Option::help)
                .collect(Collectors.joining("\n", COMMANDS, "\n" + REST));
    }
}
