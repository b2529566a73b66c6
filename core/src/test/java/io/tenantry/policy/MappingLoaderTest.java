// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mapping document: what it says, every problem of it at once, and its schema. */
class MappingLoaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOLE = """
            apiVersion: tenantry/v1
            id: [Employee No, Personnel No]
            userName: Mail
            displayName: Full Name
            state:
              column: Status
              yes: [active, "on leave"]
              no: [left]
              unknown: [suspended]
            groups:
              column: Teams
              separator: "|"
              empty: [Team-Z]
            attributes:
              jobTitle: Position
              department: [Department, Dept]
            otherColumns: ignore
            """;

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(PolicySchema.mapping());

    @TempDir
    Path directory;

    private static MappingReading read(String text) {
        return MappingLoader.read(text, PolicyFormat.YAML, "mapping.yaml");
    }

    private List<Identity> people(ColumnMapping mapping, String csv) throws IOException {
        Path file = Files.writeString(directory.resolve("hr.csv"), csv);
        List<Identity> people = new ArrayList<>();
        CsvSource.of(file).mapping(mapping).build().read(page -> people.addAll(page.identities()));
        return people;
    }

    @Test
    void saysWhatEachColumnMeans() throws IOException {
        MappingReading reading = read(WHOLE);
        assertThat(reading.problems()).isEmpty();

        List<Identity> people = people(reading.orThrow(), """
                Personnel No,Mail,Full Name,Status,Teams,Position,Cost
                4711,ana@acme.example,Ana,On Leave,Team-A| Team-B,Agent,9
                4712,bo@acme.example,Bo,suspended,,,9
                """);

        Identity ana = people.get(0);
        assertThat(List.of(ana.id().value(), ana.userName(), ana.displayName(), ana.state(), ana.sourceGroups()))
                .isEqualTo(List.of(
                        "4711",
                        "ana@acme.example",
                        "Ana",
                        Identity.State.ENABLED,
                        new TreeSet<>(Set.of("Team-A", "Team-B"))));
        assertThat(ana.attributes()).containsOnlyKeys("jobTitle").containsValue("Agent");
        assertThat(ana.says("department")).isFalse();
        assertThat(people.get(1).state()).isEqualTo(Identity.State.UNKNOWN);
    }

    @Test
    void startsWithAReadyMappingAndReplacesItsParts() throws IOException {
        ColumnMapping mapping = read("apiVersion: tenantry/v1\nlike: entra-users\nuserName: mail\n")
                .orThrow();

        List<Identity> people = people(mapping, """
                id,userPrincipalName,mail,displayName,accountEnabled,jobTitle
                1,ana@acme.onmicrosoft.example,ana@acme.example,Ana,True,Agent
                """);

        assertThat(people).extracting(Identity::userName).containsExactly("ana@acme.example");
        assertThat(people.get(0).attribute("jobTitle")).contains("Agent");
    }

    @Test
    void namesEachProblemWithItsPlace() {
        List<String> problems =
                read("""
                        apiVersion: tenantry/v2
                        like: okta-peeple
                        userNames: Mail
                        displayName: []
                        state:
                          colum: Status
                          yes: [ACTIVE]
                          no: [ACTIVE]
                        groups: Teams
                        attributes:
                          jobTitle: [1]
                        otherColumns: keep
                        """).problems().stream().map(Problem::toString).toList();

        assertThat(problems)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("mapping.yaml:1").contains("[api-version]"),
                        p -> assertThat(p).startsWith("mapping.yaml:2").contains("Did you mean \"okta-people\"?"),
                        p -> assertThat(p).startsWith("mapping.yaml:3").contains("Did you mean \"userName\"?"),
                        p -> assertThat(p).startsWith("mapping.yaml:4").contains("the list of columns is empty"),
                        p -> assertThat(p).startsWith("mapping.yaml:6").contains("Did you mean \"column\"?"),
                        p -> assertThat(p).startsWith("mapping.yaml:6").contains("state has no column"),
                        p -> assertThat(p).startsWith("mapping.yaml:9").contains("a map with the keys column"),
                        p -> assertThat(p).startsWith("mapping.yaml:11").contains("Put it in quotes"),
                        p -> assertThat(p).startsWith("mapping.yaml:12").contains("is not one of attributes, ignore"));
    }

    @Test
    void refusesAValueWithTwoMeaningsAndOneSideAlone() {
        assertThat(read(WHOLE.replace("no: [left]", "no: [ACTIVE]")).problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("a value of a state column has two meanings: ACTIVE");
        assertThat(read(WHOLE.replace("  no: [left]\n", "")).problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("state has no no");
    }

    @Test
    void needsIdAndUserNameUnlessItStartsWithAReadyOne() {
        MappingReading reading = read("apiVersion: tenantry/v1\n");

        assertThat(reading.problems())
                .extracting(Problem::message)
                .containsExactly("the document has no id", "the document has no userName");
        assertThatThrownBy(reading::orThrow).isInstanceOf(PolicyException.class);
        assertThat(MappingLoader.read(directory.resolve("none.yaml")).problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.UNREADABLE);
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void schemaKnowsExactlyTheKeysThatTheLoaderKnows(Keys keys) throws IOException {
        JsonNode definition = JSON.readTree(PolicySchema.mapping()).at("/$defs/" + keys.definition);
        Set<String> inSchema = new TreeSet<>();
        definition.at("/properties").fieldNames().forEachRemaining(inSchema::add);

        assertThat(inSchema)
                .containsExactlyInAnyOrderElementsOf(Keys.OF_MAPPING.contains(keys) ? keys.names : List.of());
    }

    @Test
    void schemaKnowsTheReadyMappingsAndAcceptsTheExample() throws IOException {
        JsonNode names = JSON.readTree(PolicySchema.mapping()).at("/$defs/mapping/properties/like/enum");

        assertThat(JSON.convertValue(names, String[].class)).containsExactlyElementsOf(ColumnMapping.names());
        assertThat(schema.validate(PolicyTexts.tree(WHOLE))).isEmpty();
        assertThat(schema.validate(PolicyTexts.tree("apiVersion: tenantry/v1\nlike: google-users\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id: a\nuserName: b",
                "apiVersion: tenantry/v1\nid: a",
                "apiVersion: tenantry/v1\nlike: okta",
                "apiVersion: tenantry/v1\nlike: okta-people\nname: x",
                "apiVersion: tenantry/v1\nlike: okta-people\nstate: { column: a, yes: [b] }",
                "apiVersion: tenantry/v1\nlike: okta-people\nid: []"
            })
    void schemaRefusesWhatTheLoaderRefuses(String text) throws IOException {
        assertThat(read(text).mapping()).isEmpty();
        assertThat(schema.validate(PolicyTexts.tree(text))).isNotEmpty();
    }
}
