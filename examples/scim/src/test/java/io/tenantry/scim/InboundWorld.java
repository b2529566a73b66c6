// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** An endpoint with one provider, for a scenario; closed at its end. */
final class InboundWorld implements AutoCloseable {
    final ScimStore store;
    final ProviderClient entra;

    private InboundWorld(ScimStore.Builder place) {
        this.store = place.open();
        this.entra = ProviderClient.to(store, "entra");
    }

    static Stream<InboundWorld> both() {
        return Places.both().map(InboundWorld::new);
    }

    ScimConnection connection() {
        return store.connection("entra");
    }

    List<String> members(String group) {
        return entra.get("/Groups/" + group).members();
    }

    JsonNode user(String id) {
        return entra.get("/Users/" + id).body();
    }

    @Override
    public void close() {
        store.close();
    }
}
