// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Node.Spot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of reading a policy document: every problem, and the policy if no problem is an error. Immutable. */
public final class PolicyReading {
    private final String origin;
    private final @Nullable Node root;
    private final Optional<OrganizationPolicy> draft;
    private final List<Problem> problems;

    PolicyReading(String origin, @Nullable Node root, Optional<OrganizationPolicy> draft, List<Problem> problems) {
        this.origin = origin;
        this.root = root;
        this.draft = draft;
        this.problems = List.copyOf(problems);
    }

    /** The reading of a policy that did not come from a document. */
    static PolicyReading of(OrganizationPolicy policy, List<Problem> problems) {
        return new PolicyReading("policy", null, Optional.of(policy), problems);
    }

    /** Returns the document's name, such as its file name. */
    public String origin() {
        return origin;
    }

    /** Returns the policy, unless there is an error. */
    public Optional<OrganizationPolicy> policy() {
        return draft.filter(d -> problems.stream().noneMatch(Problem::isError));
    }

    /** The policy as far as it could be read, with {@link Hole}s for its broken parts. */
    Optional<OrganizationPolicy> draft() {
        return draft;
    }

    /** Returns all problems, in the order of the document. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Returns the policy.
     *
     * @throws PolicyException if there is an error; it holds all problems
     */
    public OrganizationPolicy orThrow() {
        return policy().orElseThrow(() -> new PolicyException(problems));
    }

    /** Returns the place of a part of the document, or else of the nearest part around it. */
    Spot spot(String path) {
        return root == null ? Spot.NONE : NodePath.find(root, path).at();
    }

    /** Returns the place of the item with this text in a list, or else of the list. */
    Spot spot(String path, String item) {
        return root == null
                ? Spot.NONE
                : NodePath.item(NodePath.find(root, path), item).at();
    }
}
