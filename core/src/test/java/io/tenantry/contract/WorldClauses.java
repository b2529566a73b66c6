// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Methods that clauses about a directory share. */
interface WorldClauses {
    /** Returns the organization of this test. */
    DirectoryWorld world();

    /** Returns the directory under test. */
    default Directory directory() {
        return world().directory();
    }

    /** Creates this many accounts by hand. */
    default List<AccountId> people(int count, DivisionId division) {
        return IntStream.range(0, count)
                .mapToObj(i -> world().account("person" + i + "@contract.example", division))
                .toList();
    }

    /** Grants by hand. */
    default void grant(SubjectId subject, RoleInDivision held) {
        world().grant(new Grant(subject, held.role(), held.division()));
    }

    /** Returns an account to be created, with a value for every attribute. */
    default NewAccount ana(DivisionId division) {
        return new NewAccount(
                "hr-17",
                "ana@contract.example",
                "Ána \"Quote\" 山田",
                new Division(division, "Contract A", false),
                attributes("17", "2026-01-15", "+3211111111"));
    }

    /** Returns a value for every attribute: a date for the date, a number for the phone, and a text for the rest. */
    static Map<AccountAttribute, String> attributes(String text, String date, String phone) {
        Map<AccountAttribute, String> values = new EnumMap<>(AccountAttribute.class);
        for (AccountAttribute attribute : AccountAttribute.values()) {
            values.put(attribute, text);
        }
        values.put(AccountAttribute.DATE_HIRE, date);
        values.put(AccountAttribute.WORK_PHONE, phone);
        return values;
    }
}
