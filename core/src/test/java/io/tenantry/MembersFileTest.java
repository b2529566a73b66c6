// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Exports.Format;
import io.tenantry.Exports.Row;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.IdentitySource;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged file of members says who is in its group, and leaves open who else is: nobody loses, moves or gains by being
 * absent from it, on the road for everybody and on that for one.
 */
@NullUnmarked
class MembersFileTest {
    private static final String HEAD = "id,userPrincipalName\n";
    private static final String U1 = "u1,u1@acme.example\n";

    /** What is left of a file that held u1 and u2, each in another way damaged around the row of u2. */
    private static final Map<String, String> DAMAGES = new LinkedHashMap<>();

    static {
        DAMAGES.put("cut off after a row", HEAD + U1.stripTrailing());
        DAMAGES.put("cut off within a row", HEAD + U1 + "u2,u2@ac");
        DAMAGES.put("cut off within an id", HEAD + U1 + "u");
        DAMAGES.put("doubled", HEAD + U1 + U1);
        DAMAGES.put("doubled in other words", HEAD + U1 + "u1,U1@acme.example\n");
        DAMAGES.put("doubled by the name", HEAD + U1 + ",u1@acme.example\n");
        DAMAGES.put("id of nobody beside the name", HEAD + U1 + "u2x,u2@acme.example\n");
        DAMAGES.put("id of another beside the name", HEAD + U1 + "u3,u2@acme.example\n");
        DAMAGES.put("id of nobody alone", "id\nu1\nu2x\n");
        DAMAGES.put("name of nobody alone", "userPrincipalName\nu1@acme.example\nu22@acme.example\n");
        DAMAGES.put("rounded id", HEAD + U1 + "1.15E+20,u2@acme.example\n");
        DAMAGES.put("other delimiter", HEAD + U1 + "u2;u2@acme.example\n");
        DAMAGES.put("one column, cut off after a row", "id\nu1");
    }

    @TempDir
    Path directory;

    private int next;
    private Path here;
    private World world;
    private Exports exports;

    private Stream<DynamicTest> each(Damaged test) {
        return DAMAGES.entrySet().stream()
                .map(d -> DynamicTest.dynamicTest(d.getKey(), () -> {
                    here = Files.createDirectories(directory.resolve("case" + next++));
                    world = new World();
                    exports = Exports.four();
                    test.by(d.getValue());
                }));
    }

    private interface Damaged {
        void by(String file) throws IOException;
    }

    private IdentitySource source() {
        return Format.MEMBER_FILES.read(here, exports);
    }

    private Provisioner provisioner() {
        return provisioner(source());
    }

    private Provisioner provisioner(IdentitySource source) {
        return Provisioner.builder()
                .policy(world.policy())
                .source(source)
                .directory(world.directory)
                .store(world.store)
                .clock(Clock.fixed(World.NOW, ZoneOffset.UTC))
                .sleeper(duration -> {})
                .build();
    }

    private void settle() throws IOException {
        Format.MEMBER_FILES.write(here, exports);
        Provisioner provisioner = provisioner();
        Plan plan = provisioner.plan();
        provisioner.apply(plan, Approval.of(plan, "test"));
        assertThat(changes(provisioner().plan())).isEmpty();
    }

    private void damage(String group, String text) throws IOException {
        Files.writeString(here.resolve("members").resolve(group + ".csv"), text);
    }

    private static List<String> changes(Plan plan) {
        return plan.operations().map(o -> Wording.of(o.change())).toList();
    }

