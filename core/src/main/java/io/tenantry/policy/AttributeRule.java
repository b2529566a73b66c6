// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.identity.Identity;
import java.util.Optional;

/**
 * Maps an attribute of the source to an attribute of the account. Immutable.
 *
 * @param from the source attribute
 * @param strength when it is written
 */
public record AttributeRule(AccountAttribute to, String from, Strength strength) {
    /**
     * Returns the value for a person's account; the empty text if the source says that the person has none, and nothing
     * if the source does not deliver it or no account can have it.
     */
    public Optional<String> value(Identity identity) {
        Optional<String> said = identity.attribute(from);
        return said.isPresent() ? said.flatMap(to::form) : Optional.of("").filter(none -> identity.says(from));
    }

    /** Returns whether the source gives a person a value that no account can have. */
    public boolean refuses(Identity identity) {
        return identity.attribute(from).filter(v -> to.form(v).isEmpty()).isPresent();
    }

    /** When an attribute is written. */
    public enum Strength {
        /** Each time it differs; an attribute that became empty at the source is cleared. */
        ALWAYS("always"),
        /** Only when the account is created. */
        ON_CREATE("on-create");

        private final String key;

        Strength(String key) {
            this.key = key;
        }

        /** Returns the name that a policy document uses. */
        public String key() {
            return key;
        }
    }
}
