// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The text of {@code --help}. */
final class Usage {
    private static final String COMMANDS = """
            provision lint  --policy FILE [SOURCE] [ORGANIZATION]   check the policy, and against people and organization if given
            provision plan  --policy FILE SOURCE ORGANIZATION       show what apply would do; write nothing
            provision apply --policy FILE SOURCE ORGANIZATION       plan, and apply the plan
            provision apply PLAN --policy FILE ORGANIZATION         apply a saved plan, and nothing else; --override with
                                                                    --reason releases what a limit holds
            provision one IDENTITY --policy FILE SOURCE ORGANIZATION  explain one person; with --apply, provision the person
            provision prove --policy FILE ORGANIZATION              prove that nobody reaches two tenants; write nothing
            provision what-if PROPOSED --policy FILE SOURCE ORGANIZATION  compare a proposed policy with the current one
            provision offboard TENANT --policy FILE ORGANIZATION    show the plan that removes all access to a tenant; with
                                                                    --apply, apply it, read again, and report what is left
            provision accept-role NAME --reason TEXT --approved-by NAME --policy FILE ORGANIZATION
                                                                    accept what a role has gained, so that plans give it again
            provision state --policy FILE                           show what runs have kept: runs, holds, quarantines, leases, names
            provision state --lift-quarantine SCOPE --reason TEXT --approved-by NAME --policy FILE
                                                                    end a quarantine, so that the next run tries again
            provision evidence TENANT --policy FILE                 show from the audit trail who held what and what changed
            provision verify FILE [--html PAGE]                     check saved JSON of prove or evidence against its fingerprint,
                                                                    and that a page of prove carries it

            """;
    private static final String REST = """

            The OAuth client's id and secret are read from TENANTRY_CLIENT_ID and TENANTRY_CLIENT_SECRET,
            and the password of a database in --state from TENANTRY_STATE_PASSWORD. The first line of the output names the state.

            Exit codes
               0  nothing to do, everything done, proven, or shown (the last line tells which)
               2  changes pending: nothing was written
               3  held: a guard holds operations back, and there is nothing else to do
               4  partly failed: plan again
               5  refused: the policy has errors, or the plan is expired, altered, or made for another policy or organization;
                  or the credential lacks a permission; or --state names something else than a state
               6  unreachable: the source, the organization or the state could not be read, another run is under way, or a
                  file could not be written
               7  violated: a person or client reaches two tenants, or a tenant that was off-boarded
               8  not proven: not everything could be read
               9  attention: a person has to look at something, which the last line counts
              64  usage: the command line or the environment has a mistake
             130  interrupted: the process was asked to end, as by Ctrl-C; plan again takes up the rest
            """;

    private Usage() {}

    static String text() {
        return Arrays.stream(Option.values())
                .map(Option::help)
                .collect(Collectors.joining("\n", COMMANDS, "\n" + REST));
    }
}
