// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A plan kept in a file, for somebody to approve. */
final class PlanFile {
    private PlanFile() {}

    // Written aside and moved, so that nobody ever applies half a plan; a temporary file is its owner's alone.
    static void write(Plan plan, Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path aside = Files.createTempFile(directory, "plan", ".json");
        try {
            Files.writeString(aside, PlanJson.write(plan));
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    static Plan read(Path file) throws IOException {
        return PlanJson.read(Files.readString(file));
    }
}
