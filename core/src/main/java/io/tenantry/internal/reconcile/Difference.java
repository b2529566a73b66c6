// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.policy.Authority;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * A change that would bring what is observed to what is desired. Immutable.
 *
 * @param tenant in whose name; for a removal the tenant that loses something
 * @param person whom it concerns; absent for divisions, groups and the grants of groups
 * @param needs the least authority over the tenant that lets the change happen
 */
public record Difference(TenantId tenant, Optional<Person> person, Change change, Authority needs, Reason reason) {}
