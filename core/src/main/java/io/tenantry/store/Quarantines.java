// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has failed too often and is left alone for a while: a tenant, the organization, or an identity source. */
public interface Quarantines {
    /** The scope of the organization as a whole: its connection. */
    String ORGANIZATION = "organization";

    /** Returns the scope of a tenant. */
    static String tenant(TenantId tenant) {
        return "tenant " + tenant;
    }

    /** Returns the scope of an identity source. */
    static String source(String name) {
        return "source " + name;
    }

    /** Returns all that failed and has not succeeded since, whether it is still left alone or not. */
    List<Quarantine> all();

    /** Returns that of a scope, if there is one. */
    default Optional<Quarantine> of(String scope) {
        return all().stream().filter(q -> q.scope().equals(scope)).findFirst();
    }

    /** Replaces that of the same scope. */
    void put(Quarantine quarantine);

    /** Forgets that of a scope; without one, has no effect. */
    void lift(String scope);

    /**
     * What failed, and until when it is left alone. Immutable.
     *
     * @param strikes how often in a row it failed
     * @param since when it first failed
     * @param until when it is tried again
     * @param reason how it failed last, with no personal data
     */
    record Quarantine(String scope, int strikes, Instant since, Instant until, String reason) {
        /** Returns whether it is left alone at this moment. */
        public boolean holds(Instant now) {
            return now.isBefore(until);
        }

        /** Returns the same quarantine without a reason that names a person who was erased. */
        public Quarantine without(Erasure erasure) {
            return new Quarantine(scope, strikes, since, until, erasure.redacted(reason));
        }
    }
}
