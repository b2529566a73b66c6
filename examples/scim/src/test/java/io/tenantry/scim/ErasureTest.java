// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static io.tenantry.scim.Pusher.patching;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What is left of a user whom the provider deleted. */
class ErasureTest {
    private static final List<String> TABLES = List.of(
            "scim_connection",
            "scim_moment",
            "scim_token",
            "scim_resource",
            "scim_member",
            "scim_group_name",
            "scim_change",
            "scim_refusal");

    @OnBothDatabases
    void leavesOnlyTheIdInTheFeed(ScimStore.Builder place) {
        try (ScimStore store = place.open()) {
            Pusher entra = new Pusher(store.connection("entra"));
            String ana = entra.made(
                    Kind.USER, "{'userName':'ana@a.example','displayName':'ana','title':'ana','externalId':'ana'}");
            String bo = entra.user("bo@a.example");
            entra.group("Sales", ana, bo);
            String ids = String.join("|", rows(store));
            entra.refused(Kind.USER, bo, patching(Kind.USER, bo, json("{'userName':'Ana@a.example'}")));
            entra.refused(Kind.USER, ana, patching(Kind.USER, ana, json("{'active':'ana'}")));

            entra.delete(Kind.USER, ana);

            assertThat(ids).contains(ana, "ana@a.example");
            assertThat(rows(store)).filteredOn(row -> row.contains("ana")).isEmpty();
            assertThat(rows(store))
                    .filteredOn(row -> row.contains(ana))
                    .singleElement()
                    .asString()
                    .startsWith("scim_change");
        }
    }

    private static List<String> rows(ScimStore store) {
        List<String> rows = new ArrayList<>();
        store.tables().read(transaction -> {
            for (String table : TABLES) {
                transaction.each("select * from " + table, row -> {
                    StringBuilder text = new StringBuilder(table);
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(' ').append(row.getString(i));
                    }
                    rows.add(text.toString());
                });
            }
            return true;
        });
        return rows;
    }
}
