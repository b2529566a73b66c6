// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import io.tenantry.watch.WatchEvent.Failed;
import io.tenantry.watch.WatchEvent.Waiting;
import io.tenantry.watch.WatchEvent.Work;
import io.tenantry.watch.WatchStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthJsonTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void saysEverythingThatAnOperatorAsksForAndWhoApprovedNothing() {
        WatchStatus status = new WatchStatus(
                true,
                Optional.of(NOON),
                Optional.of(NOON.minusSeconds(5)),
                3,
                Optional.of(NOON.minusSeconds(3_600)),
                List.of(new Hold(
                        HoldCode.LIMIT_ACCOUNTS, Optional.of(new TenantId("retail")), List.of(), "too many", "look")),
                Optional.of(NOON.minusSeconds(60)),
                Optional.of(Verdict.PROVEN),
                Optional.of(new Waiting(NOON, "run 7, approved by ana, is applying a plan", Optional.of("7"), NOON)),
                List.of(new Failed(NOON, Work.SWEEP, "503", NOON.plusSeconds(60))),
                Optional.empty());

        assertThat(HealthJson.of(status))
                .hasToString("{\"status\":\"not well\",\"reasons\":[\"SWEEP: 503\"],"
                        + "\"lastPush\":\"2026-11-30T11:59:55Z\",\"lastLook\":\"2026-11-30T12:00:00Z\","
                        + "\"lastSweep\":\"2026-11-30T11:00:00Z\",\"lastProof\":\"2026-11-30T11:59:00Z\","
                        + "\"verdict\":\"PROVEN\",\"due\":3,\"held\":{\"limit-accounts:retail\":0},"
                        + "\"waitingSince\":\"2026-11-30T12:00:00Z\",\"lease\":\"7\","
                        + "\"nextTry\":{\"SWEEP\":\"2026-11-30T12:01:00Z\"}}");
    }
}
