// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.contract.SourceWorld;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A connection to which whole sets of people are pushed. */
final class PushedWorld implements SourceWorld {
    private final AtomicReference<String> nextId = new AtomicReference<>("");
    private final ScimStore store;
    private final ScimConnection connection;
    private final IdentitySource source;

    PushedWorld(ScimStore.Builder place) {
        store = place.ids(() -> {
                    String given = nextId.getAndSet("");
                    return given.isEmpty() ? UUID.randomUUID().toString() : given;
                })
                .open();
        connection = store.connection("entra");
        connection.finishFirstCycle();
        source = connection.source();
    }

    @Override
    public IdentitySource source() {
        return source;
    }

    @Override
    public void hold(List<Identity> people) {
        connection.write(resources -> {
            Set<String> wanted =
                    people.stream().map(Identity::id).map(IdentityId::value).collect(Collectors.toSet());
            for (StoredResource user : resources.page(Kind.USER, 0, Integer.MAX_VALUE)) {
                if (!wanted.contains(user.id())) {
                    resources.delete(Kind.USER, user.id(), OptionalLong.empty());
                }
            }
            people.forEach(person -> push(resources, person));
            people.stream()
                    .flatMap(person -> person.sourceGroups().stream())
                    .distinct()
                    .forEach(group -> {
                        if (resources.byName(Kind.GROUP, group).isEmpty()) {
                            resources.create(
                                    Kind.GROUP,
                                    JsonNodeFactory.instance.objectNode().put("displayName", group));
                        }
                    });
            for (StoredResource group : resources.page(Kind.GROUP, 0, Integer.MAX_VALUE)) {
                resources.replaceMembers(
                        group.id(),
                        OptionalLong.empty(),
                        people.stream()
                                .filter(person -> person.sourceGroups().contains(group.label()))
                                .map(person -> person.id().value())
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
            return true;
        });
    }

    private void push(Resources resources, Identity person) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("userName", person.userName())
                .put("displayName", person.displayName())
                .put("active", person.enabled());
        person.attributes().forEach(document::put);
        if (resources.byId(Kind.USER, person.id().value()).isPresent()) {
            resources.change(Kind.USER, person.id().value(), OptionalLong.empty(), before -> document);
        } else {
            nextId.set(person.id().value());
            resources.create(Kind.USER, document);
        }
    }

    @Override
    public void makeUnreadable() {
        store.tables().write(transaction -> transaction.update("drop table scim_resource"));
    }

    @Override
    public void close() {
        store.close();
    }
}
