// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a host takes on by depending on the adapter: every module that the adapter's needs lead to, those that are
 * optional included. A module that is not packed yet counts as the jar that it will be.
 */
class FootprintTest {
    /** The class path of the official SDK 198.1.0: 55 jars. */
    private static final double OFFICIAL_SDK_MB = 52.8;

    @Test
    void isATenthOfTheOfficialSdk() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        need("io.tenantry.genesys", onTheClassPath(), sizes);

        assertThat(sizes.keySet())
                .containsExactlyInAnyOrder(
                        "io.tenantry.genesys",
                        "io.tenantry.core",
                        "com.fasterxml.jackson.core",
                        "org.yaml.snakeyaml",
                        "com.github.benmanes.caffeine",
                        "org.slf4j",
                        "org.jspecify");
        double megabytes = sizes.values().stream().mapToLong(Long::longValue).sum() / 1e6;
        assertThat(megabytes).as("megabytes of %s", sizes).isBetween(1.0, OFFICIAL_SDK_MB / 10);
    }

    private static void need(String name, Map<String, ModuleReference> found, Map<String, Long> sizes) {
        ModuleReference module = found.get(name);
        if (module == null || sizes.containsKey(name)) {
            return;
        }
        sizes.put(name, size(Path.of(module.location().orElseThrow())));
        module.descriptor().requires().stream().map(Requires::name).forEach(next -> need(next, found, sizes));
    }

    private static Map<String, ModuleReference> onTheClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .flatMap(FootprintTest::modules)
                .collect(Collectors.toMap(m -> m.descriptor().name(), m -> m, (first, second) -> first));
    }

    /** A jar that cannot be a module cannot be one that ours requires. */
    private static Stream<ModuleReference> modules(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll().stream();
        } catch (FindException e) {
            return Stream.empty();
        }
    }

    private static long size(Path module) {
        return Files.isRegularFile(module) ? module.toFile().length() : packed(module);
    }

    /** Returns how many bytes the classes of a module have as a jar, heads of the entries included. */
    private static long packed(Path classes) {
        CountingStream jar = new CountingStream();
        try (Stream<Path> files = Files.walk(classes);
                JarOutputStream packed = new JarOutputStream(jar)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar.bytes;
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int from, int length) {
            bytes += length;
        }
    }
}