    private void nothingFor(String... people) {
        Plan plan = provisioner().plan();
        assertThat(changes(plan)).isEmpty();
        assertThat(plan.held()).isEmpty();
        assertThat(plan.attention()).isNotEmpty();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.SOURCE_IN_DOUBT)
                .extracting(Finding::message)
                .isNotEmpty()
                .allMatch(message -> message.contains(".csv"));
        for (String person : people) {
            assertThat(changes(provisioner().explain(person).plan())).as(person).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> nobodyMovesToTheTenantThatComesSecond() {
        return each(file -> {
            world.precedence = List.of(new TenantId("a"), new TenantId("b"));
            exports.row("u2").groups.add("Account-b");
            settle();
            damage("Account-a", file);

            nothingFor("u1", "u2", "u3");
        });
    }

    @TestFactory
    Stream<DynamicTest> nobodyLosesAProfile() {
        return each(file -> {
            exports.row("u2").groups.add("Supervisors-a");
            settle();
            damage("Supervisors-a", file);

            nothingFor("u1", "u2", "u3");
        });
    }

    @TestFactory
    Stream<DynamicTest> nobodyGainsAProfileThatTheGroupExcludes() {
        return each(file -> {
            excluding("Supervisors-b");
            exports.row("u3").groups.clear();
            exports.row("u3").groups.add("Account-b");
            exports.row("u1").groups.add("Supervisors-b");
            exports.row("u2").groups.add("Supervisors-b");
            settle();
            damage("Supervisors-b", file);

            nothingFor("u1", "u2");
        });
    }

    private void excluding(String group) {
        TenantPolicy a = world.tenants.get(0);
        AccessProfile supervisor = new AccessProfile(
                "supervisor",
                Optional.of(new Condition.Not(new Condition.SourceGroup(group))),
                "Tenant_A_Supervisors",
                Set.of("Supervisor"));
        world.tenants = List.of(
                new TenantPolicy(
                        a.id(),
                        a.name(),
                        a.division(),
                        a.match(),
                        List.of(a.profiles().get(0), supervisor),
                        a.governance()),
                world.tenants.get(1));
    }

    @TestFactory
    Stream<DynamicTest> whoeverTheFileNamesStillJoins() {
        return each(file -> {
            exports.rows.remove(exports.row("u1"));
            settle();
            exports.rows.add(new Row("u1", "Account-a"));
            Format.MEMBER_FILES.write(here, exports);
            damage("Supervisors-a", file);

            Plan plan = provisioner().plan();

            List<String> joins = plan.operations()
                    .filter(o -> o.person().orElseThrow().userName().equals("u1@acme.example"))
                    .map(o -> Wording.of(o.change()))
                    .toList();
            // Behind "u1" at the end of the file, the rest of another id may be missing.
            boolean cut = file.equals("id\nu1");
            assertThat(joins).endsWith("join group \"Tenant_A_" + (cut ? "Agents" : "Supervisors") + "\"");
            assertThat(changes(provisioner().explain("u1").plan())).isEqualTo(joins);
        });
    }

    private void sound(Consumer<CsvSource.Builder> more) throws IOException {
        here = Files.createDirectories(directory.resolve("sound"));
        world = new World();
        exports = Exports.four();
        exports.row("u2").groups.add("Supervisors-a");
        settle();
        CsvSource.Builder builder = CsvSource.of(here.resolve("users.csv"))
                .mapping(exports.mapping(false))
                .membersIn(here.resolve("members"));
        more.accept(builder);
        IdentitySource source = builder.build();

        assertThat(changes(provisioner(source).plan())).containsExactly("leave group \"Tenant_A_Supervisors\"");
        assertThat(changes(provisioner(source).explain("u2").plan()))
                .containsExactly("leave group \"Tenant_A_Supervisors\"");
    }

    @Test
    void whoIsAbsentFromACompleteFileLeaves() throws IOException {
        sound(builder -> rewrite(HEAD + U1));
    }

    @Test
    void quotationMarksShowWhereTheLastRowEnds() throws IOException {
        sound(builder -> rewrite(HEAD + "u1,\"u1@acme.example\""));
    }

    @Test
    void memberWhoseIdAndNameAreInNoRowOfTheUsersFileSpoilsNothing() throws IOException {
        sound(builder -> rewrite(HEAD + U1 + "guest,guest@acme.example\n"));
    }

    @Test
    void expectedRowsSpeakOfTheUsersFileAlone() throws IOException {
        here = Files.createDirectories(directory.resolve("expecting"));
        world = new World();
        exports = Exports.four();
        exports.row("u2").groups.add("Supervisors-a");
        settle();
        damage("Supervisors-a", HEAD + U1.stripTrailing());
        IdentitySource source = CsvSource.of(here.resolve("users.csv"))
                .mapping(exports.mapping(false))
                .membersIn(here.resolve("members"))
                .expectRows(4)
                .build();

        Plan plan = provisioner(source).plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.attention()).isNotEmpty();
    }

    private void rewrite(String text) {
        try {
            damage("Supervisors-a", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
