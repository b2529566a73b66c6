// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.GroupId;
import java.util.Optional;

/** A Genesys group by name, and by id unless it is still to be created. Immutable. */
public record GroupTarget(String name, Optional<GroupId> id) {}
