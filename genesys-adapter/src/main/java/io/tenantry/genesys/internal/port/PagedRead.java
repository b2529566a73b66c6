// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a listing by page number and proves that it is complete. Rows that appear or disappear between two pages shift
 * the others, so that some are read twice or never. The listing is then read again; doubts that remain are reported.
 */
final class PagedRead<T> {
    private static final int PASSES = 3;

    private final String what;
    private final Pages<T> source;
    private final Function<T, Object> key;
    private final Set<Object> handedOn = new HashSet<>();
    private Supplier<List<String>> check = List::of;
    private int pages;

    /**
     * Prepares a read.
     *
     * @param what the rows, in words for a person
     * @param size how many rows a page has, unless its answer is too large
     * @param fetch reads a page
     * @param key what identifies a row
     */
    PagedRead(String what, int size, Pages.Fetch<T> fetch, Function<T, Object> key) {
        this.what = what;
        this.source = new Pages<>(size, fetch);
        this.key = key;
    }

    /** Adds a check that runs after a pass without doubts and returns its own. */
    PagedRead<T> checkedBy(Supplier<List<String>> more) {
        check = more;
        return this;
    }

    /** Returns how many rows a page had in the end. */
    int pageSize() {
        return source.size();
    }

    /** Reads the listing and keeps the rows. */
    Listing<T> listing() {
        List<T> rows = new ArrayList<>();
        Completeness proof = read(rows::addAll);
        return new Listing<>(rows, proof);
    }

    /** Reads the listing and passes each row on once. */
    Completeness read(Consumer<List<T>> sink) {
        List<String> doubts = List.of();
        for (int pass = 1; pass <= PASSES; pass++) {
            doubts = pass(sink);
            if (doubts.isEmpty()) {
                doubts = check.get();
            }
            if (doubts.isEmpty()) {
                break;
            }
        }
        return new Completeness(handedOn.size(), pages, doubts);
    }

    private List<String> pass(Consumer<List<T>> sink) {
        Set<Object> seen = new HashSet<>();
        OptionalLong announced = OptionalLong.empty();
        source.rewind();
        for (int number = 1; ; number++) {
            Page<T> page;
            try {
                page = source.next();
            } catch (DirectoryException e) {
                // Listings of inactive users answer 400 beyond 10,000 rows.
                if (number == 1 || e.failure() != Failure.REJECTED) {
                    throw e;
                }
                return List.of(what + ": page " + number + " was refused, so the rest was not read");
            }
            pages++;
            if (page.total().isEmpty()) {
                handOn(page, sink);
                return List.of(what + ": the service returned no total");
            }
            if (number > 1 && !page.total().equals(announced)) {
                handOn(page, sink);
                return List.of(what + ": the total changed between two pages");
            }
            announced = page.total();
            int before = seen.size();
            page.rows().forEach(row -> seen.add(key.apply(row)));
            handOn(page, sink);
            if (seen.size() - before < page.rows().size()) {
                return List.of(what + ": a row was returned twice, so another may be missing");
            }
            if (page.rows().isEmpty() || seen.size() >= announced.orElseThrow()) {
                return counted(seen.size(), announced.orElseThrow());
            }
        }
    }

    private List<String> counted(long read, long total) {
        return read == total
                ? List.of()
                : List.of(what + ": the total is " + total + ", and the number of rows returned is " + read);
    }

    private void handOn(Page<T> page, Consumer<List<T>> sink) {
        List<T> fresh =
                page.rows().stream().filter(row -> handedOn.add(key.apply(row))).toList();
        if (!fresh.isEmpty()) {
            sink.accept(fresh);
        }
    }
}
