// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.identity.IdentitySource;
import io.tenantry.internal.Sha256;
import io.tenantry.internal.jdbc.Transaction;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One provider that pushes: its tokens, what an operator says of it, and its people as an identity source. It sees
 * nothing of another connection. Safe for use by several threads.
 */
public final class ScimConnection {
    private static final int TOKEN_BYTES = 32;

    private final ScimStore store;
    private final String name;

    ScimConnection(ScimStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /**
     * Makes a new token and keeps its hash alone, so that nobody can read it later. Tokens issued before stay valid until
     * they are revoked: issue a new one, enter it at the provider, then revoke the old one.
     *
     * @param label what an operator calls it, such as {@code entra-2026}
     * @return the token, to be entered at the provider
     * @throws IllegalArgumentException if there is a token of this label
     */
    public String issueToken(String label) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        boolean issued = ScimStore.told(() -> store.tables().write(transaction -> {
            if (!labels(transaction).contains(label)) {
                transaction.update(
                        "insert into scim_token (hash, connection, label, issued) values (?, ?, ?, ?)",
                        Sha256.hex(token),
                        name,
                        label,
                        store.now().toEpochMilli());
                return true;
            }
            return false;
        }));
        if (!issued) {
            throw new IllegalArgumentException("connection " + name + " has a token labelled \"" + label
                    + "\"; revoke it first, or choose another label");
        }
        return token;
    }

    /**
     * Ends a token at once.
     *
     * @return whether there was a token of this label
     */
    public boolean revokeToken(String label) {
        return ScimStore.told(() -> store.tables()
                .ensure(transaction ->
                        transaction.update("delete from scim_token where connection = ? and label = ?", name, label)
                                > 0));
    }

    /** Returns the labels of the tokens that are valid, in alphabetical order. */
    public List<String> tokenLabels() {
        return ScimStore.told(() -> store.tables().read(this::labels));
    }

    private List<String> labels(Transaction transaction) throws SQLException {
        return transaction.list(
                "select label from scim_token where connection = ? order by label", row -> row.getString(1), name);
    }

    /**
     * Says that the provider has pushed everybody once. Until then nobody loses anything, because a person, or a member of a
     * group, who is not there yet may still come.
     */
    public void finishFirstCycle() {
        firstCycle(FirstCycle.FINISHED);
    }

    /** Returns what an operator wants to know. */
    public Status status() {
        return ScimStore.told(() -> store.tables().read(transaction -> {
            Rows rows = new Rows(transaction, name);
            return new Status(
                    FirstCycle.of(transaction, name) == FirstCycle.FINISHED,
                    rows.count(Kind.USER),
                    rows.count(Kind.GROUP),
                    new Refusals(transaction, name)
                            .all().stream()
                                    .map(refusal -> refusal.what() + " at " + refusal.at() + ": " + refusal.reason())
                                    .toList(),
                    transaction
                            .one(
                                    "select max(modified) from scim_resource where connection = ?",
                                    row -> Optional.of(row.getLong(1)).filter(at -> at > 0),
                                    name)
                            .flatMap(at -> at)
                            .map(Instant::ofEpochMilli));
        }));
    }

    /** Returns whether the provider has pushed everybody once. */
    FirstCycle firstCycle() {
        return ScimStore.told(() -> store.tables().read(transaction -> FirstCycle.of(transaction, name)));
    }

    void firstCycle(FirstCycle state) {
        ScimStore.told(() -> store.tables().ensure(transaction -> {
            state.keep(transaction, name);
            return true;
        }));
    }

    /**
     * Says that what was refused needs no push any more, for instance because the person left the scope of the provider.
     *
     * @return how many refusals there were
     */
    public int forgetRefusals() {
        return write(Resources::forgetRefusals);
    }

    /** Reads resources in one snapshot. */
    <T> T read(Function<Resources, T> work) {
        return Attempt.of(
                work,
                attempt -> ScimStore.told(
                        () -> store.tables().read(transaction -> Resources.read(transaction, store, name, attempt))));
    }

    /**
     * Reads and writes resources, all or nothing, after every earlier write of this connection and before every later
     * one; durable when it returns. The work may run more than once.
     *
     * @throws RefusedPush what the work threw
     */
    <T> T write(Function<Resources, T> work) {
        return Attempt.of(
                work,
                attempt -> ScimStore.told(
                        () -> store.tables().write(transaction -> Resources.write(transaction, store, name, attempt))));
    }

    /** Returns the people of this connection, with a feed of changes. */
    public IdentitySource source() {
        return new PushedPeople(store, this);
    }

    ScimStore store() {
        return store;
    }

    /**
     * How a connection stands. Immutable.
     *
     * @param firstCycleFinished whether an operator said that everybody was pushed once
     * @param users how many users there are, inactive ones included
     * @param groups how many groups there are
     * @param refusals the pushes that were refused and not made good since, in words without personal data
     * @param lastChange when a resource was last written; empty if there is none
     */
    public record Status(
            boolean firstCycleFinished, long users, long groups, List<String> refusals, Optional<Instant> lastChange) {
        /** Copies the list. */
        public Status {
            refusals = List.copyOf(refusals);
        }
    }
}
