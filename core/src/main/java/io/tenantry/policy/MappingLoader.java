// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.ColumnMapping;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads mapping documents, which say what the columns of an export mean. One read finds every problem; a document with
 * an error gives no mapping.
 */
public final class MappingLoader {
    private MappingLoader() {}

    /**
     * Returns the mapping in a file, JSON if its name ends in {@code .json} and else YAML.
     *
     * @throws PolicyException if the file cannot be read or has an error; it holds all problems
     */
    public static ColumnMapping load(Path file) {
        return read(file).orThrow();
    }

    /**
     * Reads a file, JSON if its name ends in {@code .json} and else YAML. A file that cannot be read gives a problem,
     * not an exception.
     */
    public static MappingReading read(Path file) {
        return read(String.valueOf(file.getFileName()), reader -> reader.read(file));
    }

    /**
     * Reads a text.
     *
     * @param origin the document's name, for messages
     */
    public static MappingReading read(String text, PolicyFormat format, String origin) {
        return read(origin, reader -> reader.read(text, format));
    }

    private static MappingReading read(String origin, Function<DocumentReader, Optional<Node>> text) {
        Problems problems = new Problems(origin);
        Optional<ColumnMapping> mapping =
                text.apply(new DocumentReader(problems)).flatMap(root -> new MappingBinder(problems).mapping(root));
        return new MappingReading(mapping, problems.sorted());
    }
}
