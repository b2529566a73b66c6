// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Node.Spot;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one document. */
final class Problems {
    private final String origin;
    private final List<Problem> found = new ArrayList<>();

    Problems(String origin) {
        this.origin = origin;
    }

    void add(ProblemCode code, Spot at, String path, String message) {
        add(code, at, path, message, code.advice());
    }

    void add(ProblemCode code, Spot at, String path, String message, String advice) {
        found.add(new Problem(code, place(at, path), message, advice));
    }

    int count() {
        return found.size();
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /** Returns all problems, sorted by place. */
    List<Problem> sorted() {
        return found.stream().sorted(Problem.BY_PLACE).toList();
    }

    private Place place(Spot at, String path) {
        return new Place(origin, path, at.line(), at.column());
    }
}
