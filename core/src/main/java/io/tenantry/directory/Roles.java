// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** Reads roles; Tenantry never creates or changes one. */
public interface Roles {
    /** Reads every role. */
    Listing<Role> list();
}
