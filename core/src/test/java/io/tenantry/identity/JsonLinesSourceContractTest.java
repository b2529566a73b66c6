// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenantry.contract.IdentitySourceContract;
import io.tenantry.contract.SourceWorld;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSourceContractTest extends IdentitySourceContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Override
    protected SourceWorld open() {
        Path file = directory.resolve("people.jsonl");
        return new FileWorld(
                file,
                JsonLinesSource.of(file),
                people -> people.stream().map(JsonLinesSourceContractTest::line).collect(Collectors.joining("\n")));
    }

    private static String line(Identity person) {
        Map<String, Object> members = Map.of(
                "id", person.id().value(),
                "userName", person.userName(),
                "displayName", person.displayName(),
                "enabled", person.enabled(),
                "groups", List.copyOf(person.sourceGroups()),
                "attributes", person.attributes());
        return JSON.valueToTree(members).toString();
    }
}
