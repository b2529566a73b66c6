// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.contract.IdentitySourceContract;
import io.tenantry.contract.SourceWorld;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceContractTest extends IdentitySourceContract {
    private static final ColumnMapping MAPPING = ColumnMapping.builder()
            .id("id")
            .userName("user")
            .displayName("name")
            .enabled("enabled")
            .groups("groups", "|")
            .attribute("title")
            .attribute("site")
            .build();

    @TempDir
    Path directory;

    @Override
    protected SourceWorld open() {
        Path file = directory.resolve("people.csv");
        return new FileWorld(file, CsvSource.of(file).mapping(MAPPING).build(), CsvSourceContractTest::text);
    }

    private static String text(List<Identity> people) {
        return Stream.concat(
                        Stream.of("id,user,name,enabled,groups,title,site"),
                        people.stream().map(CsvSourceContractTest::row))
                .collect(Collectors.joining("\n"));
    }

    private static String row(Identity person) {
        return Stream.of(
                        person.id().value(),
                        person.userName(),
                        person.displayName(),
                        Boolean.toString(person.enabled()),
                        String.join("|", person.sourceGroups()),
                        person.attributes().getOrDefault("title", ""),
                        person.attributes().getOrDefault("site", ""))
                .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }
}
