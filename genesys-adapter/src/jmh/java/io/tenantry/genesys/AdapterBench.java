// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.genesys.internal.port.JsonBench;

/** The adapter's figures: {@code limiter}, {@code json}, {@code client}, {@code calls} or {@code load}. */
public final class AdapterBench {
    private AdapterBench() {}

    /** Runs the named bench. */
    public static void main(String[] args) throws Exception {
        String name = args.length == 0 ? "limiter" : args[0];
        switch (name) {
            case "limiter" -> LimiterBench.run();
            case "json" -> JsonBench.run();
            case "client" -> ClientBench.run();
            case "calls" -> CallTable.run(args);
            case "load" -> InitialLoad.run(args);
            default -> throw new IllegalArgumentException("limiter, json, client, calls or load, not " + name);
        }
    }
}
