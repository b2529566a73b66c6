// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The packages of the adapter, the arrows between them, and what none of them uses. */
class ArchitectureTest {
    private static final String HOUSE = "io.tenantry.";

    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tenantry.genesys");

    /** Each room, and the rooms of the adapter and of core that it uses: no more and no fewer. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "genesys", Set.of("genesys.internal.call", "genesys.internal.port", "directory", "host"),
            "genesys.internal.json", Set.of("directory"),
            "genesys.internal.call", Set.of("genesys", "genesys.internal.json", "directory", "host"),
            "genesys.internal.port",
                    Set.of("genesys", "genesys.internal.call", "genesys.internal.json", "directory", "proof"));

    @Test
    void hasTheseRoomsAndTheseArrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass from : ADAPTER) {
            Set<String> used = arrows.computeIfAbsent(room(from), room -> new TreeSet<>());
            from.getDirectDependenciesFromSelf().stream()
                    .map(arrow -> arrow.getTargetClass().getBaseComponentType())
                    .filter(to -> to.getPackageName().startsWith(HOUSE))
                    .map(ArchitectureTest::room)
                    .filter(room -> !room.equals(room(from)))
                    .forEach(used::add);
        }

        assertThat(arrows).isEqualTo(ARROWS);
    }

    private static String room(JavaClass of) {
        return of.getPackageName().substring(HOUSE.length());
    }

    @Test
    void onlyCallsSpeakHttpAndOnlyTheBuilderTakesAClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..internal.call..")
                .and()
                .doNotBelongToAnyOf(GenesysCloud.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(ADAPTER);
    }

    @Test
    void nothingWaitsOrReadsTheTimeOfItsOwnAccord() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ADAPTER);
    }

    @Test
    void jacksonStaysInside() {
        noClasses()
                .that()
                .resideInAPackage("io.tenantry.genesys")
                .and()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(ADAPTER);
    }

    @Test
    void typesThatAreNotInterfacesAreFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(ADAPTER);
    }
}
