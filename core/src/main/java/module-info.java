// SPDX-License-Identifier: Apache-2.0
/** Tenantry's engine: from a tenant policy and two snapshots to a plan, and from a plan to a verified outcome. */
// The module of the SCIM endpoint is built later, and may be absent.
@SuppressWarnings("module")
module io.tenantry.core {
    requires com.fasterxml.jackson.core;
    requires com.github.benmanes.caffeine;
    requires transitive java.sql;
    requires org.slf4j;
    requires static org.jspecify;
    requires static org.yaml.snakeyaml;

    exports io.tenantry;
    exports io.tenantry.apply;
    exports io.tenantry.change;
    exports io.tenantry.directory;
    exports io.tenantry.host;
    exports io.tenantry.identity;
    exports io.tenantry.isolation;
    exports io.tenantry.plan;
    exports io.tenantry.policy;
    exports io.tenantry.proof;
    exports io.tenantry.store;
    exports io.tenantry.watch;

    // For this project alone: the tables of the SCIM endpoint use the same way to a database, and compare names as the
    // engine does.
    exports io.tenantry.internal to
            io.tenantry.scim;
    exports io.tenantry.internal.jdbc to
            io.tenantry.scim;
}
