// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** SnakeYAML is optional: without it, JSON still loads and YAML says what is missing. */
final class YamlModuleAbsentTest {
    @Test
    void jsonLoadsAndYamlSaysWhatIsMissing() throws Exception {
        try (URLClassLoader loader = withoutYaml()) {
            assertThat(problems(loader, "acme.json", "JSON")).isEqualTo("[]");
            assertThat(problems(loader, "acme.yaml", "YAML"))
                    .contains("yaml-module-missing")
                    .contains("org.yaml:snakeyaml")
                    .contains("--add-modules");
        }
    }

    private static String problems(URLClassLoader loader, String document, String format)
            throws ReflectiveOperationException {
        Class<?> formats = loader.loadClass("io.tenantry.policy.PolicyFormat");
        Method read = loader.loadClass("io.tenantry.policy.PolicyLoader")
                .getMethod("read", String.class, formats, String.class);
        try {
            Object reading = read.invoke(
                    null, PolicyTexts.text(document), formats.getField(format).get(null), document);
            return String.valueOf(reading.getClass().getMethod("problems").invoke(reading));
        } catch (InvocationTargetException e) {
            throw new AssertionError("the loader threw", e.getCause());
        }
    }

    /**
     * A world of core and Jackson's core; its parent is the boot loader, because the platform's knows the modules of
     * this run.
     */
    private static URLClassLoader withoutYaml() {
        return new URLClassLoader(new URL[] {home(PolicyLoader.class), home(JsonFactory.class)}, null);
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
