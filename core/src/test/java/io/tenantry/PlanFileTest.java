// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanFormatException;
import io.tenantry.plan.PlanJson;
import java.io.IOException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan's file loads only as it was written. */
class PlanFileTest {
    private final World world = new World();

    @Test
    void alteredPlanDoesNotLoad() {
        String json = PlanJson.write(joiner());

        assertThatThrownBy(() -> PlanJson.read(json.replace("ana@acme.example", "eve@acme.example")))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageContaining("altered");
        assertThatThrownBy(() -> PlanJson.read(json.replace("Tenant_A_Agents", "Tenant_B_Agents")))
                .isInstanceOf(PlanFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batches\": [],",
                "{\"note\": \"approved\",",
                "{\"fingerprint\": \"0\",",
            })
    void planThatAnotherHandAddedToDoesNotLoad(String beginning) {
        String json = PlanJson.write(joiner());

        assertThatThrownBy(() -> PlanJson.read(beginning + json.substring(1))).isInstanceOf(PlanFormatException.class);
    }

    @Test
    void planWithTextBehindItDoesNotLoad() {
        String json = PlanJson.write(joiner());

        assertThatThrownBy(() -> PlanJson.read(json + "and more")).isInstanceOf(PlanFormatException.class);
        assertThatThrownBy(() -> PlanJson.read(json + "{}")).isInstanceOf(PlanFormatException.class);
    }

    @Test
    void planThatLostAFieldDoesNotLoad() {
        String json = PlanJson.write(joiner());

        assertThat(json).contains("\"privileged\" : false");
        assertThatThrownBy(() -> PlanJson.read(json.replaceFirst(",\\s*\"privileged\" : false", "")))
                .isInstanceOf(PlanFormatException.class);
    }

    @Test
    void planWhoseFieldsChangedTheirOrderLoads() throws IOException {
        Plan plan = joiner();
        ObjectMapper sorting = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        String sorted = sorting.writeValueAsString(sorting.readValue(PlanJson.write(plan), TreeMap.class));

        assertThat(PlanJson.read(sorted)).isEqualTo(plan);
    }

    @Test
    void planThatGrantsInAllDivisionsDoesNotLoad() {
        world.person("ana", "Account-a");
        String json = PlanJson.write(world.plan());

        assertThatThrownBy(() -> PlanJson.read(json.replace("div-Tenant_A", "*")))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageContaining("all divisions");
    }

    private Plan joiner() {
        world.person("ana", "Account-a");
        return world.plan();
    }
}
