// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads policy documents. One read finds every problem: those of the text, and those that {@link PolicyLint} finds in
 * the document alone. A document with an error gives no policy.
 */
public final class PolicyLoader {
    private PolicyLoader() {}

    /**
     * Returns the policy in a file, JSON if its name ends in {@code .json} and else YAML.
     *
     * @throws PolicyException if the file cannot be read or has an error; it holds all problems
     */
    public static OrganizationPolicy load(Path file) {
        return read(file).orThrow();
    }

    /**
     * Reads a file, JSON if its name ends in {@code .json} and else YAML. A file that cannot be read gives a problem,
     * not an exception.
     */
    public static PolicyReading read(Path file) {
        return read(String.valueOf(file.getFileName()), reader -> reader.read(file));
    }

    /**
     * Reads a stream of UTF-8 to its end; the caller closes it.
     *
     * @param origin the document's name, for messages
     */
    public static PolicyReading read(InputStream in, PolicyFormat format, String origin) {
        return read(origin, reader -> reader.read(in, format));
    }

    /**
     * Reads a text.
     *
     * @param origin the document's name, for messages
     */
    public static PolicyReading read(String text, PolicyFormat format, String origin) {
        return read(origin, reader -> reader.read(text, format));
    }

    private static PolicyReading read(String origin, Function<DocumentReader, Optional<Node>> text) {
        Problems problems = new Problems(origin);
        Optional<Node> root = text.apply(new DocumentReader(problems));
        Optional<OrganizationPolicy> draft = root.flatMap(r -> new PolicyBinder(problems).policy(r));
        PolicyReading unchecked = new PolicyReading(origin, root.orElse(null), draft, List.of());
        draft.ifPresent(d -> PolicyLint.structure(d, unchecked, problems));
        return new PolicyReading(origin, root.orElse(null), draft, problems.sorted());
    }
}
