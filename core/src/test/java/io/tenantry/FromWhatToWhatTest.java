// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Exports.Format;
import io.tenantry.apply.Approval;
import io.tenantry.change.Wording;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan shows from what to what names and attributes change, and no text for a log does. */
class FromWhatToWhatTest {
    @TempDir
    Path directory;

    private ExportRun run;

    @BeforeEach
    void settle() throws IOException {
        run = new ExportRun(Format.MEMORY, directory).settled();
    }

    private Plan edited() throws IOException {
        run.exports.row("u2").set("jobTitle", "Lead").set("displayName", "Name\u00A0u2");
        run.exports.row("u3").set("jobTitle", "").set("userPrincipalName", "other@acme.example");
        return run.write().plan();
    }

    @Test
    void aPlanShowsTheValuesOfBothSides() throws IOException {
        Plan plan = edited();

        assertThat(PlanText.of(plan).lines())
                .contains(
                        "  ~ u2@acme.example: update displayName, title",
                        "      displayName from \"Name u2\" to \"Name\\u00A0u2\"",
                        "      title from \"Agent\" to \"Lead\"",
                        "      userName from \"u3@acme.example\" to \"other@acme.example\"",
                        "      title from \"Agent\" to none");
    }

    @Test
    void aSavedPlanKeepsThem() throws IOException {
        Plan plan = edited();

        Plan loaded = PlanJson.read(PlanJson.write(plan));

        assertThat(loaded).isEqualTo(plan);
        assertThat(PlanText.of(loaded)).isEqualTo(PlanText.of(plan));
        assertThat(loaded.operations().flatMap(o -> Wording.values(o.change()).stream()))
                .contains("title from \"Agent\" to \"Lead\"");
    }

    @Test
    void aComparisonOfPoliciesShowsThemToo() throws IOException {
        edited();
        run.world.attributes = List.of();

        WhatIf whatIf = run.provisioner().whatIf(new World().policy());

        assertThat(whatIf.text()).contains("        title from \"Agent\" to \"Lead\"\n");
    }

    @Test
    void noTextForALogHasThem() throws IOException {
        Plan plan = edited();

        assertThat(plan.operations().map(o -> o.change().toString() + o + Wording.of(o.change())))
                .noneMatch(text -> text.contains("Lead") || text.contains("Agent\""));
        assertThat(run.provisioner().explain("u2").text()).doesNotContain("Lead");
    }

    @Test
    void theNextPlanIsEmpty() throws IOException {
        Plan plan = edited();

        run.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(run.plan().operations()).isEmpty();
    }
}
