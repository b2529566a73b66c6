// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.contract.IdentitySourceContract;
import io.tenantry.contract.SourceWorld;
import java.util.ArrayList;
import java.util.List;

class MemorySourceContractTest extends IdentitySourceContract {
    @Override
    protected SourceWorld open() {
        MemorySource source = MemorySource.named("hr");
        List<IdentityId> held = new ArrayList<>();
        return SourceWorld.of(source, people -> {
            held.forEach(source::remove);
            source.putAll(people);
            people.forEach(person -> held.add(person.id()));
        });
    }
}
