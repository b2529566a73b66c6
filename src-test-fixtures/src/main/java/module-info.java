// SPDX-License-Identifier: Apache-2.0
/** A fake Genesys Cloud: one state, spoken over real HTTP or from memory. */
module io.tenantry.fixtures {
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    requires static org.junit.platform.commons;

    exports io.tenantry.fixtures;
    exports io.tenantry.fixtures.fault;
    exports io.tenantry.fixtures.junit;
    exports io.tenantry.fixtures.org;
    exports io.tenantry.fixtures.push;
    exports io.tenantry.fixtures.quirk;
    exports io.tenantry.fixtures.strict;
}
