// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.DivisionId;
import io.tenantry.host.Progress.Step;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An explanation of one person shows names instead of ids, and the access that a leaver still has. */
class ExplanationTest {
    private final World world = new World();

    @BeforeEach
    void anaIsThere() {
        world.person("ana", "Account-a").run();
        world.grant("ana@acme.example", "Supervisor", world.division("Tenant_B").id())
                .grant("ana@acme.example", "Agent", DivisionId.EVERYWHERE);
    }

    @Test
    void tellsEachStepWithTheNamesOfWhatThereIs() {
        world.person("ana", "Account-b");

        Explanation explanation = world.provisioner().explain("ana");

        assertThat(text(explanation, Step.IMPORT))
                .singleElement()
                .asString()
                .startsWith("identity \"ana@acme.example\" (ana) read at ");
        assertThat(text(explanation, Step.CORRELATE))
                .containsExactly("linked: linked by an earlier run, account \"ana@acme.example\" (acc-1)");
        assertThat(text(explanation, Step.RESOLVE)).singleElement().asString().startsWith("belongs to tenant b: ");
        assertThat(text(explanation, Step.DIFF))
                .first()
                .isEqualTo("observed active in division \"Tenant_A\", in group \"Tenant_A_Agents\" of tenant a, "
                        + "with its own "
                        + "role \"Agent\" in all divisions, role \"Supervisor\" in \"Tenant_B\"");
    }

    @Test
    void tellsWhoIsParkedAndWhatCameClosest() {
        world.person("bob", "Acc\u043Eunt-a");

        assertThat(text(world.provisioner().explain("bob"), Step.RESOLVE))
                .singleElement()
                .asString()
                .startsWith("parked, keeps the present access and gets no new access: ")
                .contains("Acc\u043Eunt-a", "\"Account-a\"");
    }

    @Test
    void tellsWhatSomebodyStillHasWhomTheSourceKnowsNoLonger() {
        world.remove("ana");

        Explanation byId = world.provisioner().explain("ana");
        Explanation byName = world.provisioner().explain("ana@acme.example");

        assertThat(byId.steps()).isEqualTo(byName.steps());
        assertThat(text(byId, Step.CORRELATE)).singleElement().asString().contains("acc-1");
        assertThat(text(byId, Step.DIFF))
                .singleElement()
                .asString()
                .contains("in group \"Tenant_A_Agents\" of tenant a");
        assertThat(text(byId, Step.GUARD)).singleElement().asString().startsWith("no access is removed here");
        assertThat(byId.plan().isEmpty()).isTrue();
        assertThat(world.reach("ana@acme.example")).contains("Tenant_A");
    }

    @Test
    void tellsThatNobodyIsKnown() {
        Explanation explanation = world.provisioner().explain("nobody");

        assertThat(explanation.text())
                .contains("has no person with that id or name")
                .contains("no account has that name");
        assertThat(explanation.plan().findings()).isEmpty();
    }

    private static List<String> text(Explanation explanation, Step step) {
        return explanation.steps().stream()
                .filter(l -> l.step() == step)
                .map(Explanation.Line::text)
                .toList();
    }
}
