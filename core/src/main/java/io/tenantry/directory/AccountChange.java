// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one write changes on one account. Immutable.
 *
 * @param active switches the log-in on or off, if present
 * @param userName the new user name, if it changes
 * @param displayName the new display name, if it changes
 * @param externalId the identity's id, if the account is to be bound to it
 * @param attributes new values; an empty text clears the attribute
 */
public record AccountChange(
        Optional<Boolean> active,
        Optional<String> userName,
        Optional<String> displayName,
        Optional<String> externalId,
        Map<AccountAttribute, String> attributes) {
    /** The change of nothing. */
    public static final AccountChange NOTHING =
            new AccountChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    /** Copies the attributes. */
    public AccountChange {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** Returns the change that switches the log-in off and nothing else. */
    public static AccountChange deactivation() {
        return new AccountChange(Optional.of(false), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** Returns the change that gives the account another user name and nothing else. */
    public static AccountChange renaming(String userName) {
        return new AccountChange(Optional.empty(), Optional.of(userName), Optional.empty(), Optional.empty(), Map.of());
    }

    /** Returns the change that gives the account an external id and nothing else. */
    public static AccountChange marking(String externalId) {
        return new AccountChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(externalId), Map.of());
    }

    /** Returns this change without its user name. */
    public AccountChange withoutUserName() {
        return new AccountChange(active, Optional.empty(), displayName, externalId, attributes);
    }

    /** Returns the present values of an account, of the names and attributes that this writes. */
    public AccountChange replacedOf(Account account) {
        Map<AccountAttribute, String> values = new TreeMap<>();
        attributes.keySet().forEach(a -> values.put(a, account.attributes().getOrDefault(a, "")));
        return new AccountChange(
                Optional.empty(),
                userName.map(n -> account.userName()),
                displayName.map(n -> account.displayName()),
                Optional.empty(),
                values);
    }

    /** Returns this change, with the identity to which it binds the account. */
    public AccountChange bindingTo(String identity) {
        return new AccountChange(active, userName, displayName, Optional.of(identity), attributes);
    }

    /**
     * Returns the names of what this writes to the profile of the account, by which the rule of a group may go: a log-in
     * that is switched on, the names, and the attributes.
     */
    public Set<String> profile() {
        Set<String> names = new TreeSet<>();
        active.filter(on -> on).ifPresent(on -> names.add("active"));
        userName.ifPresent(n -> names.add("userName"));
        displayName.ifPresent(n -> names.add("displayName"));
        attributes.keySet().forEach(a -> names.add(a.key()));
        return names;
    }

    /** Returns whether this changes nothing. */
    public boolean isEmpty() {
        return active.isEmpty()
                && userName.isEmpty()
                && displayName.isEmpty()
                && externalId.isEmpty()
                && attributes.isEmpty();
    }

    /** Returns the names of what changes and no values, because those are personal data. */
    @Override
    public String toString() {
        return "AccountChange[active=" + active + ", attributes=" + attributes.keySet() + "]";
    }
}
