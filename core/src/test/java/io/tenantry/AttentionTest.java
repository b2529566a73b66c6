// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tenantry.directory.DivisionId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan says what a person has to look at, whether or not it has something to do. */
class AttentionTest {
    private final World world = new World();

    @BeforeEach
    void start() {
        world.person("ana", "Account-a").run();
    }

    @Test
    void planWithoutWorkAndWithoutAttentionSaysNothingToDo() {
        Plan plan = world.plan();

        assertThat(plan.attention()).isEmpty();
        assertThat(PlanText.of(plan)).contains("Nothing to do.").doesNotContain("Look at");
    }

    @Test
    void sourceThatMayMissPeopleIsAttention() {
        world.doubt = Completeness.doubtful(0, 0, "the file changed while it was read");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).containsExactly(entry(Attention.SOURCE_IN_DOUBT, 1));
        assertThat(PlanText.of(plan))
                .contains("the file changed while it was read")
                .contains("Nothing to write.")
                .contains("Look at: 1 doubt about the source.");
    }

    @Test
    void refusedRowsAreCounted() {
        world.rejected.add(new RejectedRow("users.csv:7", Optional.empty(), "no id"));
        world.rejected.add(new RejectedRow("users.csv:8", Optional.empty(), "no id"));

        assertThat(world.plan().attention()).containsExactly(entry(Attention.ROW_REFUSED, 2));
    }

    @Test
    void divisionThatIsNotThereIsAttention() {
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_C"));

        assertThat(world.plan().attention()).containsKey(Attention.TENANT_NOT_READY);
    }

    @Test
    void roleEverywhereIsAViolation() {
        world.grant("ana@acme.example", "Agent", DivisionId.EVERYWHERE);

        assertThat(world.plan().attention()).containsEntry(Attention.VIOLATION, 1);
    }

    @Test
    void personOfTwoTenantsIsToBeDecidedAbout() {
        world.person("bob", "Account-a", "Account-b");

        assertThat(world.plan().attention()).containsExactly(entry(Attention.UNDECIDED, 1));
    }

    @Test
    void personWhoBelongsToNoTenantAndHoldsNothingIsNoAttention() {
        world.person("guest", "Visitors");

        Plan plan = world.plan();

        assertThat(plan.findings()).hasSize(1);
        assertThat(plan.attention()).isEmpty();
    }

    @Test
    void personWhoBelongsToNoTenantAndHoldsAccessIsToBeDecidedAbout() {
        world.person("ana", "Visitors");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).containsExactly(entry(Attention.UNDECIDED, 1));
    }
}
