// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.policy.Authority;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * A change that brings the observed access closer to the desired one. Immutable.
 *
 * @param tenant the tenant for which it is made; for a removal the tenant that loses access
 * @param person the person it concerns; absent for divisions, groups and the grants of groups
 * @param needs the lowest authority over the tenant that allows the change
 */
public record Difference(TenantId tenant, Optional<Person> person, Change change, Authority needs, Reason reason) {}
