// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The scopes that failed too often and are skipped for a while: a tenant, the organization, or an identity source. */
public interface Quarantines {
    /** The scope of the connection to the organization. */
    String ORGANIZATION = "organization";

    /** Returns the scope of a tenant. */
    static String tenant(TenantId tenant) {
        return "tenant " + tenant;
    }

    /** Returns the scope of an identity source. */
    static String source(String name) {
        return "source " + name;
    }

    /** Returns each scope that failed and has not succeeded since, whether it is still skipped or not. */
    List<Quarantine> all();

    /** Returns the quarantine of a scope, if there is one. */
    default Optional<Quarantine> of(String scope) {
        return all().stream().filter(q -> q.scope().equals(scope)).findFirst();
    }

    /** Sets the quarantine of its scope, in place of an earlier one. */
    void put(Quarantine quarantine);

    /** Removes the quarantine of a scope; has no effect if there is none. */
    void lift(String scope);

    /**
     * A scope that failed, and how long runs skip it. Immutable.
     *
     * @param strikes how many times in a row it failed
     * @param since when it first failed
     * @param until when it is tried again
     * @param reason the last failure, without personal data
     */
    record Quarantine(String scope, int strikes, Instant since, Instant until, String reason) {
        /** Returns whether runs skip it at this moment. */
        public boolean holds(Instant now) {
            return now.isBefore(until);
        }

        /** Returns this quarantine without its reason if that names an erased person. */
        public Quarantine without(Erasure erasure) {
            return new Quarantine(scope, strikes, since, until, erasure.redacted(reason));
        }
    }
}
