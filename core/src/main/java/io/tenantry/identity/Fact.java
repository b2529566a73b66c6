// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

/** One thing a source says about a person that a policy may ask for. Immutable. */
public sealed interface Fact {
    /** The person is in this source group. Immutable. */
    record SourceGroup(String name) implements Fact {}

    /** The person has this value for this attribute. Immutable. */
    record Attribute(String name, String value) implements Fact {}
}
