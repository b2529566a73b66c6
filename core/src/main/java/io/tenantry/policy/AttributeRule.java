// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.AccountAttribute;

/**
 * Maps an attribute of the source to an attribute of the account. Immutable.
 *
 * @param from the source attribute
 * @param strength when it is written
 */
public record AttributeRule(AccountAttribute to, String from, Strength strength) {
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
