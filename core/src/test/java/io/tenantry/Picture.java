// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.store.Baseline;
import io.tenantry.store.Pin;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/**
 * An organization and what the store knows of it, line by line and by names, so that two worlds compare. Marks are left
 * out: each spares a read, and one that is missing is read again. So does what is known of groups without a rule.
 */
@NullUnmarked
final class Picture {
    private final World world;
    private final TreeSet<String> lines = new TreeSet<>();

    private Picture(World world) {
        this.world = world;
    }

    static String of(World world) {
        Picture picture = new Picture(world);
        picture.organization();
        picture.store();
        return String.join("\n", picture.lines);
    }

    private void organization() {
        world.directory.divisions.values().forEach(d -> lines.add("division " + d.name()));
        for (Account a : world.directory.accounts.values()) {
            lines.add("account " + a.userName() + " " + a.state() + " in " + division(a.division()) + " "
                    + a.externalId() + " " + a.displayName() + " " + a.attributes());
        }
        world.directory.groups.values().forEach(g -> lines.add("group " + g.name() + " of " + members(g)));
        world.directory.grants.forEach(
                g -> lines.add("grant " + holder(g.subject()) + " " + g.role() + " in " + division(g.division())));
    }

    private Set<String> members(Group group) {
        return world.directory.members.get(group.id()).stream()
                .map(this::account)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void store() {
        world.store.links((identity, account) -> lines.add("link " + identity + " " + account(account)));
        world.store.notes().all().stream()
                .flatMap(n -> Optional.ofNullable(line(n)).stream())
                .forEach(lines::add);
    }

    private String line(Object note) {
        if (note instanceof Pin pin) {
            return "pin " + pin.tenant() + " " + pin.named() + " " + division(new DivisionId(pin.id()))
                    + group(new GroupId(pin.id()));
        }
        if (note instanceof Baseline.Seen given && given.what() == Baseline.Seen.What.GIVEN) {
            // A group that is known to be empty is forgotten by the next run.
            return "given " + given.of() + " "
                    + given.ids().stream()
                            .map(GroupId::new)
                            .filter(this::isFilled)
                            .map(this::group)
                            .sorted()
                            .toList();
        }
        boolean leftOut = note instanceof Baseline.TrailEnd
                || note instanceof Baseline.Generation
                || note instanceof Baseline.SourceSize
                || (note instanceof Baseline.Seen seen && seen.what() == Baseline.Seen.What.WITHOUT_RULE);
        return leftOut ? null : note.toString();
    }

    private boolean isFilled(GroupId id) {
        return !world.directory.members.get(id).isEmpty()
                || world.directory.grants.stream().anyMatch(g -> g.subject().equals(SubjectId.of(id)));
    }

    private String account(AccountId id) {
        return name(Optional.ofNullable(world.directory.accounts.get(id)), Account::userName, id.value());
    }

    private String group(GroupId id) {
        return name(Optional.ofNullable(world.directory.groups.get(id)), Group::name, "");
    }

    private String division(DivisionId id) {
        return name(Optional.ofNullable(world.directory.divisions.get(id)), Division::name, "");
    }

    private String holder(SubjectId id) {
        return name(
                Optional.ofNullable(world.directory.groups.get(new GroupId(id.value()))),
                Group::name,
                account(new AccountId(id.value())));
    }

    private static <T> String name(Optional<T> found, Function<T, String> name, String otherwise) {
        return found.map(name).orElse(otherwise);
    }
}
