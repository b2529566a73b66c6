// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Fold;
import io.tenantry.internal.Words;
import io.tenantry.policy.AcceptedAccess;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The accepted lines of a policy, with the ids of their holders, roles and divisions. Immutable. */
public final class AcceptedGrants {
    /** No accepted lines. */
    public static final AcceptedGrants NONE = new AcceptedGrants(List.of(), List.of());

    private final List<Line> lines;
    private final List<Finding> troubles;

    AcceptedGrants(List<Line> lines, List<Finding> troubles) {
        this.lines = List.copyOf(lines);
        this.troubles = List.copyOf(troubles);
    }

    /**
     * Returns the holders whose name now means another group than the one that was found first, and the roles that a
     * line names and does not cover.
     */
    public List<Finding> troubles() {
        return Stream.concat(troubles.stream(), lines.stream().flatMap(l -> l.lapsed().stream()))
                .toList();
    }

    /** Returns the roles that a line names and does not cover, because they changed or change access. */
    public List<Finding> lapsed(AcceptedAccess line) {
        return lines.stream()
                .filter(l -> l.access().equals(line))
                .flatMap(l -> l.lapsed().stream())
                .toList();
    }

    /** Returns what to do so that a line of this holder covers all roles that it names, if it does not. */
    public Optional<String> adviceFor(SubjectId holder) {
        for (Line line : lines) {
            if (line.isOf(holder, "") && !line.lapsed().isEmpty()) {
                return Optional.of(line.lapsed().get(0).advice());
            }
        }
        return Optional.empty();
    }

    /** Returns the lines that apply on a day. */
    public AcceptedGrants on(LocalDate day) {
        return new AcceptedGrants(
                lines.stream().filter(line -> line.access().isInForce(day)).toList(), troubles);
    }

    /**
     * Returns the line that accepts a grant.
     *
     * @param userName the user name of the holder, if it is an account; else empty
     */
    public Optional<AcceptedAccess> of(Grant grant, String userName) {
        for (Line line : lines) {
            if (line.covers(grant) && line.isOf(grant.subject(), userName)) {
                return Optional.of(line.access());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether a line may accept a grant of a role whose name is unknown: it names a role that was not seen, for
     * this holder and place.
     *
     * @param userName the user name of the holder, if it is an account; else empty
     */
    public boolean mayCover(Grant grant, String userName) {
        return lines.stream()
                .anyMatch(line -> line.unnamed() && line.isPlace(grant) && line.isOf(grant.subject(), userName));
    }

    /**
     * Returns whether a line accepts a grant for its holder and, if that is a group, no line that accepts it allows fewer
     * members than there are.
     */
    public boolean coversAll(Grant grant, String userName) {
        return of(grant, userName).isPresent() && exceeded(grant).isEmpty();
    }

    /**
     * Returns how many members a line allows that accepts a grant of a group with more; the smallest number, if several
     * lines do.
     */
    public OptionalInt exceeded(Grant grant) {
        return lines.stream()
                .filter(line -> line.only().isPresent() && line.covers(grant) && line.isOf(grant.subject(), ""))
                .mapToInt(line -> line.access().members().orElse(0))
                .min();
    }

    /** Returns whether a line accepts that an account has a grant of a group that it is in. */
    public boolean coversMember(Grant grant, AccountId member) {
        return lines.stream()
                .anyMatch(line -> line.covers(grant) && line.isOf(grant.subject(), "") && line.isFor(member));
    }

    /** Returns the groups of which a line does not cover every member, because there are more than it allows. */
    public Set<GroupId> crowded() {
        return lines.stream()
                .filter(line -> line.only().isPresent())
                .flatMap(line -> line.holder().stream())
                .map(holder -> new GroupId(holder.value()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the groups that take new accounts by a rule, each with the number of members that its line allows. */
    public Map<GroupId, Integer> filledByRule() {
        Map<GroupId, Integer> most = new TreeMap<>();
        lines.stream()
                .filter(line ->
                        line.access().byRule() && line.access().members().isPresent())
                .forEach(line -> line.holder()
                        .ifPresent(holder -> most.merge(
                                new GroupId(holder.value()),
                                line.access().members().getAsInt(),
                                Math::min)));
        return most;
    }

    /**
     * Returns the finding that the name of an accepted holder means another one now.
     *
     * @param first the holder that had the name when it was accepted
     */
    public static Finding changed(AcceptedAccess.Holder holder, SubjectId first, SubjectId now) {
        String kind = holder.kind().key();
        return new Finding(
                FindingCode.ACCEPTED_HOLDER_CHANGED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "subject " + now,
                kind + " \"" + holder.name() + "\" was " + first + " when it was accepted; another " + kind
                        + " has this name now, and its access counts",
                "check the " + kind + ", and write its id on the accepted line",
                holder.name());
    }

    /** Returns the finding that an accepted account has another user name now. */
    public static Finding renamed(AcceptedAccess.Holder holder, Account account) {
        return new Finding(
                FindingCode.ACCOUNT_RENAMED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "account " + account.id(),
                Words.renamed("account", holder.name(), account.id(), account.userName(), Optional.empty()),
                Binder.RENAMED,
                account.userName());
    }

    /** Returns the groups that were found by their names alone, because their lines have no id. */
    public Map<AcceptedAccess.Holder, SubjectId> named() {
        Map<AcceptedAccess.Holder, SubjectId> named = new LinkedHashMap<>();
        lines.stream()
                .filter(line -> line.access().holder().id().isEmpty())
                .forEach(line ->
                        line.holder().ifPresent(id -> named.put(line.access().holder(), id)));
        return named;
    }

    /**
     * Returns each line, also one whose last day is over, with the holders of the grants that it covers.
     *
     * @param userName returns the user name of a holder that is an account; else empty
     */
    public Map<AcceptedAccess, Set<SubjectId>> holders(Collection<Grant> grants, UnaryOperator<String> userName) {
        Map<AcceptedAccess, Set<SubjectId>> holders = new LinkedHashMap<>();
        for (Line line : lines) {
            Set<SubjectId> of = holders.computeIfAbsent(line.access(), k -> new TreeSet<>());
            grants.stream()
                    .filter(g -> line.covers(g)
                            && line.isOf(g.subject(), userName.apply(g.subject().value())))
                    .forEach(g -> of.add(g.subject()));
        }
        return holders;
    }

    /**
     * One accepted line. Immutable.
     *
     * @param holder the id of the holder; absent for an account that the policy knows only by its user name, and for a
     *     group that was not found
     * @param only the members that it covers, if the group has more than it allows: those that the last proof within the
     *     line showed
     * @param lapsed the roles that it names and does not cover, each with the reason
     * @param unnamed whether it names a role that no listing showed, and the listing of roles has gaps
     */
    record Line(
            AcceptedAccess access,
            Optional<SubjectId> holder,
            Set<RoleId> roles,
            Set<DivisionId> divisions,
            Optional<Set<AccountId>> only,
            List<Finding> lapsed,
            boolean unnamed) {
        private boolean isFor(AccountId member) {
            return only.map(shown -> shown.contains(member)).orElse(true);
        }

        private boolean covers(Grant grant) {
            return roles.contains(grant.role()) && isPlace(grant);
        }

        private boolean isPlace(Grant grant) {
            return access.in().everywhere() || divisions.contains(grant.division());
        }

        private boolean isOf(SubjectId subject, String userName) {
            return holder.map(subject::equals)
                    .orElseGet(() -> access.holder().kind() == AcceptedAccess.Kind.ACCOUNT
                            && Fold.of(access.holder().name()).equals(Fold.of(userName)));
        }
    }
}
