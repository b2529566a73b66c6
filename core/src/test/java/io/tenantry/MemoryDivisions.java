// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The divisions of a {@link MemoryDirectory}. */
@NullUnmarked
public class MemoryDivisions implements Divisions {
    private final MemoryDirectory org;

    public MemoryDivisions(MemoryDirectory org) {
        this.org = org;
    }

    @Override
    public Listing<Division> list() {
        org.reads++;
        return Listing.complete(List.copyOf(org.divisions.values()));
    }

    @Override
    public Division create(String name) {
        org.write("create division " + name, () -> {
            if (org.divisions.values().stream().anyMatch(d -> d.name().equals(name))) {
                throw new DirectoryException(Failure.ALREADY_EXISTS, "the name is taken", null);
            }
            org.division(name);
        });
        return org.divisions.get(new DivisionId("div-" + name));
    }

    @Override
    public void move(Division to, List<AccountId> ids) {
        org.write("move " + ids.size() + " to " + to.name(), () -> {
            org.accept(ids);
            ids.forEach(org::known);
            ids.forEach(id -> org.set(org.known(id), org.known(id).state(), to.id()));
        });
    }
}
