// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.ForwardingDirectory;
import io.tenantry.MemoryDirectory;
import io.tenantry.MemoryGrants;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts a call for each page of each listing, and refuses and counts apart what is asked of one person. */
final class CountedDirectory extends ForwardingDirectory {
    private final int page;
    private int calls;
    private int byPerson;

    CountedDirectory(MemoryDirectory state, int page) {
        super(new Indexed(state));
        this.page = page;
    }

    int calls() {
        return calls;
    }

    int byPerson() {
        return byPerson;
    }

    @Override
    public Organization organization() {
        calls++;
        return super.organization();
    }

    @Override
    protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
        return switch (method) {
            case "list", "everybody", "in" -> paged(made.handOn());
            default -> {
                byPerson++;
                throw new IllegalStateException("asked for " + method);
            }
        };
    }

    private Object paged(Object read) {
        return read instanceof Listing<?> listing
                ? new Listing<>(listing.entries(), pages(listing.entries().size()))
                : pages(((Completeness) read).entries());
    }

    private Completeness pages(long entries) {
        int pages = (int) Math.max(1, (entries + page - 1) / page);
        calls += pages;
        return Completeness.complete(entries, pages);
    }

    /** Finds the grants of a division without a look at every grant there is. */
    private static final class Indexed extends ForwardingDirectory {
        private final MemoryDirectory state;
        private final Map<DivisionId, List<Grant>> in;

        Indexed(MemoryDirectory state) {
            super(state);
            this.state = state;
            in = state.grants.stream().collect(Collectors.groupingBy(Grant::division));
        }

        @Override
        public Grants grants() {
            return new MemoryGrants(state) {
                @Override
                public Listing<Grant> in(DivisionId division) {
                    return Listing.complete(in.getOrDefault(division, List.of()));
                }
            };
        }
    }
}
