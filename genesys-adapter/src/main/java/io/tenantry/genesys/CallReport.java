// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;

/**
 * One attempt of a call, without personal data. Immutable.
 *
 * @param route method and path with {@code {}} for every id, such as {@code GET /api/v2/groups/{}/individuals}
 * @param status the answer's status; 0 without an answer
 * @param took time from sending until the body was read
 * @param correlationId the service's own id for the call, or empty
 * @param attempt 1 for the first
 */
public record CallReport(String route, int status, Duration took, String correlationId, int attempt) {}
