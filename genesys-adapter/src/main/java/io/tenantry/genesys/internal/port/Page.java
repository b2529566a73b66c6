// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, in any of the service's envelopes.
 *
 * @param total number of rows on all pages, as the service says
 * @param nextUri the service's link to the next page; only its cursor is ever used
 */
record Page<T>(List<T> rows, OptionalLong total, @Nullable String nextUri) {

    /**
     * Returns the shape of a page whose rows have this shape. The array of rows is required, but SCIM may leave it out
     * if the total is zero (RFC 7644, 3.4.2).
     */
    static <T> Json.Shape<Page<T>> of(Json.Shape<T> row) {
        return parser -> new Reader<>(row).read(parser);
    }

    static final class Reader<T> {
        static final FieldNames NAMES =
                FieldNames.of("entities", "Resources", "results", "total", "totalResults", "nextUri");

        private final Json.Shape<T> row;
        private @Nullable List<T> rows;
        private OptionalLong total = OptionalLong.empty();
        private @Nullable String nextUri;

        Reader(Json.Shape<T> row) {
            this.row = row;
        }

        Page<T> read(JsonParser parser) throws IOException {
            Json.object(parser, NAMES, this::take);
            return page();
        }

        Page<T> page() throws UnreadableAnswerException {
            return new Page<>(Json.required(rows, "array of rows"), total, nextUri);
        }

        void take(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "entities", "Resources", "results" -> {
                    List<T> read = new ArrayList<>();
                    Json.array(parser, element -> read.add(row.read(element)));
                    rows = read;
                }
                case "total" -> total = OptionalLong.of(count(parser));
                case "totalResults" -> {
                    total = OptionalLong.of(count(parser));
                    rows = rows == null && total.getAsLong() == 0 ? List.of() : rows;
                }
                case "nextUri" -> nextUri = Json.text(parser);
                default -> {}
            }
        }

        private static long count(JsonParser parser) throws IOException {
            long count = Json.integer(parser);
            if (count < 0) {
                throw new UnreadableAnswerException("a negative total");
            }
            return count;
        }
    }
}
