// SPDX-License-Identifier: Apache-2.0
/** The Genesys Cloud client behind the directory port of {@code io.tenantry.core}. */
module io.tenantry.genesys {
    requires transitive io.tenantry.core;
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.tenantry.genesys;
}
