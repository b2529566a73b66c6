// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

/** Phone numbers, which SCIM may write as {@code tel:} URIs. */
final class Phone {
    private Phone() {}

    static String plain(String number) {
        return number.startsWith("tel:") ? number.substring(4) : number;
    }
}
