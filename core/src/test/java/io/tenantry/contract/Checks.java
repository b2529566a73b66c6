// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.directory.Account;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that several clauses share. */
final class Checks {
    private Checks() {}

    /** Checks that a listing saw everything, once, and counted it; returns what it saw. */
    static <T> List<T> complete(Listing<T> listing) {
        proves(listing.completeness(), listing.entries());
        return listing.entries();
    }

    /** Reads all accounts, checks that the read saw everything, once, and counted it; returns what it saw. */
    static List<Account> all(Accounts accounts) {
        List<Account> read = new ArrayList<>();
        Completeness proof = accounts.list(read::addAll);
        proves(proof, read);
        assertThat(read).extracting(Account::id).doesNotHaveDuplicates();
        return read;
    }

    private static void proves(Completeness proof, List<?> entries) {
        assertThat(proof.doubts()).isEmpty();
        assertThat(proof.entries()).isEqualTo(entries.size());
        assertThat(entries).doesNotHaveDuplicates();
    }

    /** Checks that an account is as expected in everything that was read of it. */
    static void shows(Account read, Account expected) {
        assertThat(new Account(
                        read.id(),
                        read.state(),
                        read.userName(),
                        read.displayName(),
                        expected.externalId(),
                        read.division(),
                        expected.attributes()))
                .isEqualTo(expected);
        assertThat(expected.attributes()).containsAllEntriesOf(read.attributes());
        read.externalId().ifPresent(id -> assertThat(expected.externalId()).contains(id));
    }

    /** Checks that a call fails for this reason. */
    static void fails(Failure failure, ThrowingCallable call) {
        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(call)
                .extracting(DirectoryException::failure)
                .isEqualTo(failure);
    }
}
