// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.DirectoryException;
import io.tenantry.genesys.RateBudget;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The organization's own limits, read if the headers of its answers do not announce the call budget. */
public final class PlatformLimits {
    private static final FieldNames NAMES = FieldNames.of("key", "value");
    private static final Logger log = LoggerFactory.getLogger(PlatformLimits.class);

    private static final String NAMESPACE = "/api/v2/organizations/limits/namespaces/platform.api";
    private static final String OF_A_CLIENT = "client.credentials.token.rate.per.minute";
    private static final String OF_ANY_TOKEN = "token.rate.per.minute";
    private static final long MOST_BELIEVED = 1_000_000;

    private PlatformLimits() {}

    /** Sets every budget of this pipeline, unless an answer has announced it; unreadable limits change nothing. */
    public static void announceTo(Pipeline pipeline) {
        if (!pipeline.knowsItsBudget()) {
            read(pipeline).ifPresent(pipeline::hear);
        }
    }

    private static Optional<RateBudget.Announcement> read(Pipeline pipeline) {
        try {
            return announced(pipeline.send(Call.get(NAMESPACE), Page.of(PlatformLimits::limit)));
        } catch (DirectoryException e) {
            log.debug(
                    "could not read the limits of the organization, the call budget stays as it is: {}",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<RateBudget.Announcement> announced(Page<Limit> page) {
        Map<String, Long> limits = page.rows().stream()
                .filter(limit -> limit.value > 0 && limit.value <= MOST_BELIEVED)
                .collect(Collectors.toMap(Limit::key, Limit::value, Math::min));
        @Nullable Long perMinute = limits.getOrDefault(OF_A_CLIENT, limits.get(OF_ANY_TOKEN));
        return Optional.ofNullable(perMinute)
                .map(allowed -> new RateBudget.Announcement(0, allowed.intValue(), Duration.ofMinutes(1)));
    }

    static Limit limit(JsonParser parser) throws IOException {
        String[] key = {""};
        long[] value = {0};
        Json.object(parser, NAMES, (field, at) -> {
            switch (field) {
                case "key" -> key[0] = Json.required(Json.text(at), "key of a limit");
                case "value" -> value[0] = Json.integer(at);
                default -> {}
            }
        });
        return new Limit(key[0], value[0]);
    }

    record Limit(String key, long value) {}
}
